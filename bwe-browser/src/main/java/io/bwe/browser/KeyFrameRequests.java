package io.bwe.browser;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when to ask for a key frame: at a stream's start, every few seconds until one comes, and when told to. May be
 * used by any thread.
 */
final class KeyFrameRequests {
    /** A key frame may take that long on a narrow link; asking more often would fill it with key frames. */
    private static final long INTERVAL_NS = 3_000_000_000L;
    /** A stream that is silent for longer has paused or ended, and nobody would answer. */
    private static final long MAX_SILENCE_NS = 2_000_000_000;

    /** A stream, and when it is to be asked next if it lacks a key frame. */
    private static final class Stream {
        boolean lacks;
        long nextNs;
        long lastNs;

        void want(long nowNs) {
            lacks = true;
            nextNs = nowNs;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Stream> streams = new HashMap<>();

    /** A packet of video came. */
    void onVideo(long ssrc, boolean beginsKeyFrame, long nowNs) {
        lock.lock();
        try {
            Stream stream = streams.get(ssrc);
            if (stream == null) {
                stream = new Stream();
                stream.want(nowNs);
                streams.put(ssrc, stream);
            }
            stream.lastNs = nowNs;
            if (beginsKeyFrame) {
                stream.lacks = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** A stream has ended. */
    void forget(long ssrc) {
        lock.lock();
        try {
            streams.remove(ssrc);
        } finally {
            lock.unlock();
        }
    }

    /** Asks all streams for a key frame. */
    void demand(long nowNs) {
        lock.lock();
        try {
            streams.values().forEach(stream -> stream.want(nowNs));
        } finally {
            lock.unlock();
        }
    }

    /** A stream that is to be asked now, which counts as done; empty if there is none. */
    OptionalLong next(long nowNs) {
        lock.lock();
        try {
            for (Map.Entry<Long, Stream> entry : streams.entrySet()) {
                Stream stream = entry.getValue();
                if (stream.lacks && stream.nextNs - nowNs <= 0 && nowNs - stream.lastNs <= MAX_SILENCE_NS) {
                    stream.nextNs = nowNs + INTERVAL_NS;
                    return OptionalLong.of(entry.getKey());
                }
            }
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }
}
