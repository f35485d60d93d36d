package io.bwe.picture;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The lines of the streams as they are drawn: one for each of those with most bytes, and one for all others together.
 * Each column has a number for each bin of the streams' timeline, NaN where there is none.
 */
final class StreamColumns {
    /** Losses are counted over this long, as the rate is. */
    private static final long LOSS_WINDOW_NS = 1_000_000_000L;
    /** In a sum, what was sampled last counts this long. */
    private static final long SAMPLE_HOLDS_NS = 1_500_000_000L;
    private static final double PERCENT = 100;

    private final int bins;
    private final int lossBins;
    private final int holdBins;

    StreamColumns(Timeline timeline) {
        bins = timeline.bins();
        lossBins = (int) Math.max(1, LOSS_WINDOW_NS / timeline.binNs());
        holdBins = (int) (SAMPLE_HOLDS_NS / timeline.binNs());
    }

    /** Bits per second; of several streams the sum. */
    double[] rate(List<StreamLine> lines) {
        if (lines.size() == 1) {
            return column(lines.get(0).rate());
        }
        double[] sum = nothing();
        for (StreamLine line : lines) {
            double[] rate = held(line.rate());
            Arrays.setAll(sum, bin -> Double.isNaN(sum[bin])
                    ? rate[bin]
                    : sum[bin] + (Double.isNaN(rate[bin]) ? 0 : rate[bin]));
        }
        return sum;
    }

    /** Milliseconds; of several streams the most. */
    double[] jitter(List<StreamLine> lines) {
        double[] most = nothing();
        for (StreamLine line : lines) {
            double[] jitter = column(line.jitter());
            Arrays.setAll(most, bin -> Double.isNaN(most[bin]) || jitter[bin] > most[bin] ? jitter[bin] : most[bin]);
        }
        return most;
    }

    /** The share of the packets sent within the window that was lost, in percent, 0 to 100. */
    double[] loss(List<StreamLine> lines) {
        long[] received = slidingSum(lines, StreamLine::received);
        long[] lost = slidingSum(lines, StreamLine::lost);
        double[] loss = nothing();
        Arrays.setAll(loss, bin -> {
            long missing = Math.max(0, lost[bin]);
            double sent = Math.max(0, received[bin]) + (double) missing;
            return sent == 0 ? Double.NaN : PERCENT * missing / sent;
        });
        return loss;
    }

    private long[] slidingSum(List<StreamLine> lines, Function<StreamLine, SumSeries> series) {
        long[] sum = new long[bins];
        for (StreamLine line : lines) {
            long[] sliding = series.apply(line).sliding(bins, lossBins);
            Arrays.setAll(sum, bin -> sum[bin] + sliding[bin]);
        }
        return sum;
    }

    private double[] column(LineSeries series) {
        double[] column = new double[bins];
        Arrays.setAll(column, series::drawn);
        return column;
    }

    private double[] held(LineSeries series) {
        double[] column = column(series);
        int since = 0;
        for (int bin = 1; bin < bins; bin++) {
            since++;
            if (!Double.isNaN(series.last(bin))) {
                since = 0;
            } else if (since <= holdBins) {
                column[bin] = series.last(bin - since);
            }
        }
        return column;
    }

    private double[] nothing() {
        double[] column = new double[bins];
        Arrays.fill(column, Double.NaN);
        return column;
    }
}
