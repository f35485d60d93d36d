package io.bwe.cli;

import io.bwe.api.EstimateExplainer;
import io.bwe.api.Estimator;
import io.bwe.api.Explanation;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.picture.Recording;
import java.util.LinkedHashMap;
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
    private final Map<String, PicturedEstimator> tracks = new LinkedHashMap<>();
    private final ExplanationLog explanations = new ExplanationLog();
    private int latestSequenceNumber = -1;

    /** Has an estimator watched; before the run begins. */
    EstimatorProvider watch(EstimatorProvider provider) {
        PicturedEstimator track = tracks.computeIfAbsent(provider.name(),
                name -> new PicturedEstimator(recording.track(name)));
        return WatchedEstimator.watch(provider, new Watcher(provider.name(), track));
    }

    private final class Watcher implements WatchedEstimator.Watcher {
        private final PicturedEstimator track;
        private final EstimateExplainer explainer;
        /** When the explainer's time began. */
        private long startNs = NEVER;

        Watcher(String name, PicturedEstimator track) {
            this.track = track;
            this.explainer = new EstimateExplainer(
                    explanation -> explanations.add(startNs + explanation.elapsedNs(), name, explanation));
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
        for (DemoMeasurements.Remb remb : result.measured().rembs()) {
            Objects.requireNonNull(tracks.get(driverAt(result, remb.elapsedNs()))).remb(remb.elapsedNs(),
                    remb.bitrateBps());
        }
        explanations.addTo(recording);
        result.swap().filter(DemoSwap::cameToPass).ifPresent(swap -> recording.event(swap.tookOverNs(),
                Explanation.Kind.SWAP, swap.name(), swap.name() + " took over from " + result.estimator()));
        return recording;
    }

    private static String driverAt(DemoResult result, long elapsedNs) {
        return result.swap().filter(DemoSwap::cameToPass).filter(swap -> elapsedNs >= swap.tookOverNs())
                .map(DemoSwap::name).orElse(result.estimator());
    }
}
