package io.bwe.cli;

import io.bwe.cli.DemoMeasurements.Remb;
import java.util.List;

/**
 * A time during which the sender decoded no REMB.
 *
 * @param fromNs when it began, in nanoseconds since the start
 * @param lengthNs how long it was, in nanoseconds
 */
record RembGap(long fromNs, long lengthNs) {
    /**
     * Finds the longest one.
     *
     * @param rembs what the sender decoded, in order
     * @param fromNs where to begin; the time up to the first REMB from then on counts
     * @param toNs where to end; the time since the last REMB before counts
     * @return the first of the longest
     */
    static RembGap longest(List<Remb> rembs, long fromNs, long toNs) {
        RembGap longest = new RembGap(fromNs, 0);
        long beforeNs = fromNs;
        for (Remb remb : rembs) {
            if (remb.elapsedNs() >= fromNs && remb.elapsedNs() <= toNs) {
                longest = longest.orLonger(beforeNs, remb.elapsedNs());
                beforeNs = remb.elapsedNs();
            }
        }
        return longest.orLonger(beforeNs, toNs);
    }

    private RembGap orLonger(long beginNs, long endNs) {
        return endNs - beginNs > lengthNs ? new RembGap(beginNs, endNs - beginNs) : this;
    }
}
