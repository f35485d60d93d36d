package io.bwe.picture;

import io.bwe.api.BandwidthUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * What one estimator did during a {@link Recording}. Got from {@link Recording#track(String)}.
 *
 * <p>Times are nanoseconds since the recording's first packet; a negative one counts as 0, and one that runs backwards
 * goes where it belongs. Values that cannot be drawn are ignored. Not thread-safe: used by the thread that uses the
 * recording.
 */
public final class Track {
    private final String name;
    private final Timeline timeline;
    private final LineSeries estimate;
    private final LineSeries remb;
    private final LineSeries signal;
    private final LineSeries threshold;
    private final FlagSeries overuse;
    private boolean overusing;
    private long usageNs;

    Track(String name, Timeline timeline) {
        this.name = name;
        this.timeline = timeline;
        this.estimate = timeline.add(new LineSeries());
        this.remb = timeline.add(new LineSeries());
        this.signal = timeline.add(new LineSeries());
        this.threshold = timeline.add(new LineSeries());
        this.overuse = timeline.add(new FlagSeries());
    }

    /**
     * Takes the estimate, after each packet or when it changes: it holds until the next call.
     *
     * @param elapsedNs when
     * @param bps bits per second; negative if there is none yet, which is ignored
     */
    public void estimate(long elapsedNs, long bps) {
        addTo(estimate, elapsedNs, Limits.bps(bps));
    }

    /**
     * Takes what the detector compares, after a packet that gave it something to compare.
     *
     * @param elapsedNs when
     * @param signal the delay signal in the detector's own unit, about milliseconds; NaN if there is none
     * @param threshold beyond which the signal counts as over-use, in the same unit; NaN if there is none. The chart has
     *        it on both sides of zero.
     */
    public void detector(long elapsedNs, double signal, double threshold) {
        addTo(this.signal, elapsedNs, Limits.ms(signal));
        addTo(this.threshold, elapsedNs, Limits.ms(Math.abs(threshold)));
    }

    /**
     * Takes what the detector says, after each packet or when it changes: it holds until the next call.
     *
     * @param elapsedNs when
     * @param usage what it says from now on
     */
    public void usage(long elapsedNs, BandwidthUsage usage) {
        int bin = timeline.binOf(elapsedNs);
        if (overusing) {
            int since = timeline.binOf(usageNs);
            overuse.set(Math.min(since, bin), Math.max(since, bin));
        }
        overusing = usage == BandwidthUsage.OVERUSING;
        usageNs = elapsedNs;
        if (overusing) {
            overuse.set(bin, bin + 1);
        }
    }

    /**
     * Takes a REMB that was sent.
     *
     * @param elapsedNs when
     * @param bps what it said, in bits per second; a negative one is ignored
     */
    public void remb(long elapsedNs, long bps) {
        addTo(remb, elapsedNs, Limits.bps(bps));
    }

    private void addTo(LineSeries series, long elapsedNs, double value) {
        int bin = timeline.binOf(elapsedNs);
        if (!Double.isNaN(value)) {
            series.add(bin, value);
        }
    }

    String name() {
        return name;
    }

    LineSeries estimate() {
        return estimate;
    }

    LineSeries remb() {
        return remb;
    }

    LineSeries signal() {
        return signal;
    }

    LineSeries threshold() {
        return threshold;
    }

    /** When over-use was signalled, in bins. */
    List<FlagSeries.Span> overuse() {
        List<FlagSeries.Span> spans = new ArrayList<>(overuse.spans());
        if (overusing) {
            // What was said last holds to the end.
            FlagSeries.Span last = spans.removeLast();
            spans.add(new FlagSeries.Span(last.from(), Math.max(last.to(), timeline.bins())));
        }
        return spans;
    }
}
