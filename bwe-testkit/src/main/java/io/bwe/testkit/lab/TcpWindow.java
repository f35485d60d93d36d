package io.bwe.testkit.lab;

/** The congestion window of a TCP sender, in segments. */
abstract class TcpWindow {
    /** RFC 6928. */
    private static final double INITIAL = 10;
    private static final double LEAST_THRESHOLD = 2;

    private double window = INITIAL;
    private double threshold = Double.MAX_VALUE;

    final double window() {
        return window;
    }

    /** Segments were acknowledged while the window was in use and no loss is being repaired. */
    final void onAck(int segments, long nowNs, double rttS) {
        if (window < threshold) {
            window += segments;
        } else {
            window += growth(segments, window, nowNs, rttS);
        }
    }

    /** A segment was lost, for the first time within a window. */
    final void onLoss() {
        threshold = Math.max(LEAST_THRESHOLD, afterLoss(window));
        window = threshold;
    }

    /**
     * Nothing was acknowledged for too long.
     *
     * @param again whether nothing was since the timeout before either, so that nothing new is known of the path
     */
    final void onTimeout(int inFlight, boolean again) {
        if (!again) {
            threshold = Math.max(LEAST_THRESHOLD, afterLoss(Math.min(window, inFlight)));
        }
        window = 1;
    }

    /** By how much the window grows outside of slow start. */
    abstract double growth(int segments, double now, long nowNs, double rttS);

    /** What a loss leaves of a window. */
    abstract double afterLoss(double now);

    /** RFC 5681. */
    static final class Reno extends TcpWindow {
        private static final double DECREASE = 0.5;

        @Override
        double growth(int segments, double now, long nowNs, double rttS) {
            return segments / now;
        }

        @Override
        double afterLoss(double now) {
            return now * DECREASE;
        }
    }

    /** RFC 9438. */
    static final class Cubic extends TcpWindow {
        private static final double C = 0.4;
        private static final double DECREASE = 0.7;
        /** What makes the part that competes with Reno as aggressive as that. */
        private static final double RENO_GROWTH = 3 * (1 - DECREASE) / (1 + DECREASE);
        private static final double FASTEST = 1.5;
        private static final double NS_PER_SECOND = 1e9;

        private double highest;
        private boolean started;
        private long epochNs;
        private double untilHighestS;
        private double reno;

        @Override
        double growth(int segments, double now, long nowNs, double rttS) {
            if (!started) {
                started = true;
                epochNs = nowNs;
                highest = Math.max(highest, now);
                untilHighestS = Math.cbrt((highest - now) / C);
                reno = now;
            }
            double elapsedS = (nowNs - epochNs) / NS_PER_SECOND;
            reno += (reno < highest ? RENO_GROWTH : 1) * segments / now;
            double current = highest + C * Math.pow(elapsedS - untilHighestS, 3);
            if (current < reno) {
                return Math.max(0, reno - now);
            }
            double next = highest + C * Math.pow(elapsedS + rttS - untilHighestS, 3);
            return (Math.clamp(next, now, now * FASTEST) - now) / now * segments;
        }

        @Override
        double afterLoss(double now) {
            started = false;
            // Fast convergence: who had to give way before leaves room for who is new.
            highest = now < highest ? now * (1 + DECREASE) / 2 : now;
            return now * DECREASE;
        }
    }
}
