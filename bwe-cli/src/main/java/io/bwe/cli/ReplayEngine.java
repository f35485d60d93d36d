package io.bwe.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds packets to estimators one after the other, on the calling thread: each packet to all of them before the next.
 * Used by one thread.
 */
final class ReplayEngine {
    private final List<ReplayedEstimator> estimators;
    private final ReplaySummary summary;
    private final ReplayCourse course;

    /**
     * Prepares a replay.
     *
     * @param estimators new estimators
     * @param summary takes the totals of the packets
     * @param course takes the course over time
     */
    ReplayEngine(List<ReplayedEstimator> estimators, ReplaySummary summary, ReplayCourse course) {
        this.estimators = estimators;
        this.summary = summary;
        this.course = course;
    }

    /**
     * Replays all packets, or those until the last estimator has failed.
     *
     * @param source where they come from
     * @param table takes a row per packet; null if nobody wants it
     * @throws BadInputException if the packets or the table cannot be used
     * @throws IOException if the packets cannot be read
     */
    void run(PacketSource source, @Nullable ReplayTable table) throws BadInputException, IOException {
        ReplayPacket packet = new ReplayPacket();
        while (!allFailed() && source.next(packet)) {
            summary.onPacket(packet);
            for (ReplayedEstimator estimator : estimators) {
                estimator.onPacket(packet);
            }
            course.onPacket(packet);
            if (table != null) {
                table.writeRow(packet);
            }
        }
    }

    private boolean allFailed() {
        for (ReplayedEstimator estimator : estimators) {
            if (!estimator.hasFailed()) {
                return false;
            }
        }
        return true;
    }
}
