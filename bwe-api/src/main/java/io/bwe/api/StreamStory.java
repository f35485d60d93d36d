package io.bwe.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which streams have begun and ended, for {@link EstimateExplainer}. */
final class StreamStory {
    /** A flood of SSRCs is counted, not listed. */
    private static final int NAMED = 4;
    /** How often streams are compared one by one if their number stays the same. */
    private static final long INTERVAL_NS = 100_000_000;

    private long[] known = new long[0];
    private long nextNs = Long.MIN_VALUE;

    /**
     * What has changed since the last call.
     *
     * @return a text, empty if nothing has
     */
    String change(Estimator estimator, long nowNs) {
        int count = estimator.liveSsrcCount();
        if (count == known.length && (nowNs < nextNs || isKnown(estimator))) {
            return "";
        }
        nextNs = nowNs + INTERVAL_NS;
        long[] live = new long[count];
        for (int i = 0; i < count; i++) {
            live[i] = estimator.liveSsrc(i);
        }
        StringBuilder text = new StringBuilder();
        append(text, missing(known, live), "began");
        append(text, missing(live, known), "ended: no packets for too long, or removed");
        known = live;
        return text.toString();
    }

    private boolean isKnown(Estimator estimator) {
        for (int i = 0; i < known.length; i++) {
            if (known[i] != estimator.liveSsrc(i)) {
                return false;
            }
        }
        return true;
    }

    /** Those of one list that are not in another; both ascend. */
    private static List<Long> missing(long[] from, long[] in) {
        List<Long> missing = new ArrayList<>();
        for (long ssrc : in) {
            if (Arrays.binarySearch(from, ssrc) < 0) {
                missing.add(ssrc);
            }
        }
        return missing;
    }

    private static void append(StringBuilder text, List<Long> ssrcs, String what) {
        if (ssrcs.isEmpty()) {
            return;
        }
        text.append(text.isEmpty() ? "" : "; ");
        if (ssrcs.size() > NAMED) {
            text.append(ssrcs.size()).append(" streams ").append(what);
            return;
        }
        text.append(ssrcs.size() == 1 ? "stream " : "streams ");
        for (int i = 0; i < ssrcs.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(ssrcs.get(i));
        }
        text.append(' ').append(what);
    }
}
