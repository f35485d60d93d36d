package io.bwe.remb;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A scope for JDKs whose StructuredTaskScope has a shape not known here: a thread per task, with the same contract. */
final class ExecutorScope implements TaskScope {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public void fork(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the scope is closed", e);
        }
    }

    @Override
    public void join() throws InterruptedException {
        executor.shutdown();
        while (!executor.awaitTermination(1, TimeUnit.HOURS)) {
            // A task may run for as long as the interceptor lives.
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        executor.close();
    }
}
