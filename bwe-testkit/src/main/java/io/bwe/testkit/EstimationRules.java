package io.bwe.testkit;

import static io.bwe.testkit.InterceptorSession.packet;
import static io.bwe.testkit.InterceptorSession.push;
import static io.bwe.testkit.InterceptorSession.video;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.api.RtpHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How an interceptor treats its estimator, and what it does with the estimate. */
final class EstimationRules {
    private static final long SSRC = 0x8765_4321L;
    private static final long OTHER_SSRC = 5;
    /** Few enough for any queue. */
    private static final int PACKETS = 100;
    private static final int THREADS = 3;
    private static final long MS_NS = 1_000_000;
    private static final RtpHandler END = (packet, arrivalTimeNs, ordinal) -> {
    };

    private final InterceptorSession session;

    EstimationRules(InterceptorSession session) {
        this.session = session;
    }

    private RtpHandler bound(long ssrc) {
        return session.interceptor.bindRemoteStream(video(ssrc), END);
    }

    private List<Integer> seen() {
        return session.estimator.seen().stream().map(seen -> seen.packet().sequenceNumber()).toList();
    }

    void everyPacketBeforeCloseReturns() {
        push(bound(SSRC), SSRC, 0, PACKETS);
        session.close();
        assertEquals(PACKETS, session.estimator.seen().size(), "packets estimated when close returned");
    }

    void packetsAsTheyAre() {
        RtpHandler handler = bound(SSRC);
        ByteBuffer packet = new RtpPacketBuilder().ssrc(SSRC).sequenceNumber(65_535).timestamp(0xFFFF_FFFEL)
                .payloadType(101).marker(true).absSendTime(InterceptorSession.SEND_TIME_ID, 0xABCDEF).payloadSize(700)
                .paddingSize(50).build();
        handler.onRtp(packet, 123_456_789, 1);
        session.close();
        assertEquals(1, session.estimator.seen().size(), "packets estimated");
        assertEquals(
                new TestPacket().arrivalTimeNs(123_456_789).absSendTime(0xABCDEF).payloadSize(750).ssrc(SSRC)
                        .sequenceNumber(65_535).rtpTimestamp(0xFFFF_FFFEL).payloadType(101).marker(true).toString(),
                session.estimator.seen().get(0).packet().toString(), "the packet that the estimator saw");
    }

    void orderOfArrival() {
        RtpHandler first = bound(SSRC);
        RtpHandler second = bound(OTHER_SSRC);
        List<Integer> expected = new ArrayList<>();
        // In fives from one stream, then from the other, though they arrived by turns.
        for (int i = 0; i < PACKETS; i += 10) {
            for (int k = 0; k < 10; k += 2) {
                first.onRtp(packet(SSRC, i + k), (i + k) * MS_NS, i + k);
            }
            for (int k = 1; k < 10; k += 2) {
                second.onRtp(packet(OTHER_SSRC, i + k), (i + k) * MS_NS, i + k);
            }
        }
        for (int i = 0; i < PACKETS; i++) {
            expected.add(i);
        }
        session.close();
        assertEquals(expected, seen(), "the order in which packets were estimated");
    }

    /** Many threads put packets in, round-trip times come in, streams come and go. */
    private void commotion() {
        AtomicInteger threads = new AtomicInteger();
        session.inThreads("putting packets in", THREADS, () -> {
            long ssrc = threads.incrementAndGet();
            for (int round = 0; round < 4; round++) {
                RtpHandler handler = bound(ssrc);
                for (int i = 0; i < PACKETS / 2; i++) {
                    handler.onRtp(packet(ssrc, i));
                }
                session.interceptor.bandwidthControl()
                        .ifPresent(control -> control.onRtt(Duration.ofMillis(30)));
                session.interceptor.unbindRemoteStream(video(ssrc));
            }
            return null;
        });
    }

    void oneThreadAtATime() {
        commotion();
        session.close();
        assertEquals(List.of(), misuses(" is inside"), "calls of the estimator by two threads at once");
    }

    void timesNeverDecrease() {
        commotion();
        session.close();
        assertEquals(List.of(), misuses(" after "), "calls of the estimator with times that decrease");
    }

    private List<String> misuses(String kind) {
        return session.estimator.misuses().stream().filter(text -> text.contains(kind)).toList();
    }

    void throwingEstimator() {
        AtomicInteger thrown = new AtomicInteger();
        session.estimator.onEachPacket(packet -> {
            thrown.incrementAndGet();
            throw new IllegalStateException("thrown by the estimator, as the test asks");
        });
        AtomicInteger passed = new AtomicInteger();
        RtpHandler handler = session.interceptor.bindRemoteStream(video(SSRC),
                (packet, arrivalTimeNs, ordinal) -> passed.incrementAndGet());
        push(handler, SSRC, 0, PACKETS);
        session.await("an exception of the estimator", () -> thrown.get() > 0);
        push(handler, SSRC, PACKETS, 2 * PACKETS);
        push(session.interceptor.bindRemoteStream(video(OTHER_SSRC),
                (packet, arrivalTimeNs, ordinal) -> passed.incrementAndGet()), OTHER_SSRC, 0, PACKETS);
        session.close();
        assertEquals(3 * PACKETS, passed.get(), "packets passed on beside an estimator that throws");
    }

    void throwingWriter() {
        AtomicInteger thrown = new AtomicInteger();
        session.interceptor.bindRtcpWriter(packet -> {
            thrown.incrementAndGet();
            throw new IllegalStateException("thrown by the RTCP writer, as the test asks");
        });
        RtpHandler handler = bound(SSRC);
        push(handler, SSRC, 0, PACKETS);
        session.await("an exception of the RTCP writer", () -> thrown.get() > 0);
        push(handler, SSRC, PACKETS, 2 * PACKETS);
        session.close();
        assertTrue(seen().contains(2 * PACKETS - 1), "the last packet is estimated beside a writer that throws");
    }

    void writerReplaced() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        session.interceptor.bindRtcpWriter(packet -> first.incrementAndGet());
        session.interceptor.bindRtcpWriter(packet -> second.incrementAndGet());
        push(bound(SSRC), SSRC, 0, PACKETS);
        session.await("RTCP to the writer that was bound last", () -> first.get() + second.get() > 0);
        session.close();
        assertEquals(0, first.get(), "RTCP to the writer that was replaced");
    }

    void nothingWrittenAfterClose() {
        RtcpLog log = new RtcpLog();
        session.interceptor.bindRtcpWriter(log);
        RtpHandler handler = bound(SSRC);
        push(handler, SSRC, 0, PACKETS);
        session.await("RTCP", () -> log.size() > 0);
        int pushed = PACKETS + pushUntilSecond(log, handler);
        Duration gap = log.size() > 1 ? log.gap() : session.patience.dividedBy(3);
        // A fall, which is to be told at once.
        session.estimator.says(100_000);
        push(handler, SSRC, pushed, pushed + PACKETS);
        session.close();
        log.closed();
        session.estimator.says(50_000);
        push(handler, SSRC, pushed + PACKETS, pushed + 3 * PACKETS);
        session.interceptor.bandwidthControl().ifPresent(control -> control.cap(10_000));
        // A timer that goes on would be due by then.
        Duration due = gap.multipliedBy(3).dividedBy(2);
        assertFalse(log.isCalledLateWithin(due), () -> "RTCP written after close returned, within " + due);
    }

    /** Goes on with packets until there was RTCP twice, for a third of the test's patience at most; how many. */
    private int pushUntilSecond(RtcpLog log, RtpHandler handler) {
        long deadlineNs = System.nanoTime() + session.patience.dividedBy(3).toNanos();
        int pushed = 0;
        while (log.size() < 2 && System.nanoTime() - deadlineNs < 0) {
            push(handler, SSRC, PACKETS + pushed, PACKETS + pushed + 1);
            pushed++;
            LockSupport.parkNanos(MS_NS);
        }
        return pushed;
    }
}
