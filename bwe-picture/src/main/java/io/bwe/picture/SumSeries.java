package io.bwe.picture;

import java.util.Arrays;

/** Amounts over time, such as bytes: what came in a bin is added up. */
final class SumSeries implements Binned {
    private long[] sums = {};

    void add(int bin, long amount) {
        if (bin >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(bin + 1, 2 * sums.length));
        }
        sums[bin] += amount;
    }

    @Override
    public void halve() {
        long[] halved = new long[(sums.length + 1) / 2];
        for (int bin = 0; bin < sums.length; bin++) {
            halved[bin / 2] += sums[bin];
        }
        sums = halved;
    }

    boolean isEmpty() {
        return sums.length == 0;
    }

    /**
     * Amounts over a window that slides along.
     *
     * @param bins for how many bins
     * @param windowBins the length of the window, which ends with the bin in question
     * @return the sum of the window for each bin
     */
    long[] sliding(int bins, int windowBins) {
        long[] windows = new long[bins];
        long sum = 0;
        for (int bin = 0; bin < bins; bin++) {
            sum += at(bin) - at(bin - windowBins);
            windows[bin] = sum;
        }
        return windows;
    }

    private long at(int bin) {
        return bin >= 0 && bin < sums.length ? sums[bin] : 0;
    }
}
