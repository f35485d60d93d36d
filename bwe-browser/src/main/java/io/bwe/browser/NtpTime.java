package io.bwe.browser;

import java.time.Instant;

/** Time as RTCP has it: 32.32 fixed-point seconds since 1900. */
final class NtpTime {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private NtpTime() {
    }

    static long now() {
        return of(Instant.now());
    }

    static long of(Instant instant) {
        long fraction = ((long) instant.getNano() << 32) / NS_PER_SECOND;
        return instant.getEpochSecond() + SECONDS_1900_TO_1970 << 32 | fraction;
    }

    /**
     * The round trip of a time that was sent, kept for a while by who got it, and sent back.
     *
     * @param now the time now, as {@link #now()} gives it
     * @param sentMiddle the middle 32 bits of the time that was sent
     * @param delay how long the other side kept it, in 1/65536 s
     * @return nanoseconds, 0 or more: what is negative comes of rounding
     */
    static long roundTripNs(long now, int sentMiddle, long delay) {
        int units = (int) (now >>> 16) - sentMiddle - (int) delay;
        return Math.max(0, units * NS_PER_SECOND >> 16);
    }
}
