package io.bwe.cli;

/**
 * The seeds of an evaluation, one after the other.
 *
 * @param first the first, 1 or more
 * @param count how many, 1 or more
 */
record EvaluationSeeds(int first, int count) {
    /** The last. */
    int last() {
        return first + count - 1;
    }
}
