package io.bwe.cli;

import io.bwe.picture.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records a replay to be shown as a picture. Used by one thread. */
final class ReplayPicture implements ReplayObserver {
    private final Recording recording;
    private final PicturedPackets packets;
    private final List<CapacityPlan.Step> steps;
    private int nextStep;
    private final List<PicturedEstimator> tracks = new ArrayList<>();
    private boolean started;
    private long startNs;

    /**
     * Prepares it.
     *
     * @param recording takes what happens
     * @param estimators those that take part
     * @param capacity what the link could carry, if the user knows
     * @param lossKnown whether packets have sequence numbers of their own
     */
    ReplayPicture(Recording recording, List<ReplayedEstimator> estimators, Optional<CapacityPlan> capacity,
            boolean lossKnown) {
        this.recording = recording;
        packets = new PicturedPackets(recording);
        estimators.forEach(estimator -> tracks.add(new PicturedEstimator(recording.track(estimator.name()))));
        steps = capacity.map(CapacityPlan::steps).orElse(List.of());
        if (!lossKnown) {
            recording.lossUnknown();
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        if (!started) {
            started = true;
            startNs = packet.arrivalTimeNs();
        }
        long elapsedNs = packet.arrivalTimeNs() - startNs;
        // Not those after the last packet: they would stretch the picture.
        while (nextStep < steps.size() && steps.get(nextStep).fromNs() <= elapsedNs) {
            recording.capacity(steps.get(nextStep).fromNs(), steps.get(nextStep).bps());
            nextStep++;
        }
        packets.onPacket(packet, elapsedNs);
        for (int i = 0; i < tracks.size(); i++) {
            PicturedEstimator track = tracks.get(i);
            ReplayedEstimator replayed = estimators.get(i);
            replayed.use(estimator -> track.afterPacket(estimator, elapsedNs));
            if (replayed.remb()) {
                track.remb(elapsedNs, replayed.estimateBps());
            }
        }
    }
}
