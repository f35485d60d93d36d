package io.bwe.api;

import java.util.Locale;

/**
 * Something that an estimation did, in words: what and why. One line, in English, for a log or a reader.
 *
 * @param elapsedNs when it happened, in nanoseconds since the first packet that was explained. What lasted is told when it
 *        is over, with the time at which it began or ended; so the times of successive explanations may decrease.
 * @param kind what kind of thing
 * @param text what happened and why, without the time
 */
public record Explanation(long elapsedNs, Kind kind, String text) {
    /** What kind of thing happened. */
    public enum Kind {
        /** Explaining begins: where things stand. */
        BEGIN,
        /** There is an estimate for the first time, or again. */
        FIRST_ESTIMATE,
        /** A queue grew, and what that did to the estimate. */
        OVERUSE,
        /** The estimate fell further while over-use lasted, or without any. */
        REDUCTION,
        /** The estimate has grown. */
        GROWTH,
        /** The estimate has not changed for long. */
        HOLD,
        /** Packets that came close together showed what the path carries. */
        PROBE,
        /** Streams began or ended. */
        STREAMS,
        /** There were no packets, or no live streams, for a while. */
        TIMEOUT,
        /** The estimator was made to forget everything. */
        RESET,
        /** Another estimator took over. */
        SWAP
    }

    private static final double NS_PER_SECOND = 1e9;

    /**
     * The line with its time.
     *
     * @return such as "12.4 s: over-use (queue delay +38 ms over 600 ms, threshold 14.2), 1.25 Mb/s -&gt; 0.38 Mb/s"
     */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s: %s", elapsedNs / NS_PER_SECOND, text);
    }
}
