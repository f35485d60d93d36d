package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.verification.reliability.EndlessCall.Disturbance;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How long an estimate takes to be of use again after each disturbance: from the time at which packets arrive again to
 * the last at which it is not between {@link #LOWEST} and {@link #HIGHEST} times the capacity of the link; and how it
 * does in the last minute before the next slot. Allocates nothing while it counts.
 */
final class Recoveries {
    private static final double LOWEST = 0.4;
    private static final double HIGHEST = 1.3;
    /** What is usual in the end is 0.75 to 0.9. */
    private static final double HIGHEST_IN_THE_END = 1.0;
    /**
     * What may still be said long after over-use has begun unseen. While an estimator sees no delay it lets the estimate
     * rise to one and a half times what arrives; and a queue that is full and stays full has no growing delay.
     */
    private static final double HIGHEST_WHERE_BLIND = 1.51;
    /** The same, if for half of the second that rates are measured over all packets seemed to arrive at once. */
    private static final double HIGHEST_AFTER_STANDSTILL = 2.5;
    /**
     * An estimate that has fallen to the minimum has to find its way up again, by 8 % a second at most.
     */
    private static final int LONGEST_SECONDS = 120;
    private static final long LAST_MINUTE_NS = EndlessCall.SLOT_NS - 60 * EndlessCall.SECOND_NS;

    private final int[] slots = new int[Disturbance.ALL.length];
    private final int[] longestSeconds = new int[Disturbance.ALL.length];
    private final double[] lowestInTheEnd = new double[Disturbance.ALL.length];
    private final double[] highestInTheEnd = new double[Disturbance.ALL.length];
    private long slot = -1;
    /** The one of this slot; null before. */
    private Disturbance disturbance;
    private long disturbedAtNs;
    private int outsideSeconds;
    private double sumInTheEnd;
    private long countInTheEnd;

    /** What is said after a packet. */
    void onPacket(EndlessCall call, long estimateBps) {
        if (call.slot() != slot) {
            conclude();
            slot = call.slot();
        }
        if (!call.isDisturbed()) {
            return;
        }
        if (disturbance == null) {
            disturbance = call.disturbance();
            disturbedAtNs = call.worldNs();
        }
        double share = (double) estimateBps / call.capacityBps();
        if (share < LOWEST || share > HIGHEST) {
            outsideSeconds = (int) ((call.worldNs() - disturbedAtNs) / EndlessCall.SECOND_NS) + 1;
        }
        if (call.inSlotNs() > LAST_MINUTE_NS) {
            sumInTheEnd += share;
            countInTheEnd++;
        }
    }

    /** The slot is over. */
    void conclude() {
        if (disturbance != null) {
            int number = disturbance.ordinal();
            double mean = sumInTheEnd / countInTheEnd;
            longestSeconds[number] = Math.max(longestSeconds[number], outsideSeconds);
            lowestInTheEnd[number] = slots[number] == 0 ? mean : Math.min(lowestInTheEnd[number], mean);
            highestInTheEnd[number] = Math.max(highestInTheEnd[number], mean);
            slots[number]++;
        }
        disturbance = null;
        outsideSeconds = 0;
        sumInTheEnd = 0;
        countInTheEnd = 0;
    }

    /** The estimate was of use again in time after each. */
    void assertUseful(Disturbance... all) {
        for (Disturbance after : all) {
            int number = after.ordinal();
            assertThat(slots[number]).as("slots with %s", after).isPositive();
            assertThat(lowestInTheEnd[number]).as("lowest in the end, after %s", after).isGreaterThan(LOWEST);
            assertThat(highestInTheEnd[number]).as("highest in the end, after %s", after)
                    .isLessThan(highestInTheEnd(after));
            if (!after.hidesOveruse()) {
                assertThat(longestSeconds[number]).as("seconds, after %s", after).isLessThan(LONGEST_SECONDS);
            }
        }
    }

    private static double highestInTheEnd(Disturbance after) {
        return switch (after) {
            case ARRIVAL_CLOCK_BACK, ARRIVAL_CLOCK_BACK_A_LITTLE -> HIGHEST_AFTER_STANDSTILL;
            default -> after.hidesOveruse() ? HIGHEST_WHERE_BLIND : HIGHEST_IN_THE_END;
        };
    }

    @Override
    public String toString() {
        return Arrays.stream(Disturbance.ALL).filter(after -> slots[after.ordinal()] > 0)
                .map(after -> "%n  %d x %s: of use after %d s, in the last minute %.2f to %.2f of the capacity"
                        .formatted(slots[after.ordinal()], after, longestSeconds[after.ordinal()],
                                lowestInTheEnd[after.ordinal()], highestInTheEnd[after.ordinal()]))
                .collect(Collectors.joining());
    }
}
