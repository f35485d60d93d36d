package io.bwe.testkit;

import static io.bwe.testkit.InterceptorSession.push;
import static io.bwe.testkit.InterceptorSession.video;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bwe.api.BandwidthControl;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.RtpWriter;
import io.bwe.api.spi.InterceptorProvider;
import io.bwe.testkit.InterceptorSession.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Binding, unbinding, closing. */
final class LifeCycleRules {
    private static final long SSRC = 42;
    private static final int CLOSERS = 4;
    private static final RtpHandler RTP_END = (packet, arrivalTimeNs, ordinal) -> {
    };
    private static final RtpWriter RTP_WRITER_END = packet -> {
    };
    private static final RtcpHandler RTCP_END = packet -> {
    };
    private static final RtcpWriter RTCP_WRITER_END = packet -> {
    };

    private final InterceptorSession session;

    LifeCycleRules(InterceptorSession session) {
        this.session = session;
    }

    /** One of the ways to bind, and what it is given. */
    private record Binding(String name, Object next, Function<Interceptor, Object> bind) {
    }

    private static final List<Binding> BINDINGS = List.of(
            new Binding("bindRemoteStream", RTP_END, interceptor -> interceptor.bindRemoteStream(video(SSRC), RTP_END)),
            new Binding("unsignalledRtp", RTP_END,
                    interceptor -> interceptor.unsignalledRtp(InterceptorSession.EXTENSIONS, RTP_END)),
            new Binding("bindLocalStream", RTP_WRITER_END,
                    interceptor -> interceptor.bindLocalStream(video(SSRC), RTP_WRITER_END)),
            new Binding("bindRtcpReader", RTCP_END, interceptor -> interceptor.bindRtcpReader(RTCP_END)),
            new Binding("bindRtcpWriter", RTCP_WRITER_END, interceptor -> interceptor.bindRtcpWriter(RTCP_WRITER_END)));

    void bindAfterClose() {
        // What is passed through by default knows nothing of a close, and need not.
        List<Binding> takesPart = BINDINGS.stream()
                .filter(binding -> binding.bind.apply(session.interceptor) != binding.next).toList();
        session.close();
        for (Binding binding : takesPart) {
            assertThrows(IllegalStateException.class, () -> binding.bind.apply(session.interceptor),
                    binding.name + " after close");
        }
    }

    void unbindOfUnknown() {
        Receiver receiver = new Receiver();
        RtpHandler handler = session.interceptor.bindRemoteStream(video(SSRC), receiver);
        session.interceptor.unbindRemoteStream(video(SSRC + 1));
        session.interceptor.unbindLocalStream(video(SSRC + 1));
        push(handler, SSRC, 0, 10);
        assertEquals(10, receiver.passed.size(), "packets of the stream that is bound");
    }

    void unbindAfterClose() {
        session.interceptor.bindRemoteStream(video(SSRC), RTP_END);
        session.interceptor.bindLocalStream(video(SSRC), RTP_WRITER_END);
        session.close();
        session.interceptor.unbindRemoteStream(video(SSRC));
        session.interceptor.unbindRemoteStream(video(SSRC));
        session.interceptor.unbindLocalStream(video(SSRC));
    }

    void bindAgain() {
        Receiver first = new Receiver();
        Receiver second = new Receiver();
        RtpHandler replaced = session.interceptor.bindRemoteStream(video(SSRC), first);
        push(replaced, SSRC, 0, 10);
        RtpHandler again = session.interceptor.bindRemoteStream(video(SSRC), second);
        push(again, SSRC, 10, 30);
        assertEquals(10, first.passed.size(), "packets passed on to what was bound first");
        assertEquals(20, second.passed.size(), "packets passed on to what was bound again");
        push(replaced, SSRC, 30, 60);
        assertEquals(40, first.passed.size(), "packets passed on by the handler that was replaced, and before");
    }

    void closeTwice() {
        push(session.interceptor.bindRemoteStream(video(SSRC), RTP_END), SSRC, 0, 10);
        session.closedByTest();
        session.inOneThread("close, and again", () -> {
            session.interceptor.close();
            session.interceptor.close();
        });
    }

    void closeWithNothingBound() {
        session.close();
    }

    void closeFromSeveralThreads() {
        push(session.interceptor.bindRemoteStream(video(SSRC), RTP_END), SSRC, 0, 10);
        session.closedByTest();
        CountDownLatch together = new CountDownLatch(CLOSERS);
        session.inThreads("close", CLOSERS, () -> {
            together.countDown();
            together.await();
            session.interceptor.close();
            return null;
        });
    }

    void closeBesidePackets() {
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger put = new AtomicInteger();
        RtpHandler handler = session.interceptor.bindRemoteStream(video(SSRC),
                (packet, arrivalTimeNs, ordinal) -> passed.incrementAndGet());
        CountDownLatch flowing = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        session.closedByTest();
        AtomicInteger roles = new AtomicInteger();
        session.inThreads("putting packets in while another closes", 2, () -> {
            if (roles.getAndIncrement() == 0) {
                flowing.await();
                try {
                    session.interceptor.close();
                } finally {
                    closed.set(true);
                }
            } else {
                while (!closed.get()) {
                    int number = put.getAndIncrement();
                    push(handler, SSRC, number, number + 1);
                    flowing.countDown();
                }
            }
            return null;
        });
        assertEquals(put.get(), passed.get(), "packets passed on while another thread closed");
    }

    void closeWithAStuckWriter() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        session.interceptor.bindRtcpWriter(packet -> {
            inside.countDown();
            awaitStubbornly(release);
        });
        RtpHandler handler = session.interceptor.bindRemoteStream(video(SSRC), RTP_END);
        try {
            session.inOneThread("putting packets in, while the RTCP writer does not return",
                    () -> push(handler, SSRC, 0, 10));
            session.await("a call of the RTCP writer", () -> inside.getCount() == 0);
            session.closedByTest();
            session.inOneThread("close, while the RTCP writer does not return", session.interceptor::close);
        } finally {
            release.countDown();
        }
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Does not heed it: that is what makes it stubborn.
            }
        }
    }

    void sameControl() {
        Optional<BandwidthControl> control = session.interceptor.bandwidthControl();
        push(session.interceptor.bindRemoteStream(video(SSRC), RTP_END), SSRC, 0, 10);
        assertSame(control.orElse(null), session.interceptor.bandwidthControl().orElse(null), "the control");
        session.close();
        assertSame(control.orElse(null), session.interceptor.bandwidthControl().orElse(null),
                "the control after close");
    }

    void closeActions() {
        Optional<BandwidthControl> present = session.interceptor.bandwidthControl();
        if (present.isEmpty()) {
            return;
        }
        BandwidthControl control = present.get();
        AtomicInteger before = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        AtomicInteger withdrawn = new AtomicInteger();
        control.onClose(() -> {
            throw new IllegalStateException("thrown at close by the test");
        });
        control.onClose(before::incrementAndGet);
        control.onClose(withdrawn::incrementAndGet).close();
        assertEquals(0, before.get(), "runs before close");
        push(session.interceptor.bindRemoteStream(video(SSRC), RTP_END), SSRC, 0, 10);
        session.close();
        control.onClose(after::incrementAndGet);
        assertEquals(1, before.get(), "runs of what is to run at close");
        assertEquals(1, after.get(), "runs of what is to run at close and came after it");
        assertEquals(0, withdrawn.get(), "runs of what was withdrawn");
    }

    static void unknownOptionRefused(InterceptorProvider provider, Duration patience) {
        InterceptorConfig config = InterceptorConfig.builder().estimator(new RecordingEstimator().provider())
                .option(ProviderRules.UNKNOWN_OPTION, "1").build();
        List<Interceptor> created = new ArrayList<>();
        try {
            ProviderRules.refusesUnknownOption(() -> created.add(provider.create(config)));
        } finally {
            InterceptorSession.inThreads("close", 1, patience, () -> {
                created.forEach(Interceptor::close);
                return null;
            });
        }
    }

    static void createsAnew(InterceptorSession one, InterceptorSession other) {
        assertNotSame(one.interceptor, other.interceptor, "two interceptors");
        push(one.interceptor.bindRemoteStream(video(SSRC), RTP_END), SSRC, 0, 10);
        one.close();
        Receiver receiver = new Receiver();
        push(other.interceptor.bindRemoteStream(video(SSRC), receiver), SSRC, 0, 10);
        assertEquals(10, receiver.passed.size(), "packets passed on by one interceptor after another was closed");
    }
}
