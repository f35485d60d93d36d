package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;

/**
 * Evenly spaced packets of one stream on their way to an estimator, any of which a test may spoil, and a check after
 * each that the estimator neither throws nor says anything absurd.
 *
 * <p>The delay rises and falls like a tide, so that the estimator has something to find.
 */
final class PacketTrain {
    /** From packet to packet; with {@link TestPacket#DEFAULT_PAYLOAD_SIZE} bytes 960 kb/s. */
    static final long INTERVAL_NS = 10_000_000;
    static final long NS_PER_MS = 1_000_000;
    private static final long RTP_TICKS_PER_100_US = 9;
    private static final int TIDE_PACKETS = 64;

    /** The next packet, made ordinary again by {@link #ordinary(int)}. */
    final TestPacket packet = new TestPacket();
    private final Estimator estimator;
    private final EstimatorConfig config;
    private final boolean sendTimes;
    /** The sender's clock. */
    long sendNs = 1_000_000_000;
    long arrivalNs;
    long nowNs;
    private int packets;

    PacketTrain(Estimator estimator, EstimatorConfig config, boolean sendTimes) {
        this.estimator = estimator;
        this.config = config;
        this.sendTimes = sendTimes;
    }

    /** Time passes on all clocks. */
    void pass(long ns) {
        sendNs += ns;
        arrivalNs += ns;
        nowNs += ns;
    }

    /** Makes the packet what the sender sends now. */
    TestPacket fresh() {
        return sentAt(sendNs);
    }

    private TestPacket sentAt(long timeNs) {
        return packet.arrivalTimeNs(arrivalNs).payloadSize(TestPacket.DEFAULT_PAYLOAD_SIZE)
                .absSendTime(sendTimes ? TestPacket.absSendTimeOf(timeNs) : TestPacket.NO_SEND_TIME)
                .rtpTimestamp(timeNs / (NS_PER_MS / 10) * RTP_TICKS_PER_100_US & 0xFFFF_FFFFL)
                .sequenceNumber(packet.sequenceNumber() + 1 & 0xFFFF);
    }

    /** Feeds the packet as it is and checks. */
    void feed() {
        packets++;
        try {
            estimator.onPacket(packet, nowNs);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("onPacket threw on packet " + packets + ", " + packet + " at " + nowNs, e);
        }
        check();
    }

    /** Feeds packets as they should be. */
    void ordinary(int count) {
        for (int i = 0; i < count; i++) {
            pass(INTERVAL_NS);
            sentAt(sendNs - Math.abs(packets % TIDE_PACKETS - TIDE_PACKETS / 2) * NS_PER_MS / 2);
            feed();
        }
    }

    /** That what the estimator says is not absurd: within its limits, once it says something. */
    private void check() {
        long estimateBps = estimator.estimateBps();
        long leastBps = estimator.hasEstimate() ? config.minBps() : 0;
        long mostBps = config.maxBps().orElse(Long.MAX_VALUE);
        if (estimateBps < leastBps || estimateBps > mostBps) {
            fail("estimate " + estimateBps + " b/s is outside " + leastBps + " to " + mostBps + " after packet "
                    + packets + ", " + packet + " at " + nowNs);
        }
    }
}
