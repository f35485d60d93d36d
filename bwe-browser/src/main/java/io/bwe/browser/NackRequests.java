package io.bwe.browser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which packets to ask for again (RFC 4585, generic NACK), so that the browser's link carries the
 * retransmissions of a real call. May be used by any thread.
 */
final class NackRequests {
    /** More in one gap is an outage; a key frame mends that better. */
    static final int MAX_GAP = 100;
    /** How often the same packet is asked for. */
    static final int MAX_REQUESTS = 3;
    /** How long an answer is waited for at least. */
    static final long INTERVAL_NS = 200_000_000;
    /** And at most. */
    static final long MAX_INTERVAL_NS = 2_000_000_000;

    private static final int SEQUENCE_NUMBERS = 1 << 16;

    /** A packet that has not come. */
    private static final class Missing {
        int requests;
        long firstNs;
        long lastNs;
    }

    /** A stream: its highest sequence number, extended by its wraps, and what is missing below. */
    private static final class Stream {
        long highest;
        final TreeMap<Long, Missing> missing = new TreeMap<>();

        Stream(long highest) {
            this.highest = highest;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Stream> streams = new HashMap<>();
    /**
     * How long an answer is waited for: as long as the latest one took. Behind a full queue that is much longer than the
     * link is; to ask again while the answer stands in the queue would keep it full.
     */
    private long intervalNs = INTERVAL_NS;

    /**
     * A packet came, for the first time or again.
     *
     * @param ssrc its media's SSRC
     * @param sequenceNumber its media's, 0 to 65,535
     * @param nowNs when it came
     */
    void onPacket(long ssrc, int sequenceNumber, long nowNs) {
        lock.lock();
        try {
            Stream stream = streams.computeIfAbsent(ssrc, unknown -> new Stream(sequenceNumber));
            // The distance with its sign, as 16 bits have it.
            int ahead = (short) (sequenceNumber - (int) stream.highest);
            long extended = stream.highest + ahead;
            if (ahead <= 0) {
                came(stream.missing.remove(extended), nowNs);
                return;
            }
            if (ahead > MAX_GAP) {
                stream.missing.clear();
            } else {
                for (long number = stream.highest + 1; number < extended; number++) {
                    stream.missing.put(number, new Missing());
                }
            }
            stream.highest = extended;
            stream.missing.headMap(extended - MAX_GAP).clear();
        } finally {
            lock.unlock();
        }
    }

    private void came(@Nullable Missing missing, long nowNs) {
        if (missing != null && missing.requests > 0) {
            // Which of several requests this answers is unknown; as the first one's answer it takes longest.
            intervalNs = Math.clamp(nowNs - missing.firstNs, INTERVAL_NS, MAX_INTERVAL_NS);
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

    /** What is to be asked for now, by SSRC; counts as asked. */
    Map<Long, List<Integer>> due(long nowNs) {
        lock.lock();
        try {
            Map<Long, List<Integer>> due = new HashMap<>();
            streams.forEach((ssrc, stream) -> {
                List<Integer> numbers = due(stream, nowNs);
                if (!numbers.isEmpty()) {
                    due.put(ssrc, numbers);
                }
            });
            return due;
        } finally {
            lock.unlock();
        }
    }

    private List<Integer> due(Stream stream, long nowNs) {
        List<Integer> numbers = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Missing>> all = stream.missing.entrySet().iterator(); all.hasNext();) {
            Map.Entry<Long, Missing> entry = all.next();
            Missing missing = entry.getValue();
            if (missing.requests > 0 && nowNs - missing.lastNs < intervalNs) {
                continue;
            }
            if (missing.requests == MAX_REQUESTS) {
                all.remove();
                continue;
            }
            if (missing.requests == 0) {
                missing.firstNs = nowNs;
            }
            missing.requests++;
            missing.lastNs = nowNs;
            numbers.add((int) (entry.getKey() & SEQUENCE_NUMBERS - 1));
        }
        return numbers;
    }
}
