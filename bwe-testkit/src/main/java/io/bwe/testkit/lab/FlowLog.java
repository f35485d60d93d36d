package io.bwe.testkit.lab;

import java.util.Arrays;

/** What became of a flow's packets, in bins of 100 ms. Rates are those on the wire. */
final class FlowLog {
    static final long BIN_NS = 100_000_000;
    private static final int BITS_PER_BYTE = 8;
    private static final double NS_PER_SECOND = 1e9;

    private final long[] sentBytes;
    private final long[] receivedBytes;
    private final double[] longestWaitMs;
    private float[] waitsMs = new float[1_024];
    private int waits;
    private long sent;
    private long lost;

    FlowLog(long durationNs) {
        int bins = Math.toIntExact(durationNs / BIN_NS) + 1;
        sentBytes = new long[bins];
        receivedBytes = new long[bins];
        longestWaitMs = new double[bins];
    }

    void sent(long nowNs, int bytes) {
        sent++;
        sentBytes[bin(nowNs)] += bytes;
    }

    void lost() {
        lost++;
    }

    void received(long nowNs, int bytes, long waitedNs) {
        int bin = bin(nowNs);
        receivedBytes[bin] += bytes;
        double waitMs = waitedNs / 1e6;
        longestWaitMs[bin] = Math.max(longestWaitMs[bin], waitMs);
        if (waits == waitsMs.length) {
            waitsMs = Arrays.copyOf(waitsMs, waits * 2);
        }
        waitsMs[waits++] = (float) waitMs;
    }

    private int bin(long nowNs) {
        return Math.clamp(nowNs / BIN_NS, 0, sentBytes.length - 1);
    }

    long packetsSent() {
        return sent;
    }

    long packetsLost() {
        return lost;
    }

    /** What was sent in a span, in bits per second. */
    double sentBps(long fromNs, long toNs) {
        return bps(sentBytes, fromNs, toNs);
    }

    /** What arrived in a span, in bits per second. */
    double receivedBps(long fromNs, long toNs) {
        return bps(receivedBytes, fromNs, toNs);
    }

    private double bps(long[] bytes, long fromNs, long toNs) {
        long sum = 0;
        for (int bin = bin(fromNs); bin < bin(toNs); bin++) {
            sum += bytes[bin];
        }
        return sum * BITS_PER_BYTE / ((toNs - fromNs) / NS_PER_SECOND);
    }

    /** How long each packet that arrived had waited in the queue, in milliseconds. */
    float[] waitsMs() {
        return Arrays.copyOf(waitsMs, waits);
    }

    /** The longest wait of a bin, in milliseconds. */
    double longestWaitMs(long timeNs) {
        return longestWaitMs[bin(timeNs)];
    }
}
