package io.bwe.verification.golden;

import java.util.Random;

/**
 * How the threads take turns in one run: what delays the producers, when the transport task gets to look, and which
 * estimators there are. Neighbouring seeds differ in kind; twelve in a row have every delay with every pace.
 */
final class Schedule {
    /** What lies between the stamp of a packet and its place in the queue; always less than the producer margin. */
    enum Delays {
        /** Anything. */
        UNIFORM,
        /** Every packet a nanosecond before it would be too late. */
        LATEST,
        /** Half of the streams at once, the others as late as can be. */
        SPLIT,
        /** All that was stamped within one margin together, as by a thread that was held up. */
        BATCHED
    }

    /** How far the transport task and the stream tasks get before time goes on. */
    enum Pace {
        /** Time stops at each edge of a stream's idle time-out, so that tasks really end there and come back. */
        EDGES,
        /** Time waits now and then until the transport task has looked. */
        TICKS,
        /** Time waits for nobody. */
        HURRIED
    }

    /** Which estimators run. */
    enum Roles {
        /** delay-kalman drives, and delay-trendline is its shadow. */
        SHADOW,
        /** delay-trendline drives until its shadow delay-kalman takes over, in the middle. */
        TAKE_OVER,
        /** delay-trendline drives; in the middle delay-kalman is created to take over as soon as it is warm. */
        SWAP
    }

    final long seed;
    final Delays delays;
    final Pace pace;
    final Roles roles;
    final Random random;

    Schedule(long seed) {
        this(seed, pick(Pace.values(), seed));
    }

    Schedule(long seed, Pace pace) {
        this.seed = seed;
        this.delays = pick(Delays.values(), seed);
        this.pace = pace;
        this.roles = pick(Roles.values(), seed / Pace.values().length);
        this.random = new Random(seed);
    }

    private static <E> E pick(E[] all, long number) {
        return all[(int) (number % all.length)];
    }

    /**
     * How long a packet takes to its queue.
     *
     * @param stream the number of its stream
     * @param stampNs when it entered
     * @param marginNs the producer margin
     * @return 0 to marginNs - 1
     */
    long delayNs(int stream, long stampNs, long marginNs) {
        return switch (delays) {
            case UNIFORM -> random.nextLong(marginNs);
            case LATEST -> marginNs - 1;
            case SPLIT -> stream % 2 == 0 ? 0 : marginNs - 1;
            case BATCHED -> marginNs - 1 - Math.floorMod(stampNs, marginNs);
        };
    }

    @Override
    public String toString() {
        return "seed " + seed + " (" + delays + ", " + pace + ", " + roles + ")";
    }
}
