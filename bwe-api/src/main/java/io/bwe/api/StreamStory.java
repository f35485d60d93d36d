package io.bwe.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which streams have begun and ended, for {@link EstimateExplainer}. */
final class StreamStory {
    /** A flood of SSRCs is counted, not listed. */
    private static final int NAMED = 4;
    /** How often streams are compared, for there may be thousands. */
    private static final long INTERVAL_NS = 100_000_000;

    private long[] known = new long[0];
    private long nextNs = Long.MIN_VALUE;

    /** Where things stand: the streams that are live, and the estimate. */
    String begin(Estimator estimator, long nowNs) {
        known = live(estimator);
        nextNs = nowNs + INTERVAL_NS;
        StringBuilder text = new StringBuilder();
        List<Long> ssrcs = Arrays.stream(known).boxed().toList();
        append(text, ssrcs, ssrcs.size() == 1 ? "is live" : "are live");
        text.append(text.isEmpty() ? "" : ", ");
        return estimator.hasEstimate()
                ? text.append("the estimate is ").append(Wording.rate(estimator.estimateBps())).toString()
                : text.append("no estimate yet").toString();
    }

    /**
     * What has changed since the last call, as far as it is time to look.
     *
     * @return a text, empty if nothing has
     */
    String change(Estimator estimator, long nowNs) {
        if (nowNs < nextNs) {
            return "";
        }
        nextNs = nowNs + INTERVAL_NS;
        if (isKnown(estimator)) {
            return "";
        }
        long[] live = live(estimator);
        StringBuilder text = new StringBuilder();
        append(text, missing(known, live), "began");
        append(text, missing(live, known), "ended: no packets for too long, or removed");
        known = live;
        return text.toString();
    }

    private static long[] live(Estimator estimator) {
        long[] live = new long[estimator.liveSsrcCount()];
        for (int i = 0; i < live.length; i++) {
            live[i] = estimator.liveSsrc(i);
        }
        return live;
    }

    private boolean isKnown(Estimator estimator) {
        if (estimator.liveSsrcCount() != known.length) {
            return false;
        }
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
