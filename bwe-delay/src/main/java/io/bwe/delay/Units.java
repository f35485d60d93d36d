package io.bwe.delay;

/**
 * The arithmetic of libwebrtc's unit types (Timestamp, TimeDelta, DataSize, DataRate). Inside, times are microseconds,
 * sizes bytes and rates bits per second, all of them whole numbers, so the way each operation rounds is part of the
 * result. Follows libwebrtc's {@code api/units}, M128.
 */
final class Units {
    private static final long US_PER_MS = 1_000;
    private static final long NS_PER_US = 1_000;
    private static final long BPS_PER_KBPS = 1_000;
    /** Bits per byte times microseconds per second: bytes per microsecond as bits per second. */
    private static final long BPS_PER_BYTE_PER_US = 8_000_000;

    private Units() {
    }

    /** Rounds down, also before the origin of the clock, so that equal steps stay equal there. */
    static long nsToUs(long timeNs) {
        return Math.floorDiv(timeNs, NS_PER_US);
    }

    /** Rounds to the nearest, halves up: 1499 us is 1 ms, 1500 us is 2 ms. */
    static long usToMs(long timeUs) {
        return Math.floorDiv(timeUs + US_PER_MS / 2, US_PER_MS);
    }

    /** Multiplies by the reciprocal, as the reference does; a division would differ in the last bit. */
    static double usToSeconds(long timeUs) {
        return timeUs * 1e-6;
    }

    /** Rounds to the nearest, halves up. */
    static long bpsToKbps(long bitrateBps) {
        return Math.floorDiv(bitrateBps + BPS_PER_KBPS / 2, BPS_PER_KBPS);
    }

    /** Truncates. */
    static long kbpsToBps(double bitrateKbps) {
        return (long) (bitrateKbps * BPS_PER_KBPS);
    }

    /** A rate, or a size, times a factor: rounds to the nearest, halves up. Not for negative values. */
    static long scale(long value, double factor) {
        return Math.round(value * factor);
    }

    /** Size over time: rounds down. */
    static long bitrateBps(long bytes, long timeUs) {
        return bytes * BPS_PER_BYTE_PER_US / timeUs;
    }

    /** Size over rate: rounds down. */
    static long transmissionTimeUs(long bytes, long bitrateBps) {
        return bytes * BPS_PER_BYTE_PER_US / bitrateBps;
    }

    /** Rate times time: rounds to the nearest, halves up. */
    static long bytes(long bitrateBps, long timeUs) {
        return (bitrateBps * timeUs + BPS_PER_BYTE_PER_US / 2) / BPS_PER_BYTE_PER_US;
    }
}
