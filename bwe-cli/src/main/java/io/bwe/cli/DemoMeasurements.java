package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was measured during one run: at the bottleneck (rate, queue, loss), at the sender (the REMBs it decoded) and at
 * the receiver (rate, estimate). Rates count RTP payload, as REMB does. Thread-safe.
 */
final class DemoMeasurements {
    /** The resolution in time of rates and queue delays, in nanoseconds. */
    static final long SLOT_NS = 100_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** The resolution of the distribution of queue delays, and its range with room above the queue's limit. */
    private static final long DELAY_BIN_NS = 1_000_000;
    private static final int DELAY_BINS = (int) (DemoLink.QUEUE_LIMIT_NS / DELAY_BIN_NS) + 200;
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * A REMB as the sender decoded it.
     *
     * @param elapsedNs when, in nanoseconds since the start
     * @param bitrateBps what it allows, in bits per second
     */
    record Remb(long elapsedNs, long bitrateBps) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final long lengthNs;
    private final long[] sentBytes;
    private final long[] receivedBytes;
    private final long[] queueDelayNs;
    private final boolean[] overuse;
    private final long[] delayBins = new long[DELAY_BINS];
    private final List<Remb> rembs = new ArrayList<>();
    private long offeredPackets;
    private long droppedPackets;
    private long carriedBits;
    private long highestQueueDelayNs;
    private long firstEstimateNs = NEVER;

    DemoMeasurements(long lengthNs) {
        this.lengthNs = lengthNs;
        int slots = (int) Math.ceilDiv(lengthNs, SLOT_NS);
        sentBytes = new long[slots];
        receivedBytes = new long[slots];
        queueDelayNs = new long[slots];
        overuse = new boolean[slots];
    }

    /**
     * A packet reached the bottleneck.
     *
     * @param elapsedNs when
     * @param payloadBytes the size of its RTP payload
     * @param delayNs how long it had to wait, or would have had to
     * @param departureNs when it left, or {@link DemoLink#DROPPED}
     */
    void onOffered(long elapsedNs, int payloadBytes, long delayNs, long departureNs) {
        locked(elapsedNs, slot -> {
            offeredPackets++;
            sentBytes[slot] += payloadBytes;
            queueDelayNs[slot] = Math.max(queueDelayNs[slot], delayNs);
            highestQueueDelayNs = Math.max(highestQueueDelayNs, delayNs);
            if (departureNs == DemoLink.DROPPED) {
                droppedPackets++;
                return;
            }
            delayBins[(int) Math.min(DELAY_BINS - 1, delayNs / DELAY_BIN_NS)]++;
            if (departureNs <= lengthNs) {
                int datagramBytes = payloadBytes + DemoRtpWriter.HEADER_BYTES;
                carriedBits += (datagramBytes + DemoLink.IP_UDP_HEADER_BYTES) * 8L;
            }
        });
    }

    /** A packet reached the receiver's application, behind the interceptor. */
    void onReceived(long elapsedNs, int payloadBytes) {
        locked(elapsedNs, slot -> receivedBytes[slot] += payloadBytes);
    }

    /** The sender decoded a REMB. */
    void onRemb(long elapsedNs, long bitrateBps) {
        locked(elapsedNs, slot -> rembs.add(new Remb(elapsedNs, bitrateBps)));
    }

    /** The estimate has changed. */
    void onEstimate(long elapsedNs, EstimateView estimate) {
        locked(elapsedNs, slot -> {
            if (estimate.hasEstimate()) {
                firstEstimateNs = Math.min(firstEstimateNs, elapsedNs);
            }
            overuse[slot] |= estimate.usage() == BandwidthUsage.OVERUSING;
        });
    }

    /** Payload that reached the bottleneck from one time to another, in bits per second; both on slot boundaries. */
    long sentBps(long fromNs, long toNs) {
        return bps(sentBytes, fromNs, toNs);
    }

    /** Payload that reached the receiver from one time to another, in bits per second; both on slot boundaries. */
    long receivedBps(long fromNs, long toNs) {
        return bps(receivedBytes, fromNs, toNs);
    }

    /** The longest wait in the queue from one time to another, in nanoseconds; in whole slots. */
    long queueDelayNs(long fromNs, long toNs) {
        return read(() -> {
            long highestNs = 0;
            for (int slot = firstSlot(fromNs); slot < endSlot(toNs); slot++) {
                highestNs = Math.max(highestNs, queueDelayNs[slot]);
            }
            return highestNs;
        });
    }

    /**
     * When the wait in the queue was at or above a limit for the last time.
     *
     * @return the end of that slot in nanoseconds since the start, or {@code fromNs} if it never was
     */
    long lastDelayAtLeast(long limitNs, long fromNs, long toNs) {
        return read(() -> {
            for (int slot = endSlot(toNs) - 1; slot >= firstSlot(fromNs); slot--) {
                if (queueDelayNs[slot] >= limitNs) {
                    return (slot + 1) * SLOT_NS;
                }
            }
            return fromNs;
        });
    }

    /** The wait in the queue that 95 of 100 packets did not exceed, in nanoseconds, 1 ms fine. */
    long p95QueueDelayNs() {
        return read(() -> {
            long left = 0;
            for (long count : delayBins) {
                left += count;
            }
            left = Math.ceilDiv(left * 95, 100);
            for (int bin = 0; bin < DELAY_BINS; bin++) {
                left -= delayBins[bin];
                if (left <= 0) {
                    return bin * DELAY_BIN_NS;
                }
            }
            return DELAY_BINS * DELAY_BIN_NS;
        });
    }

    /** Whether over-use was signalled from one time to another; in whole slots. */
    boolean overused(long fromNs, long toNs) {
        return read(() -> {
            long count = 0;
            for (int slot = firstSlot(fromNs); slot < endSlot(toNs); slot++) {
                count += overuse[slot] ? 1 : 0;
            }
            return count;
        }) > 0;
    }

    long highestQueueDelayNs() {
        return read(() -> highestQueueDelayNs);
    }

    long offeredPackets() {
        return read(() -> offeredPackets);
    }

    long droppedPackets() {
        return read(() -> droppedPackets);
    }

    /** What has left the bottleneck, IP and UDP headers included, in bits. */
    long carriedBits() {
        return read(() -> carriedBits);
    }

    /** Whether the receiver had an estimate. */
    boolean hasEstimate() {
        return firstEstimateNs() != NEVER;
    }

    /** When there was an estimate for the first time, in nanoseconds since the start. */
    long firstEstimateNs() {
        return read(() -> firstEstimateNs);
    }

    /** The REMBs that the sender decoded, in order. */
    List<Remb> rembs() {
        lock.lock();
        try {
            return List.copyOf(rembs);
        } finally {
            lock.unlock();
        }
    }

    private long bps(long[] bytes, long fromNs, long toNs) {
        return read(() -> {
            long sum = 0;
            for (int slot = firstSlot(fromNs); slot < endSlot(toNs); slot++) {
                sum += bytes[slot];
            }
            return sum * 8 * SECOND_NS / (toNs - fromNs);
        });
    }

    private int firstSlot(long elapsedNs) {
        return (int) Math.max(0, elapsedNs / SLOT_NS);
    }

    private int endSlot(long elapsedNs) {
        return (int) Math.min(sentBytes.length, Math.ceilDiv(elapsedNs, SLOT_NS));
    }

    private interface Change {
        void inSlot(int slot);
    }

    private interface Reading {
        long get();
    }

    private void locked(long elapsedNs, Change change) {
        // What happens while the sockets are being closed is no part of the run.
        if (elapsedNs >= lengthNs) {
            return;
        }
        lock.lock();
        try {
            change.inSlot(firstSlot(elapsedNs));
        } finally {
            lock.unlock();
        }
    }

    private long read(Reading reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }
}
