package io.bwe.remb;

/**
 * Owns the tasks of one interceptor: each runs in a virtual thread of its own and none outlives the scope.
 *
 * <p>All methods are called by the thread that opened the scope, which is the only one that may.
 */
interface TaskScope extends AutoCloseable {
    /**
     * Opens a scope on what this JDK offers.
     *
     * @return a {@link StructuredScope} where there can be one, else an {@link ExecutorScope}
     */
    static TaskScope open() {
        StructuredScope scope = StructuredScope.openScope();
        return scope != null ? scope : new ExecutorScope();
    }

    /**
     * Starts a task.
     *
     * @param task what to run; must not throw
     * @throws IllegalStateException if it will not run
     */
    void fork(Runnable task);

    /**
     * Waits until every task has ended. Called once; nothing is forked afterwards.
     *
     * @throws InterruptedException if the caller was interrupted; {@link #close()} then interrupts the tasks
     */
    void join() throws InterruptedException;

    /** Interrupts the tasks that still run, waits for them, uninterruptibly, and ends the scope. */
    @Override
    void close();
}
