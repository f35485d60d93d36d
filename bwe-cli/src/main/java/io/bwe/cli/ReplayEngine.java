package io.bwe.cli;

import java.io.IOException;
import java.util.List;

/**
 * Feeds packets to estimators one after the other, on the calling thread: each packet to all of them before the next.
 * Used by one thread.
 */
final class ReplayEngine {
    private final List<ReplayedEstimator> estimators;
    private final List<ReplayObserver> observers;

    /**
     * Prepares a replay.
     *
     * @param estimators new estimators
     * @param observers see each packet after the estimators, in this order
     */
    ReplayEngine(List<ReplayedEstimator> estimators, List<ReplayObserver> observers) {
        this.estimators = List.copyOf(estimators);
        this.observers = List.copyOf(observers);
    }

    /**
     * Replays all packets, or those until the last estimator has failed.
     *
     * @param source where they come from
     * @throws BadInputException if the packets cannot be used or an observer cannot write
     * @throws IOException if the packets cannot be read
     */
    void run(PacketSource source) throws BadInputException, IOException {
        ReplayPacket packet = new ReplayPacket();
        while (!allFailed() && source.next(packet)) {
            for (ReplayedEstimator estimator : estimators) {
                estimator.onPacket(packet);
            }
            for (ReplayObserver observer : observers) {
                observer.afterPacket(packet, estimators);
            }
        }
        for (ReplayObserver observer : observers) {
            observer.finish();
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
