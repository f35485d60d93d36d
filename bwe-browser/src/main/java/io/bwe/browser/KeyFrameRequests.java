package io.bwe.browser;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when to ask for a key frame: at a stream's start, every few seconds until one comes, and when told to. May be
 * used by any thread.
 */
final class KeyFrameRequests {
    /** A key frame may take that long on a narrow link; asking more often would fill it with key frames. */
    private static final long INTERVAL_NS = 3_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    /** When each stream that lacks a key frame is to be asked next. */
    private final Map<Long, Long> wanted = new HashMap<>();
    private final Set<Long> known = new HashSet<>();

    /** A packet of video came. */
    void onVideo(long ssrc, boolean beginsKeyFrame, long nowNs) {
        lock.lock();
        try {
            if (known.add(ssrc)) {
                wanted.put(ssrc, nowNs);
            }
            if (beginsKeyFrame) {
                wanted.remove(ssrc);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A stream has ended. */
    void forget(long ssrc) {
        lock.lock();
        try {
            known.remove(ssrc);
            wanted.remove(ssrc);
        } finally {
            lock.unlock();
        }
    }

    /** Asks all streams for a key frame. */
    void demand(long nowNs) {
        lock.lock();
        try {
            known.forEach(ssrc -> wanted.put(ssrc, nowNs));
        } finally {
            lock.unlock();
        }
    }

    /** A stream that is to be asked now, which counts as done; empty if there is none. */
    OptionalLong next(long nowNs) {
        lock.lock();
        try {
            for (Map.Entry<Long, Long> entry : wanted.entrySet()) {
                if (entry.getValue() - nowNs <= 0) {
                    entry.setValue(nowNs + INTERVAL_NS);
                    return OptionalLong.of(entry.getKey());
                }
            }
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }
}
