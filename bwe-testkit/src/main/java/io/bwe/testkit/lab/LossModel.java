package io.bwe.testkit.lab;

import java.util.Random;

/**
 * Which packets get lost: one after the other by chance, or in bursts as in the model of Gilbert and Elliott, whose bad
 * state loses every packet and whose good state loses none.
 */
final class LossModel {
    private final double toBad;
    private final double toGood;
    private final Random random;
    private boolean bad;

    /**
     * Creates a model.
     *
     * @param rate the mean loss, 0 to less than 1
     * @param burst how many packets in a row are lost on average, 1 or more; 0 for losses that know nothing of each other
     * @param random chance
     */
    LossModel(double rate, double burst, Random random) {
        this.random = random;
        if (burst == 0) {
            toBad = rate;
            toGood = 1 - rate;
        } else {
            toGood = 1 / burst;
            toBad = rate * toGood / (1 - rate);
        }
    }

    boolean losesNext() {
        bad = random.nextDouble() < (bad ? 1 - toGood : toBad);
        return bad;
    }
}
