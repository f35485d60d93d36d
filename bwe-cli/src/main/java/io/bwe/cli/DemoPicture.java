package io.bwe.cli;

import io.bwe.api.EstimateExplainer;
import io.bwe.api.Estimator;
import io.bwe.api.Explanation;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.picture.Recording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Records a run of the demo to be shown as a picture. It looks at the estimators where they run, in the one task of the
 * interceptor that calls them, and adds the rest when that has ended.
 *
 * <p>Arrival times are those of the run's clock, so they need no start of their own.
 */
final class DemoPicture {
    private static final long NEVER = -1;

    private final Recording recording = new Recording("bwe demo");
    private final PicturedPackets packets = new PicturedPackets(recording);
    /** By label, in the order in which they were watched: the first is the one that drives at the beginning. */
    private final Map<String, Watcher> watchers = new LinkedHashMap<>();
    private final ExplanationLog explanations = new ExplanationLog();
    private int latestSequenceNumber = -1;

    /** Has an estimator watched; before the run begins. The one that is to take over is watched last. */
    EstimatorProvider watch(EstimatorProvider provider) {
        String label = provider.name();
        for (int number = 2; watchers.containsKey(label); number++) {
            label = provider.name() + " (" + number + ")";
        }
        Watcher watcher = new Watcher(label);
        watchers.put(label, watcher);
        return WatchedEstimator.watch(provider, watcher);
    }

    private final class Watcher implements WatchedEstimator.Watcher {
        private final PicturedEstimator track;
        private final EstimateExplainer explainer;
        /** When the explainer's time began. */
        private long startNs = NEVER;

        Watcher(String label) {
            this.track = new PicturedEstimator(recording.track(label));
            this.explainer = new EstimateExplainer(
                    explanation -> explanations.add(startNs + explanation.elapsedNs(), label, explanation));
        }

        @Override
        public void afterPacket(PacketView packet, Estimator estimator, long nowNs) {
            long elapsedNs = packet.arrivalTimeNs();
            startNs = startNs == NEVER ? elapsedNs : startNs;
            if (packet.sequenceNumber() != latestSequenceNumber) {
                // The first of the estimators that are given this packet.
                latestSequenceNumber = packet.sequenceNumber();
                packets.onPacket(packet, elapsedNs);
            }
            track.afterPacket(estimator, elapsedNs);
            explainer.onPacket(packet, estimator, nowNs);
        }
    }

    /**
     * Adds what is known at the end.
     *
     * @param result of the run, whose interceptor is closed
     * @return what to show
     */
    Recording finish(DemoResult result) {
        recording.fact("estimator", result.estimator());
        result.swap().ifPresent(swap -> recording.fact("swap", swap.outcome()));
        recording.fact("link", "a bottleneck on this machine; its capacity counts IP packets, all else RTP payload");
        result.schedule().steps().stream().filter(step -> step.fromNs() <= result.elapsedNs())
                .forEach(step -> recording.capacity(step.fromNs(), step.capacityBps()));
        List<String> labels = List.copyOf(watchers.keySet());
        String first = labels.get(0);
        String last = labels.get(labels.size() - 1);
        long tookOverNs = result.swap().filter(DemoSwap::cameToPass).map(DemoSwap::tookOverNs).orElse(Long.MAX_VALUE);
        for (DemoMeasurements.Remb remb : result.measured().rembs()) {
            Objects.requireNonNull(watchers.get(remb.elapsedNs() < tookOverNs ? first : last)).track
                    .remb(remb.elapsedNs(), remb.bitrateBps());
        }
        watchers.values().forEach(watcher -> watcher.explainer.end());
        explanations.addTo(recording);
        if (tookOverNs != Long.MAX_VALUE) {
            recording.event(tookOverNs, Explanation.Kind.SWAP, last, last + " took over from " + first);
        }
        return recording;
    }
}
