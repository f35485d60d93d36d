package io.bwe.queue;

/**
 * What was delivered when a queue last stood. Around it growth is slow, as CUBIC's is: feedback and encoder are late by
 * more than a second, and who comes back to the capacity at full growth goes as far beyond it.
 */
final class Plateau {
    /** Where it begins and ends, relative to what was delivered. */
    private static final double BEGIN = 0.9;
    private static final double END = 1.15;
    /** Growth at most, per second, if the link was ours alone and what was delivered is its capacity, */
    private static final double GROWTH_ALONE = 0.03;
    /** and if others may have had a part. */
    private static final double GROWTH = 0.05;
    private static final double NONE = 0;

    private double deliveredBps;
    private boolean alone;

    /** Forgets it. */
    void reset() {
        deliveredBps = NONE;
    }

    /** So much was delivered, in bits per second, and whether the link was ours alone. */
    void set(double newDeliveredBps, boolean isAlone) {
        deliveredBps = newDeliveredBps;
        alone = isAlone;
    }

    /**
     * Growth that a belief may have.
     *
     * @param bps the belief, in bits per second
     * @param elsewhere growth beyond the plateau, per second
     */
    double growth(double bps, double elsewhere) {
        if (bps <= BEGIN * deliveredBps || bps >= END * deliveredBps) {
            return elsewhere;
        }
        return Math.min(elsewhere, alone ? GROWTH_ALONE : GROWTH);
    }
}
