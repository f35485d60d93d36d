package io.bwe.micrometer;

import java.util.Set;

/** The tags that meters have besides the caller's. Each has few values: no SSRC, no address, no number of a session. */
final class TagKeys {
    /** The name of the estimator that drives the REMBs. */
    static final String ESTIMATOR = "estimator";
    /** What became of a packet. */
    static final String RESULT = "result";
    /** Why a REMB was sent, why a stream ended. */
    static final String REASON = "reason";
    /** Which percentile, as Micrometer's own timers call it. */
    static final String PHI = "phi";

    static final Set<String> ALL = Set.of(ESTIMATOR, RESULT, REASON, PHI);

    private TagKeys() {
    }
}
