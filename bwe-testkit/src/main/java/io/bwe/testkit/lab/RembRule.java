package io.bwe.testkit.lab;

/**
 * When a REMB is sent: each second, at once when the estimate has fallen by about 3 %, and never twice within 200 ms. It
 * is the rule of the interceptor {@code remb} with its defaults; the lab knows no implementation, so it is here again.
 */
final class RembRule {
    private static final long INTERVAL_NS = 1_000_000_000;
    private static final long SPACING_NS = 200_000_000;

    private boolean sent;
    private long lastBps;
    private long lastNs;
    private long dueNs;

    /** Offers an estimate; true if it is to be sent, which then counts as done. */
    boolean offer(long bps, long nowNs) {
        boolean due = !sent || nowNs - dueNs >= 0;
        boolean fallen = sent && bps * 103 / 100 <= lastBps;
        if (sent && nowNs - lastNs < SPACING_NS || !due && !fallen) {
            return false;
        }
        // The times lie on a grid, which begins anew after a fall or where one was missed altogether.
        boolean keepsGrid = sent && due && nowNs - dueNs < INTERVAL_NS;
        dueNs = (keepsGrid ? dueNs : nowNs) + INTERVAL_NS;
        sent = true;
        lastBps = bps;
        lastNs = nowNs;
        return true;
    }
}
