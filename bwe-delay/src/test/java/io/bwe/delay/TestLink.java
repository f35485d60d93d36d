package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.testkit.TestPacket;

/**
 * A sender of evenly spaced packets behind a bottleneck with a queue without end. Time is computed, never waited for.
 */
final class TestLink {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long PROPAGATION_NS = 20_000_000;

    final TestPacket packet = new TestPacket();
    private final Estimator estimator;
    private long sendTimeNs;
    private long linkFreeNs;
    private int streams = 1;
    private int next;
    private long updates;

    TestLink(Estimator estimator) {
        this(estimator, 100 * NS_PER_SECOND);
    }

    TestLink(Estimator estimator, long startNs) {
        this.estimator = estimator;
        sendTimeNs = startNs;
        linkFreeNs = startNs;
    }

    /** From now on packets take turns among the SSRCs 1 to this number. */
    void streams(int number) {
        streams = number;
    }

    /** Sends nothing for a while. */
    void pause(double seconds) {
        sendTimeNs += (long) (seconds * NS_PER_SECOND);
    }

    /** Sends at a rate through a capacity, both in bits per second. */
    void send(double seconds, long bitrateBps, long capacityBps) {
        long endNs = sendTimeNs + (long) (seconds * NS_PER_SECOND);
        long intervalNs = packet.payloadSize() * 8L * NS_PER_SECOND / bitrateBps;
        long transmissionNs = packet.payloadSize() * 8L * NS_PER_SECOND / capacityBps;
        while (sendTimeNs < endNs) {
            linkFreeNs = Math.max(linkFreeNs, sendTimeNs) + transmissionNs;
            packet.absSendTime((int) Math.floorDiv(Math.floorDiv(sendTimeNs, 1_000) << 18, 1_000_000) & 0xFF_FFFF);
            packet.arrivalTimeNs(linkFreeNs + PROPAGATION_NS);
            packet.ssrc(1 + next++ % streams);
            if (estimator.onPacket(packet, packet.arrivalTimeNs())) {
                updates++;
            }
            sendTimeNs += intervalNs;
        }
    }

    /** The time of the last packet, on the estimator's clock. */
    long nowNs() {
        return packet.arrivalTimeNs();
    }

    /** How often the estimator reported an update. */
    long updates() {
        return updates;
    }
}
