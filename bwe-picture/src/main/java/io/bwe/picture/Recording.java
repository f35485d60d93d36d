package io.bwe.picture;

import io.bwe.api.Explanation;
import io.bwe.api.StreamStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Takes the values of a run of bandwidth estimation, to be shown by {@link PicturePage}. What no value is given for has
 * no chart.
 *
 * <p>All times are nanoseconds since the first packet. A negative time counts as 0, one after more than a thousand days
 * as a thousand days, and one that runs backwards goes where it belongs. Values that cannot be drawn (negative rates,
 * NaN) are ignored, and those beyond what any path has (1 Tb/s, a million seconds) are drawn as that: whatever is given,
 * a page comes out.
 *
 * <p>Memory is bounded, at a few megabytes for each estimator. Values go into bins of 10 ms; whenever there are more
 * than 24,000, after four minutes for the first time, each two become one. What a bin keeps is such that no spike is
 * lost.
 *
 * <p>Not thread-safe: used by one thread at a time, with its tracks.
 */
public final class Recording {
    /** The most estimators that can be overlaid. */
    public static final int MAX_TRACKS = 16;

    /** About what one group of packets takes. */
    private static final long SHORTEST_BIN_NS = 10_000_000;
    private static final int MAX_BINS = 24_000;

    /**
     * A line in the head of the page.
     *
     * @param label what it is about
     * @param text what there is to say
     */
    record Fact(String label, String text) {
    }

    private final String title;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final Timeline timeline = new Timeline(SHORTEST_BIN_NS, MAX_BINS);
    private final SumSeries incoming = timeline.add(new SumSeries());
    private final LineSeries queueDelay = timeline.add(new LineSeries());
    private final LineSeries capacity = timeline.add(new LineSeries());
    private final StreamLog streams = new StreamLog();
    private final EventLog events = new EventLog();
    private boolean lossKnown = true;

    /**
     * Starts a recording.
     *
     * @param title the page's headline
     */
    public Recording(String title) {
        this.title = Objects.requireNonNull(title, "title");
    }

    /**
     * Adds a fact to the head of the page, such as the file that was read or the number of packets.
     *
     * @param label what it is about, a word or two
     * @param text what there is to say
     */
    public void fact(String label, String text) {
        facts.add(new Fact(Objects.requireNonNull(label, "label"), Objects.requireNonNull(text, "text")));
    }

    /**
     * Adds an estimator. Estimators are overlaid in the order in which they were added.
     *
     * @param name what the page calls it
     * @return takes what it does
     * @throws IllegalStateException if there are {@link #MAX_TRACKS} already
     */
    public Track track(String name) {
        Objects.requireNonNull(name, "name");
        if (tracks.size() == MAX_TRACKS) {
            throw new IllegalStateException("a recording has at most " + MAX_TRACKS + " tracks");
        }
        Track track = new Track(name, timeline);
        tracks.add(track);
        return track;
    }

    /**
     * Takes a packet that was received. The page shows the rate of the last half second.
     *
     * @param elapsedNs when
     * @param payloadBytes payload and padding, as the estimators count it; nothing is added for a negative number
     */
    public void incoming(long elapsedNs, int payloadBytes) {
        incoming.add(timeline.binOf(elapsedNs), Math.max(0, payloadBytes));
    }

    /**
     * Takes how long packets wait on the path.
     *
     * @param elapsedNs when
     * @param delayMs milliseconds; NaN and negative ones are ignored
     */
    public void queueDelay(long elapsedNs, double delayMs) {
        int bin = timeline.binOf(elapsedNs);
        if (delayMs >= 0) {
            queueDelay.add(bin, Limits.ms(delayMs));
        }
    }

    /**
     * Takes what the path can carry, where that is known. It holds until the next call.
     *
     * @param fromNs from when on
     * @param bps bits per second; a negative number is ignored
     */
    public void capacity(long fromNs, long bps) {
        int bin = timeline.binOf(fromNs);
        double value = Limits.bps(bps);
        if (!Double.isNaN(value)) {
            capacity.add(bin, value);
        }
    }

    /**
     * Takes how a stream does. To be called for each stream now and then, best several times a second. Rate and jitter
     * are shown as they are; the loss is that of the last second, from how the counts have changed since the sample
     * before. The {@value RecordingJson#MAX_STREAMS_DRAWN} streams with most bytes are drawn, the others are summed up
     * as one; after the first 64 streams, further ones are only counted.
     *
     * @param elapsedNs when
     * @param statistics the sample; one of a stream that is not active is ignored, so its lines end
     */
    public void stream(long elapsedNs, StreamStatistics statistics) {
        Objects.requireNonNull(statistics, "statistics");
        timeline.binOf(elapsedNs);
        streams.add(elapsedNs, statistics);
    }

    /** Says that the losses of streams are not known, whatever samples say: there will be no chart of them. */
    public void lossUnknown() {
        lossKnown = false;
    }

    /**
     * Takes something that happened. The first thousand of each kind are listed, the rest is counted.
     *
     * @param elapsedNs when
     * @param kind what kind of thing; over-use, probes, time-outs, resets and take-overs are marked in the charts
     * @param estimator to which estimator, or empty
     * @param text in words, shown up to 500 characters
     */
    public void event(long elapsedNs, Explanation.Kind kind, String estimator, String text) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(estimator, "estimator");
        Objects.requireNonNull(text, "text");
        timeline.binOf(elapsedNs);
        events.add(elapsedNs, EventKind.of(kind), estimator, text);
    }

    String title() {
        return title;
    }

    List<Fact> facts() {
        return Collections.unmodifiableList(facts);
    }

    List<Track> tracks() {
        return Collections.unmodifiableList(tracks);
    }

    Timeline timeline() {
        return timeline;
    }

    SumSeries incoming() {
        return incoming;
    }

    LineSeries queueDelay() {
        return queueDelay;
    }

    LineSeries capacity() {
        return capacity;
    }

    StreamLog streams() {
        return streams;
    }

    EventLog events() {
        return events;
    }

    boolean lossKnown() {
        return lossKnown;
    }
}
