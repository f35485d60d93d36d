package io.bwe.verification.bench;

/** Counts the bytecode instructions that one thread executes in classes of a {@link CountingLoader}. */
public final class Executed {
    private static Thread counted = Thread.currentThread();
    private static long instructions;

    private Executed() {
    }

    /**
     * Called by the counted classes.
     *
     * @param count how many instructions follow without a jump
     */
    public static void ran(int count) {
        if (Thread.currentThread() == counted) {
            instructions += count;
        }
    }

    /** How many instructions the calling thread executes in an action. */
    static long by(Runnable action) {
        counted = Thread.currentThread();
        long before = instructions;
        action.run();
        return instructions - before;
    }
}
