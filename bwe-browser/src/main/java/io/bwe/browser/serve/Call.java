package io.bwe.browser.serve;

import io.bwe.browser.WebRtcSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A session, and the REMBs of its last minutes. Safe for use by several threads. */
final class Call {
    /** More than come in five minutes. */
    private static final int MAX_REMBS = 1000;

    /**
     * A REMB.
     *
     * @param timeMs when it was sent, on the wall clock, which a browser on this machine has, too
     * @param bps what it said
     */
    record Remb(long timeMs, long bps) {
    }

    private final WebRtcSession session;
    // No monitor: a virtual thread of the interceptor writes, and must not be held on its carrier.
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Remb> rembs = new ArrayDeque<>();

    Call(WebRtcSession session) {
        this.session = session;
        session.onRemb(this::onRemb);
    }

    private void onRemb(long bps) {
        lock.lock();
        try {
            rembs.add(new Remb(System.currentTimeMillis(), bps));
            if (rembs.size() > MAX_REMBS) {
                rembs.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    String name() {
        return session.toString();
    }

    WebRtcSession session() {
        return session;
    }

    /** Those sent at or after a time. */
    List<Remb> rembsSince(long timeMs) {
        lock.lock();
        try {
            List<Remb> since = new ArrayList<>();
            for (Remb remb : rembs) {
                if (remb.timeMs() >= timeMs) {
                    since.add(remb);
                }
            }
            return since;
        } finally {
            lock.unlock();
        }
    }
}
