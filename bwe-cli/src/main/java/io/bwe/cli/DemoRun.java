package io.bwe.cli;

import io.bwe.api.BandwidthControl;
import io.bwe.api.CloseReport;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of the demo: puts sender, bottleneck and receiver together on real sockets, reports every second, and ends
 * everything again. {@link #stop()} may be called from any thread.
 */
final class DemoRun {
    private static final long SECOND_NS = 1_000_000_000;
    /** How long the hook of a process that is being ended waits for the run to end, in seconds. */
    private static final long STOP_TIMEOUT_S = 10;

    private final DemoSchedule schedule;
    private final Interceptor interceptor;
    private final DemoSwap.@Nullable Next swapTo;
    private final DemoOutput output;
    private final DemoWorkers workers = new DemoWorkers();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Prepares a run.
     *
     * @param schedule how long it lasts and what the link carries
     * @param interceptor estimates and sends REMBs; the run closes it
     * @param swapTo the estimator that takes over in the middle of the run; null if none does
     * @param output shows it
     */
    DemoRun(DemoSchedule schedule, Interceptor interceptor, DemoSwap.@Nullable Next swapTo,
            DemoOutput output) {
        this.schedule = schedule;
        this.interceptor = interceptor;
        this.swapTo = swapTo;
        this.output = output;
    }

    /**
     * Runs to the end of the schedule, or until stopped.
     *
     * @return what came out, with a line for everything that went wrong
     * @throws IOException if the sockets cannot be opened or closed
     * @throws InterruptedException if the calling thread is interrupted
     */
    DemoResult run() throws IOException, InterruptedException {
        Thread hook = new Thread(this::stopAndWait, "bwe-demo-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return runAndClose();
        } finally {
            // Nothing to do but where the sockets could not be opened.
            interceptor.close();
            ended.countDown();
            removeHook(hook);
        }
    }

    /** Ends the run early. */
    void stop() {
        workers.stop();
    }

    private DemoResult runAndClose() throws IOException, InterruptedException {
        BandwidthControl control = interceptor.bandwidthControl().orElseThrow(
                () -> new IllegalStateException("the interceptor estimates no bandwidth"));
        DemoMeasurements measurements = new DemoMeasurements(schedule.lengthNs());
        List<DemoShadow> shadows = control.shadows().stream().map(DemoShadow::new).toList();
        String estimator = control.estimatorName();
        Optional<DemoSwap> swap;
        boolean complete;
        long elapsedNs;
        // What is named last is closed first: no REMB is written once its socket is closed.
        try (DemoSocketPair senderSide = DemoSocketPair.open();
                DemoSocketPair receiverSide = DemoSocketPair.open();
                DemoWorkers closing = workers;
                Interceptor open = interceptor) {
            DemoClock clock = new DemoClock();
            control.subscribe(estimate -> measurements.onEstimate(clock.nanoTime(), estimate));
            new DemoReceiver(clock, receiverSide.far(), open, measurements).start(closing);
            new DemoBottleneck(clock, schedule, measurements, senderSide, receiverSide).start(closing);
            new DemoSender(clock, senderSide.near(), measurements).start(closing);
            swap = Optional.ofNullable(swapTo)
                    .map(next -> new DemoSwap(clock, control, next, schedule.lengthNs() / 2));
            swap.ifPresent(it -> it.start(closing));
            output.begin(schedule, measurements, shadows);
            complete = showSeconds(clock, control, swap);
            elapsedNs = Math.min(clock.nanoTime(), schedule.lengthNs());
        }
        List<String> failures = failures(control);
        shadows.forEach(shadow -> shadow.failure().ifPresent(failures::add));
        if (complete) {
            failures.addAll(new DemoChecks(schedule, measurements).failures());
            swap.flatMap(DemoSwap::failure).ifPresent(failures::add);
        } else if (failures.isEmpty()) {
            failures.add(String.format(Locale.ROOT, "stopped after %.1f of %.0f s; nothing was checked",
                    elapsedNs / 1e9, schedule.lengthNs() / 1e9));
        }
        DemoResult result = new DemoResult(estimator, schedule, measurements, shadows, swap, elapsedNs,
                rembsSent(control.statistics()), failures);
        output.end(result);
        return result;
    }

    /** Returns whether the run lasted to its end. */
    private boolean showSeconds(DemoClock clock, BandwidthControl control, Optional<DemoSwap> swap)
            throws InterruptedException {
        int told = 0;
        for (int second = 1; second * SECOND_NS <= schedule.lengthNs(); second++) {
            if (workers.awaitStop(second * SECOND_NS - clock.nanoTime())) {
                return false;
            }
            List<String> events = swap.map(DemoSwap::events).orElse(List.of());
            output.second(second, control.estimate(), events.subList(told, events.size()));
            told = events.size();
        }
        return true;
    }

    /** What went wrong apart from the numbers. */
    private List<String> failures(BandwidthControl control) {
        List<String> failures = new ArrayList<>();
        workers.failure().ifPresent(failures::add);
        InterceptorStatistics counts = control.statistics();
        long errors = counts.estimatorErrors() + counts.writerErrors() + counts.listenerErrors()
                + counts.workerErrors();
        if (errors > 0) {
            failures.add("interceptor: " + errors + " errors; none expected");
        }
        CloseReport closing = control.closeReport();
        if (!closing.closed() || !closing.stuck().isEmpty()) {
            failures.add("interceptor: did not end cleanly: " + closing);
        }
        return failures;
    }

    private static long rembsSent(InterceptorStatistics counts) {
        return counts.rembsSentOnInterval() + counts.rembsSentOnDecrease();
    }

    private void stopAndWait() {
        stop();
        try {
            ended.await(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being ended, and the hook is what waits for this run.
            return;
        }
    }
}
