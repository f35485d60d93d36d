package io.bwe.picture;

import java.util.Arrays;

/**
 * Numbers over time. Of each bin the first, the last, the lowest and the highest value are kept, which are exactly those
 * of a wider bin, too. So however wide bins get, no spike is lost.
 */
final class LineSeries implements Binned {
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int LOW = 2;
    private static final int HIGH = 3;
    private static final int FIELDS = 4;

    /** {@link #FIELDS} for each bin, NaN where there is nothing. */
    private double[] values = {};
    private int bins;

    /** Takes a finite value. */
    void add(int bin, double value) {
        if (bin >= bins) {
            grow(bin + 1);
        }
        merge(bin, value, value, value, value);
    }

    private void grow(int toBins) {
        if (toBins * FIELDS > values.length) {
            int oldLength = values.length;
            values = Arrays.copyOf(values, Math.max(toBins, 2 * bins) * FIELDS);
            Arrays.fill(values, oldLength, values.length, Double.NaN);
        }
        bins = toBins;
    }

    private void merge(int bin, double first, double last, double low, double high) {
        int at = bin * FIELDS;
        if (Double.isNaN(values[at])) {
            values[at + FIRST] = first;
            values[at + LOW] = low;
            values[at + HIGH] = high;
        } else {
            values[at + LOW] = Math.min(values[at + LOW], low);
            values[at + HIGH] = Math.max(values[at + HIGH], high);
        }
        values[at + LAST] = last;
    }

    @Override
    public void halve() {
        int halved = (bins + 1) / 2;
        for (int bin = 0; bin < bins; bin++) {
            double first = field(bin, FIRST);
            double last = field(bin, LAST);
            double low = field(bin, LOW);
            double high = field(bin, HIGH);
            Arrays.fill(values, bin * FIELDS, (bin + 1) * FIELDS, Double.NaN);
            if (!Double.isNaN(first)) {
                merge(bin / 2, first, last, low, high);
            }
        }
        bins = halved;
    }

    private double field(int bin, int field) {
        return bin < bins ? values[bin * FIELDS + field] : Double.NaN;
    }

    boolean isEmpty() {
        return bins == 0;
    }

    /** The last value in a bin, or NaN. */
    double last(int bin) {
        return field(bin, LAST);
    }

    /** The lowest value in a bin, or NaN. */
    double low(int bin) {
        return field(bin, LOW);
    }

    /** The highest value in a bin, or NaN. */
    double high(int bin) {
        return field(bin, HIGH);
    }

    /** The value of the largest magnitude in a bin, or NaN. */
    double peak(int bin) {
        double low = low(bin);
        double high = high(bin);
        return -low > high ? low : high;
    }

    /**
     * The one value that stands for a bin: the last one, or, if the line went beyond both its ends meanwhile, the value
     * that was farthest from them. NaN if there is none.
     */
    double drawn(int bin) {
        double first = field(bin, FIRST);
        double last = field(bin, LAST);
        double above = field(bin, HIGH) - Math.max(first, last);
        double below = Math.min(first, last) - field(bin, LOW);
        if (above > 0 || below > 0) {
            return above >= below ? field(bin, HIGH) : field(bin, LOW);
        }
        return last;
    }
}
