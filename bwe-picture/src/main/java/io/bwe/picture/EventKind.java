package io.bwe.picture;

import io.bwe.api.Explanation;

/**
 * What kind of thing happened. All are listed beside the charts; some are marked in them, too: those that explain a
 * change of the estimate and are rare enough not to hide it.
 */
enum EventKind {
    /** An estimator signalled over-use. Marked. */
    OVERUSE("over-use", true),
    /** The result of a probe was taken over. Marked. */
    PROBE("probe", true),
    /** Nothing was received for so long that an estimator forgot what it knew. Marked. */
    TIMEOUT("time-out", true),
    /** An estimator was told to forget what it knew. Marked. */
    RESET("reset", true),
    /** Another estimator took over. Marked. */
    SWAP("swap", true),
    /** An estimator has an estimate for the first time. */
    FIRST_ESTIMATE("first estimate", false),
    /** An estimate was lowered. */
    REDUCTION("reduction", false),
    /** An estimate began to grow. */
    GROWTH("growth", false),
    /** An estimate was kept where it was. */
    HELD("held", false),
    /** A stream began or ended. */
    STREAM("stream", false);

    private final String label;
    private final boolean marked;

    EventKind(String label, boolean marked) {
        this.label = label;
        this.marked = marked;
    }

    /** How a page shows what is explained. */
    static EventKind of(Explanation.Kind kind) {
        return switch (kind) {
            case OVERUSE -> OVERUSE;
            case PROBE -> PROBE;
            case TIMEOUT -> TIMEOUT;
            case RESET -> RESET;
            case SWAP -> SWAP;
            case FIRST_ESTIMATE -> FIRST_ESTIMATE;
            case REDUCTION -> REDUCTION;
            case GROWTH -> GROWTH;
            case HOLD -> HELD;
            case STREAMS, BEGIN -> STREAM;
        };
    }

    /** What the page calls it. */
    String label() {
        return label;
    }

    /** Whether it is marked in the charts. */
    boolean marked() {
        return marked;
    }
}
