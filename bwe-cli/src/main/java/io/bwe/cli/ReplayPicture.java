package io.bwe.cli;

import io.bwe.api.DelayDiagnostics;
import io.bwe.api.QueueDelay;
import io.bwe.picture.Recording;
import io.bwe.picture.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records a replay to be shown as a picture. Used by one thread. */
final class ReplayPicture implements ReplayObserver {
    /** How often the streams are sampled. */
    private static final long SAMPLE_NS = 250_000_000;
    private static final double NS_PER_MS = 1e6;

    private final Recording recording;
    private final List<Track> tracks = new ArrayList<>();
    private final ReplayStreams streams = new ReplayStreams();
    private final QueueDelay queueDelay = new QueueDelay();
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();
    private boolean started;
    private long startNs;
    private long nextSampleNs;

    /**
     * @param recording takes what happens
     * @param estimators those that take part
     * @param capacity what the link could carry, if the user knows
     * @param lossKnown whether packets have sequence numbers of their own
     */
    ReplayPicture(Recording recording, List<ReplayedEstimator> estimators, Optional<CapacityPlan> capacity,
            boolean lossKnown) {
        this.recording = recording;
        estimators.forEach(estimator -> tracks.add(recording.track(estimator.name())));
        capacity.ifPresent(plan -> plan.steps().forEach(step -> recording.capacity(step.fromNs(), step.bps())));
        if (!lossKnown) {
            recording.lossUnknown();
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        long arrivalNs = packet.arrivalTimeNs();
        if (!started) {
            started = true;
            startNs = arrivalNs;
            nextSampleNs = arrivalNs;
        }
        long elapsedNs = arrivalNs - startNs;
        recording.incoming(elapsedNs, packet.payloadSize());
        queueDelay.onPacket(packet);
        if (queueDelay.delayNs() != QueueDelay.UNKNOWN) {
            recording.queueDelay(elapsedNs, queueDelay.delayNs() / NS_PER_MS);
        }
        for (int i = 0; i < tracks.size(); i++) {
            record(tracks.get(i), estimators.get(i), elapsedNs);
        }
        streams.onPacket(packet);
        if (arrivalNs >= nextSampleNs) {
            nextSampleNs = arrivalNs + SAMPLE_NS;
            streams.sample(arrivalNs, sample -> recording.stream(elapsedNs, sample));
        }
    }

    private void record(Track track, ReplayedEstimator replayed, long elapsedNs) {
        replayed.use(estimator -> {
            if (estimator.hasEstimate()) {
                track.estimate(elapsedNs, estimator.estimateBps());
            }
            track.usage(elapsedNs, estimator.usage());
            diagnostics.read(estimator);
            if (diagnostics.sampled()) {
                track.detector(elapsedNs, diagnostics.signal(), diagnostics.threshold());
            }
        });
        if (replayed.remb()) {
            track.remb(elapsedNs, replayed.estimateBps());
        }
    }
}
