package io.bwe.browser;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps count of all SSRCs of a session for its receiver reports. May be used by any thread. */
final class ReceptionReports {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, ReceptionStatistics> bySsrc = new LinkedHashMap<>();

    /**
     * Counts a packet.
     *
     * @param rtp with a whole fixed header, from position to limit
     * @param clockRate of its stream
     * @param arrivalNs when it came
     */
    void onRtp(ByteBuffer rtp, int clockRate, long arrivalNs) {
        int at = rtp.position();
        long ssrc = rtp.getInt(at + 8) & 0xFFFF_FFFFL;
        lock.lock();
        try {
            bySsrc.computeIfAbsent(ssrc, unknown -> new ReceptionStatistics(clockRate))
                    .onPacket(rtp.getShort(at + 2) & 0xFFFF, rtp.getInt(at + 4), arrivalNs);
        } finally {
            lock.unlock();
        }
    }

    void onSenderReport(long ssrc, int ntpMiddle, long nowNs) {
        lock.lock();
        try {
            ReceptionStatistics statistics = bySsrc.get(ssrc);
            if (statistics != null) {
                statistics.onSenderReport(ntpMiddle, nowNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The blocks of the next report: the streams that had packets since their last, as many as one report holds. */
    List<ReceptionStatistics.ReportBlock> nextReport(long nowNs) {
        lock.lock();
        try {
            List<Map.Entry<Long, ReceptionStatistics>> due = bySsrc.entrySet().stream()
                    .filter(entry -> entry.getValue().isDue()).limit(RtcpWriting.MAX_BLOCKS).map(Map.Entry::copyOf)
                    .toList();
            List<ReceptionStatistics.ReportBlock> blocks = new ArrayList<>();
            due.forEach(entry -> {
                blocks.add(entry.getValue().report(entry.getKey(), nowNs));
                // To the end, so that where there are more than a report holds, all have their turn.
                bySsrc.remove(entry.getKey());
                bySsrc.put(entry.getKey(), entry.getValue());
            });
            return blocks;
        } finally {
            lock.unlock();
        }
    }
}
