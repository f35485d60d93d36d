package io.bwe.remb;

import java.time.Duration;
import java.util.Objects;

/**
 * Decides when the sender is told a bit rate: at a steady interval, and at once when the bit rate falls.
 *
 * <p>A bit rate has fallen when {@code bitrateBps * 103 / 100 <= last sent}, in integers: by about 3 % or more. The
 * rule and its arithmetic are those of libwebrtc's {@code RembThrottler}, M128. (They make any bit rate below 34 b/s a
 * fall from itself.)
 *
 * <p>There are two policies, which differ in what the interval is counted from:
 * <ul>
 * <li>{@link #RembThrottler(Duration, Duration)}, for the wire: the times to send lie on a grid, each one interval
 * after the one before, so that a caller who asks every 10 to 20 ms sends neither late and later nor skips a turn. The
 * grid begins anew at a send because of a fall, and at a send a whole interval or more overdue. No two sends are closer
 * than the minimum spacing.
 * <li>{@link #libwebrtc()}, to compare with libwebrtc: 200 ms after the last send, whatever caused that, and no minimum
 * spacing.
 * </ul>
 *
 * <p>Knows no clock: the time comes in with every call. Not thread-safe.
 */
public final class RembThrottler {
    /** What an offered bit rate leads to. */
    public enum Decision {
        /** Do not send. */
        HOLD,
        /** Send, for it is time to; also the first of all. */
        INTERVAL,
        /** Send before it is time to, for the bit rate has fallen. */
        DECREASE
    }

    /** Default interval: 1 s. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    /** Default minimum spacing: 200 ms, libwebrtc's interval. */
    public static final Duration DEFAULT_MIN_SPACING = Duration.ofMillis(200);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    /** libwebrtc's {@code kRembSendInterval}. */
    private static final Duration LIBWEBRTC_INTERVAL = Duration.ofMillis(200);

    private final long intervalNs;
    private final long minSpacingNs;
    private final boolean onGrid;

    private boolean sent;
    private long lastSentBps;
    private long lastSentNs;
    private long dueNs;

    /** Creates a throttler for the wire with the defaults: every second, never closer than 200 ms. */
    public RembThrottler() {
        this(DEFAULT_INTERVAL, DEFAULT_MIN_SPACING);
    }

    /**
     * Creates a throttler for the wire.
     *
     * @param interval time between sends while the bit rate does not fall, 1 ms to 1 h; default 1 s
     * @param minSpacing least time between any two sends, 0 to {@code interval}; default 200 ms
     * @throws IllegalArgumentException if a value is out of its range; the message gives the range
     */
    public RembThrottler(Duration interval, Duration minSpacing) {
        this(checked("interval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL),
                checked("minSpacing", minSpacing, Duration.ZERO, interval), true);
    }

    private RembThrottler(Duration interval, Duration minSpacing, boolean onGrid) {
        this.intervalNs = interval.toNanos();
        this.minSpacingNs = minSpacing.toNanos();
        this.onGrid = onGrid;
    }

    /**
     * Creates a throttler that decides as libwebrtc's does: at once after a fall, otherwise when 200 ms have passed
     * since the last send.
     *
     * @return a new throttler
     */
    public static RembThrottler libwebrtc() {
        return new RembThrottler(LIBWEBRTC_INTERVAL, Duration.ZERO, false);
    }

    private static Duration checked(String name, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
        return value;
    }

    /**
     * Offers the bit rate of the moment. Any answer but {@link Decision#HOLD} counts as sent.
     *
     * @param bitrateBps bits per second, 0 or more
     * @param nowNs now, in nanoseconds on a clock that does not run backwards
     * @return whether to send it, and why
     */
    public Decision offer(long bitrateBps, long nowNs) {
        if (!sent) {
            sent = true;
            dueNs = nowNs + intervalNs;
            return record(bitrateBps, nowNs, Decision.INTERVAL);
        }
        if (nowNs - lastSentNs < minSpacingNs) {
            return Decision.HOLD;
        }
        long overdueNs = nowNs - dueNs;
        if (overdueNs >= 0) {
            boolean keepsGrid = onGrid && overdueNs < intervalNs;
            dueNs = (keepsGrid ? dueNs : nowNs) + intervalNs;
            return record(bitrateBps, nowNs, Decision.INTERVAL);
        }
        if (hasFallen(bitrateBps)) {
            dueNs = nowNs + intervalNs;
            return record(bitrateBps, nowNs, Decision.DECREASE);
        }
        return Decision.HOLD;
    }

    private Decision record(long bitrateBps, long nowNs, Decision decision) {
        lastSentBps = bitrateBps;
        lastSentNs = nowNs;
        return decision;
    }

    /** The rule bitrate * 103 / 100 <= last sent, written so that no bit rate overflows it. */
    private boolean hasFallen(long bitrateBps) {
        long threePercent = bitrateBps / 100 * 3 + bitrateBps % 100 * 3 / 100;
        return bitrateBps <= lastSentBps && threePercent <= lastSentBps - bitrateBps;
    }

    /** Forgets what was sent: the next bit rate offered is sent. */
    public void reset() {
        sent = false;
    }
}
