package io.bwe.testkit;

import io.bwe.api.Estimator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Packets in order of arrival, to be fed to several estimators: two streams over a link whose capacity falls below
 * their rate and comes back, then a pause of all, then more. Times begin near zero.
 */
final class PacketTrace {
    private static final long PAUSE_NS = 2_500_000_000L;
    private static final Duration END = Duration.ofSeconds(30);
    private static final long PAUSE_AFTER_NS = Duration.ofSeconds(24).toNanos();
    private static final long RTP_TICKS_PER_MS = 90;
    private static final long NS_PER_MS = 1_000_000;

    private final List<TestPacket> packets;

    private PacketTrace(List<TestPacket> packets) {
        this.packets = List.copyOf(packets);
    }

    /**
     * @param sendTimes whether packets carry abs-send-time
     */
    static PacketTrace record(boolean sendTimes) {
        List<TestPacket> packets = new ArrayList<>();
        PacketReceiver recorder = (packet, nowNs) -> {
            packets.add(TestPacket.copyOf(packet));
            return PacketReceiver.NO_FEEDBACK;
        };
        LinkModel link = LinkModel.builder().queueLimit(Duration.ofSeconds(5)).jitter(Duration.ofMillis(1))
                .capacity(CapacitySchedule.constant(2_000_000).then(Duration.ofSeconds(10), 900_000)
                        .then(Duration.ofSeconds(14), 2_500_000))
                .build();
        for (long ssrc = 1; ssrc <= 2; ssrc++) {
            VideoSource.Builder source = VideoSource.builder().ssrc(ssrc).startBps(500_000).seed(ssrc)
                    .between(Duration.ZERO, END);
            link.add((sendTimes ? source : source.withoutAbsSendTime()).build(), recorder);
        }
        link.run(END.plusSeconds(5));
        return new PacketTrace(packets).with(packet -> packet.arrivalTimeNs() < PAUSE_AFTER_NS
                ? packet
                : later(packet, PAUSE_NS));
    }

    private static TestPacket later(TestPacket packet, long byNs) {
        if (packet.absSendTime() >= 0) {
            packet.absSendTime(packet.absSendTime() + TestPacket.absSendTimeOf(byNs) & 0xFF_FFFF);
        }
        return packet.arrivalTimeNs(packet.arrivalTimeNs() + byNs)
                .rtpTimestamp(packet.rtpTimestamp() + byNs / NS_PER_MS * RTP_TICKS_PER_MS & 0xFFFF_FFFFL);
    }

    /** The same with every packet changed. */
    PacketTrace with(UnaryOperator<TestPacket> change) {
        return new PacketTrace(packets.stream().map(packet -> change.apply(TestPacket.copyOf(packet))).toList());
    }

    /** The packets; not to be changed. */
    List<TestPacket> packets() {
        return packets;
    }

    /** Takes what an estimator says after a packet, and whether it reported that packet as an update. */
    interface Observer<T> {
        T observe(Estimator estimator, boolean updated);
    }

    /** Feeds all packets, with the time of arrival as the time, and returns what is observed after each. */
    <T> List<T> feed(Estimator estimator, Observer<T> observer) {
        return feed(estimator, 0, observer);
    }

    /** The same on a clock that is ahead of the times of arrival. */
    <T> List<T> feed(Estimator estimator, long clockOffsetNs, Observer<T> observer) {
        List<T> observed = new ArrayList<>(packets.size());
        for (TestPacket packet : packets) {
            boolean updated = estimator.onPacket(packet, packet.arrivalTimeNs() + clockOffsetNs);
            observed.add(observer.observe(estimator, updated));
        }
        return observed;
    }
}
