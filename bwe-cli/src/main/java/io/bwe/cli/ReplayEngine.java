package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.remb.RembThrottler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds packets to an estimator one after the other, on the calling thread, and notes what it concludes. The times to
 * tell the sender are those of libwebrtc's throttler. Used by one thread.
 */
final class ReplayEngine {
    private final Estimator estimator;
    private final ReplaySummary summary;
    private final @Nullable ReplayTable table;
    private final RembThrottler throttler = RembThrottler.libwebrtc();

    /**
     * Prepares a replay.
     *
     * @param estimator a new estimator
     * @param summary takes the totals
     * @param table takes a row per packet; null if nobody wants it
     */
    ReplayEngine(Estimator estimator, ReplaySummary summary, @Nullable ReplayTable table) {
        this.estimator = estimator;
        this.summary = summary;
        this.table = table;
    }

    /**
     * Replays all packets.
     *
     * @param source where they come from
     * @param rttNs the round-trip time to begin with, in nanoseconds; 0 if it is not known
     */
    void run(PacketSource source, long rttNs) throws BadInputException, IOException {
        ReplayPacket packet = new ReplayPacket();
        for (boolean first = true; source.next(packet); first = false) {
            if (first && rttNs > 0) {
                estimator.onRttUpdate(rttNs, packet.nowNs());
            }
            for (StreamOperation operation : packet.operations()) {
                switch (operation) {
                    case StreamOperation.RttUpdate rtt -> estimator.onRttUpdate(rtt.rttNs(), packet.nowNs());
                    case StreamOperation.StreamRemoval removal ->
                        estimator.removeStream(removal.ssrc(), packet.nowNs());
                }
            }
            boolean updated = estimator.onPacket(packet, packet.nowNs());
            boolean remb = updated && throttler.offer(estimator.estimateBps(),
                    packet.nowNs()) != RembThrottler.Decision.HOLD;
            summary.onPacket(packet, estimator, remb);
            if (table != null) {
                table.writeRow(packet, estimator, updated, remb);
            }
        }
    }
}
