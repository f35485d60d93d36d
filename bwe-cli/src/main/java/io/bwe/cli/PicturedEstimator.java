package io.bwe.cli;

import io.bwe.api.DelayDiagnostics;
import io.bwe.api.Estimator;
import io.bwe.picture.Track;

/** What a picture shows of one estimator. Used by one thread at a time. */
final class PicturedEstimator {
    private final Track track;
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();

    PicturedEstimator(Track track) {
        this.track = track;
    }

    /** Reads the estimator after a packet that came so long after the start. */
    void afterPacket(Estimator estimator, long elapsedNs) {
        if (estimator.hasEstimate()) {
            track.estimate(elapsedNs, estimator.estimateBps());
        }
        track.usage(elapsedNs, estimator.usage());
        diagnostics.read(estimator);
        if (diagnostics.sampled()) {
            track.detector(elapsedNs, diagnostics.signal(), diagnostics.threshold());
        }
    }

    /** Takes a REMB. */
    void remb(long elapsedNs, long bps) {
        track.remb(elapsedNs, bps);
    }
}
