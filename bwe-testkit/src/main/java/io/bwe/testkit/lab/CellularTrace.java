package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.Random;

/**
 * The capacity of a mobile radio link: it wanders around a mean, on a logarithmic scale, and every so often fades to almost
 * nothing for seconds.
 */
final class CellularTrace {
    private static final Duration STEP = Duration.ofMillis(200);
    /** How far a step goes and how strongly the mean attracts, in natural logarithms. */
    private static final double WANDER = 0.12;
    private static final double ATTRACTION = 0.05;
    private static final double LARGEST = 2;
    private static final double SMALLEST = 0.25;
    private static final long FADED_BPS = 20_000;
    private static final double SHORTEST_FADE_S = 1;
    private static final double LONGEST_FADE_S = 3;
    private static final double NS_PER_SECOND = 1e9;

    private CellularTrace() {
    }

    /**
     * Makes a trace.
     *
     * @param meanBps around which it wanders
     * @param meanFadeIntervalS the mean time between two fades; 0 for none
     * @param duration how long it is to be
     * @param seed chance
     */
    static CapacitySchedule of(long meanBps, double meanFadeIntervalS, Duration duration, long seed) {
        Random random = new Random(seed);
        double level = 0;
        double stepS = STEP.toNanos() / NS_PER_SECOND;
        double fadedUntilS = 0;
        CapacitySchedule schedule = CapacitySchedule.constant(meanBps);
        for (Duration time = STEP; time.compareTo(duration) < 0; time = time.plus(STEP)) {
            double nowS = time.toNanos() / NS_PER_SECOND;
            level += WANDER * random.nextGaussian() - ATTRACTION * level;
            boolean begins = meanFadeIntervalS > 0 && random.nextDouble() < stepS / meanFadeIntervalS;
            double lengthS = SHORTEST_FADE_S + random.nextDouble() * (LONGEST_FADE_S - SHORTEST_FADE_S);
            if (begins && nowS >= fadedUntilS) {
                fadedUntilS = nowS + lengthS;
            }
            double factor = Math.clamp(Math.exp(level), SMALLEST, LARGEST);
            schedule = schedule.then(time, nowS < fadedUntilS ? FADED_BPS : Math.round(meanBps * factor));
        }
        return schedule;
    }
}
