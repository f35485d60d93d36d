package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;

/** Permits to send bytes: they come at a rate, and up to a burst of them is kept. It is full at first. */
final class TokenBucket {
    private static final int BITS_PER_BYTE = 8;

    private final CapacitySchedule rate;
    private final long burstBytes;
    private double bytes;
    private long filledNs;

    TokenBucket(CapacitySchedule rate, long burstBytes) {
        this.rate = rate;
        this.burstBytes = burstBytes;
        bytes = burstBytes;
    }

    /** Takes permits for a packet if there are enough. One larger than the burst needs a full bucket. */
    boolean take(int packetBytes, long nowNs) {
        fill(nowNs);
        boolean enough = missing(packetBytes) <= 0;
        if (enough) {
            bytes -= packetBytes;
        }
        return enough;
    }

    /** When there will be enough for a packet. */
    long enoughAtNs(int packetBytes, long nowNs) {
        fill(nowNs);
        return rate.transmissionEndNs(nowNs, (int) Math.ceil(Math.max(0, missing(packetBytes))));
    }

    private double missing(int packetBytes) {
        return Math.min(packetBytes, burstBytes) - bytes;
    }

    private void fill(long nowNs) {
        bytes = Math.min(burstBytes, bytes + rate.bits(filledNs, nowNs) / BITS_PER_BYTE);
        filledNs = nowNs;
    }
}
