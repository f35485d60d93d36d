package io.bwe.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides time into bins of equal width. How long a recording is, is not known before its end; so bins are short at
 * first, and whenever there are too many, each two become one. All series of a timeline have the same bins.
 */
final class Timeline {
    /** Later times count as this, so that nothing overflows: a thousand days. */
    static final long LONGEST_NS = 86_400_000_000_000L * 1_000;

    private final int maxBins;
    private final List<Binned> series = new ArrayList<>();
    private long binNs;
    private long endNs = -1;

    /**
     * Starts at time 0.
     *
     * @param shortestBinNs the width of a bin as long as there are not too many
     * @param maxBins how many there may be, an even number
     */
    Timeline(long shortestBinNs, int maxBins) {
        this.binNs = shortestBinNs;
        this.maxBins = maxBins;
    }

    /** Adds a series, which is empty yet. */
    <S extends Binned> S add(S added) {
        series.add(added);
        return added;
    }

    /**
     * The bin in which a time lies. May make bins wider, so a number got before is no longer valid.
     *
     * @param elapsedNs nanoseconds from the start; a negative time counts as 0
     */
    int binOf(long elapsedNs) {
        long timeNs = Math.clamp(elapsedNs, 0, LONGEST_NS);
        while (timeNs / binNs >= maxBins) {
            series.forEach(Binned::halve);
            binNs *= 2;
        }
        endNs = Math.max(endNs, timeNs);
        return (int) (timeNs / binNs);
    }

    /** The number of bins up to the latest time seen; 0 if none was. */
    int bins() {
        return endNs < 0 ? 0 : (int) (endNs / binNs) + 1;
    }

    long binNs() {
        return binNs;
    }

    /** The latest time seen; 0 if none was. */
    long endNs() {
        return Math.max(0, endNs);
    }
}
