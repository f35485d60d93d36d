package io.bwe.queue;

/**
 * Tells a path that has become longer from a queue. A queue grows by no more than the time that passes, packet by packet,
 * and is drained in time. Where a path with an empty queue becomes longer, nothing comes for as long as it got longer, and
 * from then on all packets are late by just that. Longer pauses are fades; a step of more than some 75 ms is one, too.
 */
final class PathStep {
    /** A step is larger, in milliseconds; a smaller one is no queue that matters. */
    private static final double SMALLEST_MS = 25;
    /** The queue before it was shorter, in milliseconds. */
    private static final double LOW_MS = 12;
    /** The least delay of a span is the same as that of another if they differ by no more, in milliseconds. */
    private static final double FLAT_MS = 5;
    /** Buckets of a span: 100 ms, in which frames of a video begin at least once. */
    private static final int SPAN = 4;
    /** So many spans in a row prove it. */
    private static final int PROOF = 3;

    private int spans;

    /** Looks at the delays. */
    void read(DelayWindow window) {
        spans = flatSpans(window);
    }

    /** How many spans the delay has been flat after a jump; 0 if there was none, or it is not flat. */
    private static int flatSpans(DelayWindow window) {
        double levelMs = leastMs(window, 0);
        if (levelMs < SMALLEST_MS) {
            return 0;
        }
        int pause = 0;
        int longestPause = 0;
        for (int back = 0; back < DelayWindow.LOOK_BACK; back++) {
            double ms = window.bucketMs(back);
            if (Double.isNaN(ms)) {
                pause++;
                if (pause == SPAN) {
                    return 0;
                }
                continue;
            }
            if (ms < levelMs - FLAT_MS) {
                // The pause of a step is longer than those of a sender that has little to send.
                boolean isStep = ms < LOW_MS && levelMs - ms > SMALLEST_MS && pause > longestPause;
                return isStep ? (back - pause) / SPAN : 0;
            }
            if (back % SPAN == 0 && leastMs(window, back) > levelMs + FLAT_MS) {
                return 0;
            }
            longestPause = Math.max(longestPause, pause);
            pause = 0;
        }
        return 0;
    }

    /** The least of a span, infinite if no packet came. */
    private static double leastMs(DelayWindow window, int newest) {
        double least = Double.POSITIVE_INFINITY;
        for (int back = newest; back < newest + SPAN; back++) {
            double ms = window.bucketMs(back);
            least = ms < least ? ms : least;
        }
        return least;
    }

    /** Whether what looks like a queue may be a longer path. */
    boolean isPossible() {
        return spans > 0;
    }

    /** Whether the path has become longer. */
    boolean isCertain() {
        return spans >= PROOF;
    }
}
