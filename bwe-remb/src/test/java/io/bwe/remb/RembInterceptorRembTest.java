package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.BandwidthControl;
import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the sender is told, when, and what the application can do about it. */
class RembInterceptorRembTest {

    /** A packet on each stream every 50 ms of the manual clock. */
    private static void run(InterceptorFixture fixture, Duration time, RtpHandler handler, long... ssrcs) {
        long end = fixture.clock.nanoTime() + time.toNanos();
        while (fixture.clock.nanoTime() < end) {
            long before = fixture.statistics.packetsEstimated();
            for (long ssrc : ssrcs) {
                fixture.receive(handler, ssrc);
            }
            fixture.clock.advance(Duration.ofMillis(50));
            fixture.eventually(
                    () -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(before + ssrcs.length));
        }
    }

    @Test
    void streamsIdleForMoreThanTwoSecondsLeaveTrackingAndTheNextRemb() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).rtxSsrc(2).build(),
                    (packet, arrivalTimeNs, ordinal) -> {
                    });
            run(fixture, Duration.ofMillis(1_500), handler, 1, 2);
            fixture.eventually(() -> assertThat(fixture.rembs).isNotEmpty());
            assertThat(fixture.rembs.getLast().ssrcs()).containsExactly(1, 2);
            assertThat(fixture.statistics.streamsActive()).isEqualTo(2);

            run(fixture, Duration.ofMillis(1_950), handler, 1);
            assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(1, 2);
            assertThat(fixture.statistics.streamsEnded(StreamEnd.IDLE)).isZero();

            run(fixture, Duration.ofMillis(200), handler, 1);
            fixture.eventually(() -> assertThat(fixture.statistics.streamsEnded(StreamEnd.IDLE)).isEqualTo(1));
            assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(1);
            int sent = fixture.rembs.size();
            run(fixture, Duration.ofMillis(1_100), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSizeGreaterThan(sent));
            assertThat(fixture.rembs.getLast().ssrcs()).containsExactly(1);
            assertThat(fixture.statistics.streamsActive()).isEqualTo(1);
        }
    }

    @Test
    void noRembIsSentWhileEveryStreamIsIdleAndTheyResumeWithThePackets() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(200), handler, 1);
            fixture.clock.advance(Duration.ofMillis(2_100));
            fixture.eventually(() -> assertThat(fixture.statistics.streamsActive()).isZero());
            fixture.eventually(() -> assertThat(fixture.control.estimate().liveSsrcCount()).isZero());
            int sent = fixture.rembs.size();
            fixture.clock.advance(Duration.ofSeconds(10));
            run(fixture, Duration.ofMillis(50), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(sent + 1));
            assertThat(fixture.statistics.streamsStarted()).isEqualTo(2);
        }
    }

    @Test
    void anUnboundStreamLeavesTheNextRembAfterItsLastPacket() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler first = fixture.bind(1);
            RtpHandler second = fixture.bind(2);
            fixture.receive(first, 1);
            fixture.receive(second, 2);
            fixture.interceptor.unbindRemoteStream(video(2).build());
            fixture.receive(second, 2);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.events).containsExactly("remove 2"));
            assertThat(fixture.estimator.seen).extracting(RecordingEstimator.Seen::ssrc).containsExactly(1L, 2L);
            assertThat(fixture.statistics.packetsUntracked()).isEqualTo(1);
            fixture.eventually(() -> assertThat(fixture.statistics.streamsEnded(StreamEnd.UNBIND)).isEqualTo(1));
            fixture.eventually(() -> assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(1));
            fixture.eventually(() -> assertThat(fixture.statistics.streams()).hasSize(1));
        }
    }

    @Test
    void rembsAreSteadyAtOneSecond() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<Long> sentAtNs = new CopyOnWriteArrayList<>();
            fixture.interceptor.bindRtcpWriter(packet -> sentAtNs.add(fixture.clock.nanoTime()));
            RtpHandler handler = fixture.bind(1);
            for (int i = 0; i < 500; i++) {
                fixture.receive(handler, 1);
                fixture.clock.advance(Duration.ofMillis(10));
                long packets = i;
                // Three steps may be in flight: the margin and a tick.
                fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isGreaterThan(packets - 3));
                long due = 1 + fixture.statistics.packetsEstimated() / 100;
                fixture.eventually(() -> assertThat((long) sentAtNs.size()).isGreaterThanOrEqualTo(due - 1));
            }
            assertThat(sentAtNs).hasSizeBetween(5, 6);
            for (int i = 1; i < sentAtNs.size(); i++) {
                assertThat((double) (sentAtNs.get(i) - sentAtNs.get(0))).isBetween(i * 1e9 - 60e6, i * 1e9 + 60e6);
            }
        }
    }

    @Test
    void aFallIsToldAtOnce() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(300), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(1));
            fixture.estimator.bitrateBps = 900_000;
            run(fixture, Duration.ofMillis(50), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(2));
            assertThat(fixture.rembs.getLast().bitrateBps()).isLessThanOrEqualTo(900_000).isGreaterThan(899_990);
            fixture.eventually(() -> assertThat(fixture.statistics.rembsSentOnDecrease()).isEqualTo(1));
            assertThat(fixture.statistics.rembsSentOnInterval()).isEqualTo(1);
        }
    }

    @Test
    void theApplicationCapsAndMutesWithoutTouchingTheEstimator() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(100), handler, 1);
            fixture.control.cap(300_000);
            run(fixture, Duration.ofMillis(1_000), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs.getLast().bitrateBps()).isBetween(299_990L, 300_000L));
            assertThat(fixture.control.estimate().estimateBps()).isEqualTo(1_000_000);
            fixture.control.mute(true);
            run(fixture, Duration.ofMillis(100), handler, 1);
            int sent = fixture.rembs.size();
            run(fixture, Duration.ofMillis(2_500), handler, 1);
            assertThat(fixture.rembs).hasSize(sent);
            fixture.control.mute(false);
            fixture.control.cap(BandwidthControl.NO_CAP);
            run(fixture, Duration.ofMillis(100), handler, 1);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(sent + 1));
            assertThat(fixture.rembs.getLast().bitrateBps()).isGreaterThan(990_000);
            assertThatThrownBy(() -> fixture.control.cap(0)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to");
        }
    }

    @Test
    void listenersAreToldOfChangesUntilTheyUnsubscribe() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<EstimateView> told = new CopyOnWriteArrayList<>();
            BandwidthControl.Subscription subscription = fixture.control.subscribe(told::add);
            fixture.control.subscribe(estimate -> {
                throw new IllegalStateException("listener at fault");
            });
            RtpHandler handler = fixture.bind(7);
            run(fixture, Duration.ofMillis(100), handler, 7);
            fixture.eventually(() -> assertThat(told).isNotEmpty());
            assertThat(told.getLast().estimateBps()).isEqualTo(1_000_000);
            assertThat(told.getLast().liveSsrcs()).containsExactly(7);
            fixture.estimator.usage = BandwidthUsage.OVERUSING;
            run(fixture, Duration.ofMillis(50), handler, 7);
            fixture.eventually(() -> assertThat(told.getLast().usage()).isEqualTo(BandwidthUsage.OVERUSING));
            assertThat(fixture.statistics.overuseDetections()).isEqualTo(1);
            fixture.eventually(() -> assertThat(fixture.statistics.listenerErrors()).isEqualTo(told.size()));
            subscription.close();
            int calls = told.size();
            fixture.estimator.bitrateBps = 5;
            run(fixture, Duration.ofMillis(100), handler, 7);
            fixture.eventually(() -> assertThat(fixture.statistics.listenerErrors()).isGreaterThan(calls));
            assertThat(told).hasSize(calls);
        }
    }

    @Test
    void theIncomingRateIsPublishedWhileNothingElseChangesAndNoListenerIsTold() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<EstimateView> told = new CopyOnWriteArrayList<>();
            RtpHandler handler = fixture.bind(1);
            fixture.control.subscribe(told::add);
            run(fixture, Duration.ofMillis(100), handler, 1);
            fixture.eventually(() -> assertThat(told).hasSize(1));
            fixture.estimator.incomingBps = 777_000;
            run(fixture, Duration.ofMillis(500), handler, 1);
            fixture.eventually(() -> assertThat(fixture.control.estimate().incomingBps()).isEqualTo(777_000));
            assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(1);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void roundTripTimesReachTheEstimatorBetweenThePackets() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.bind(1);
            List<Integer> packetsBefore = new ArrayList<>();
            fixture.receive(handler, 1);
            fixture.clock.advance(Duration.ofMillis(5));
            fixture.control.onRtt(Duration.ofMillis(80));
            fixture.estimator.onPacket = packet -> packetsBefore.add(fixture.estimator.events.size());
            fixture.receive(handler, 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(packetsBefore).containsExactly(0, 1));
            assertThat(fixture.estimator.events).containsExactly("rtt 80000000");
            assertThatThrownBy(() -> fixture.control.onRtt(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void roundTripTimesAreTakenFromRtcpThatPassesBy() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<ByteBuffer> sent = new ArrayList<>();
            List<ByteBuffer> received = new ArrayList<>();
            RtcpWriter writer = fixture.interceptor.bindRtcpWriter(sent::add);
            RtcpHandler reader = fixture.interceptor.bindRtcpReader(received::add);
            // XR with a receiver reference time block, NTP 0x00001111.22220000, then its answer 60 ms later, held for
            // 0x0800 / 65536 s = 31.25 ms.
            ByteBuffer reference = ByteBuffer.allocate(20).putInt(0x80CF0004).putInt(1).putInt(0x04000002)
                    .putInt(0x00001111).putInt(0x22220000).flip();
            ByteBuffer answer = ByteBuffer.allocate(24).putInt(0x80CF0005).putInt(2).putInt(0x05000003).putInt(1)
                    .putInt(0x11112222).putInt(0x0800).flip();
            writer.writeRtcp(reference);
            fixture.clock.advance(Duration.ofMillis(60));
            reader.onRtcp(answer);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.events).containsExactly("rtt 28750000"));
            assertThat(sent).containsExactly(reference);
            assertThat(received).containsExactly(answer);
        }
    }

    @Test
    void aResetReachesTheEstimator() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.control.reset();
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.events).containsExactly("reset"));
        }
    }

    @Test
    void anEstimatorThatKeepsThrowingIsPutOutOfActionAndPacketsStillPass() {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            List<ByteBuffer> passedOn = new ArrayList<>();
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.add(packet));
            fixture.estimator.onPacket = packet -> {
                throw new IllegalStateException("estimator at fault");
            };
            for (int i = 0; i < 30; i++) {
                fixture.receive(handler, 1);
            }
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.estimatorQuarantined()).isTrue());
            assertThat(fixture.statistics.estimatorErrors()).isEqualTo(10);
            assertThat(fixture.estimator.hasEstimate()).isTrue();
            fixture.eventually(() -> assertThat(fixture.control.estimate().hasEstimate()).isFalse());
            assertThat(passedOn).hasSize(30);
            assertThat(fixture.rembs).isEmpty();
        }
    }

    @Test
    void aWriterThatThrowsIsCountedAndCalledAgain() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.interceptor.bindRtcpWriter(packet -> {
                throw new IllegalStateException("writer at fault");
            });
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(1_200), handler, 1);
            fixture.eventually(() -> assertThat(fixture.statistics.writerErrors()).isEqualTo(2));
            assertThat(fixture.statistics.rembsSentOnInterval()).isZero();
        }
    }

    @Test
    void anInterruptThatTheApplicationLeavesBehindEndsNothing() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<ByteBuffer> written = new CopyOnWriteArrayList<>();
            fixture.interceptor.bindRtcpWriter(packet -> {
                written.add(packet);
                Thread.currentThread().interrupt();
            });
            fixture.estimator.onPacket = packet -> Thread.currentThread().interrupt();
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(3_200), handler, 1);
            fixture.eventually(() -> assertThat(written).hasSize(4));
            assertThat(fixture.statistics.streamsActive()).isEqualTo(1);
        }
    }

    @Test
    void aWriterExecutorRunsTheWriter() {
        List<Runnable> submitted = new CopyOnWriteArrayList<>();
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.writerExecutor(submitted::add))
                .withWriter()) {
            RtpHandler handler = fixture.bind(1);
            run(fixture, Duration.ofMillis(2_500), handler, 1);
            fixture.eventually(() -> assertThat(submitted).hasSize(1));
            assertThat(fixture.rembs).isEmpty();
            // The call has not run yet, so nothing else was submitted; when it runs it takes the newest REMB only.
            submitted.getFirst().run();
            assertThat(fixture.rembs).hasSize(1);
            run(fixture, Duration.ofMillis(1_000), handler, 1);
            fixture.eventually(() -> assertThat(submitted).hasSize(2));
        }
    }
}
