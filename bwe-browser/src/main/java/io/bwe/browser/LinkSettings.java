package io.bwe.browser;

import java.time.Duration;

/**
 * What a {@link Bottleneck} is like. Immutable.
 *
 * @param rateBps the capacity in bits per second, IP and UDP headers included, 1,000 or more; {@link #UNLIMITED} for no
 *        bottleneck
 * @param queueLimit how long a packet may have to wait in the queue; one that would wait longer is dropped, 0 to 10 s
 * @param delay the propagation delay, 0 to 10 s
 * @param lossRatio which share of the packets is lost at random, 0 to 1
 */
public record LinkSettings(long rateBps, Duration queueLimit, Duration delay, double lossRatio) {
    /** The rate of a link that holds nothing up. */
    public static final long UNLIMITED = Long.MAX_VALUE;
    private static final long MIN_RATE_BPS = 1_000;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    /** No limit, no delay, no loss; the queue limit is 300 ms, for when a rate is set. */
    public static final LinkSettings OPEN = new LinkSettings(UNLIMITED, Duration.ofMillis(300), Duration.ZERO, 0);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message gives the range
     */
    public LinkSettings {
        if (rateBps < MIN_RATE_BPS) {
            throw new IllegalArgumentException(
                    "rateBps " + rateBps + " is out of range; allowed is " + MIN_RATE_BPS + " or more");
        }
        checkTime("queueLimit", queueLimit);
        checkTime("delay", delay);
        if (!(lossRatio >= 0 && lossRatio <= 1)) {
            throw new IllegalArgumentException("lossRatio " + lossRatio + " is out of range; allowed is 0 to 1");
        }
    }

    private static void checkTime(String name, Duration time) {
        if (time.isNegative() || time.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException(name + " " + time + " is out of range; allowed is 0 to 10 s");
        }
    }

    /**
     * The same with another rate.
     *
     * @param newRateBps bits per second, 1,000 or more, or {@link #UNLIMITED}
     * @return the settings
     */
    public LinkSettings withRate(long newRateBps) {
        return new LinkSettings(newRateBps, queueLimit, delay, lossRatio);
    }

    /**
     * The same with another queue limit.
     *
     * @param newQueueLimit 0 to 10 s
     * @return the settings
     */
    public LinkSettings withQueueLimit(Duration newQueueLimit) {
        return new LinkSettings(rateBps, newQueueLimit, delay, lossRatio);
    }

    /**
     * The same with another propagation delay.
     *
     * @param newDelay 0 to 10 s
     * @return the settings
     */
    public LinkSettings withDelay(Duration newDelay) {
        return new LinkSettings(rateBps, queueLimit, newDelay, lossRatio);
    }

    /**
     * The same with another loss.
     *
     * @param newLossRatio 0 to 1
     * @return the settings
     */
    public LinkSettings withLoss(double newLossRatio) {
        return new LinkSettings(rateBps, queueLimit, delay, newLossRatio);
    }
}
