package io.bwe.cli;

import io.bwe.api.EstimateView;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints what came of a run of the demo as a JSON object on a single line, for scripts; nothing before its end. Rates
 * are in bits per second, times in seconds since the start; what is not known is null. Used by one thread.
 *
 * <ul>
 * <li>{@code ok}, whether all is well; {@code failures}, a text for everything that went wrong
 * <li>{@code lengthSeconds}, how long the run was to last; {@code elapsedSeconds}, how long it did
 * <li>{@code schedule}, the capacity of the link, which carries IP packets: each {@code fromSeconds} and
 * {@code capacityBps}
 * <li>{@code utilisationPercent} of that capacity
 * <li>{@code queueDelayP95Ms}, {@code highestQueueDelayMs}, the wait in the queue in milliseconds
 * <li>{@code packets} that reached the link, {@code packetsDropped} by its full queue, {@code lossPercent}
 * <li>{@code rembsSent} by the receiver, {@code rembsReceived} by the sender
 * <li>{@code estimator} that the run began with
 * <li>{@code shadows}, each {@code name}, {@code failed}, why it was dropped, null if it was not; {@code estimateBps},
 * {@code lowestEstimateBps}, {@code highestEstimateBps}, of what it said at the end of each second
 * <li>{@code swap}, null if there was to be none: {@code estimator} that was to take over, {@code askedSeconds} when,
 * {@code tookOverSeconds}, {@code longestRembGapSeconds} in the whole run since the first estimate
 * <li>{@code stepsDown} of the capacity, each {@code fromSeconds}, {@code beforeBps}, {@code capacityBps},
 * {@code highestQueueDelayMs} up to the next step, {@code drainedAfterSeconds} since the step: from then on the wait was
 * below 300 ms
 * </ul>
 */
final class DemoJson implements DemoOutput {
    private static final double MS_NS = 1e6;

    private final PrintWriter out;
    private List<DemoShadow> shadows = List.of();

    /**
     * Prepares the object.
     *
     * @param out takes it
     */
    DemoJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(DemoSchedule schedule, DemoMeasurements measured, List<DemoShadow> shadows) {
        this.shadows = shadows;
    }

    @Override
    public void second(int second, EstimateView estimate, List<String> events) {
        shadows.forEach(DemoShadow::sample);
    }

    @Override
    public void end(DemoResult result) {
        out.println(JsonFields.write(json -> write(json, result)));
        out.flush();
    }

    private static void write(JsonFields json, DemoResult result) {
        DemoMeasurements measured = result.measured();
        json.flag("ok", result.failures().isEmpty());
        json.texts("failures", result.failures());
        json.seconds("lengthSeconds", result.schedule().lengthNs());
        json.seconds("elapsedSeconds", result.elapsedNs());
        json.objects("schedule", result.schedule().steps(), (it, step) -> {
            it.seconds("fromSeconds", step.fromNs());
            it.number("capacityBps", step.capacityBps());
        });
        json.rounded("utilisationPercent", result.utilisationPercent());
        json.rounded("queueDelayP95Ms", measured.p95QueueDelayNs() / MS_NS);
        json.rounded("highestQueueDelayMs", measured.highestQueueDelayNs() / MS_NS);
        json.number("packets", measured.offeredPackets());
        json.number("packetsDropped", measured.droppedPackets());
        json.rounded("lossPercent", result.lossPercent());
        json.number("rembsSent", result.rembsSent());
        json.number("rembsReceived", measured.rembs().size());
        json.text("estimator", result.estimator());
        json.objects("shadows", result.shadows(), DemoJson::writeShadow);
        json.object("swap", result.swap().orElse(null), (it, swap) -> {
            it.text("estimator", swap.name());
            it.seconds("askedSeconds", swap.askedNs());
            it.seconds("tookOverSeconds", swap.tookOverNs());
            it.seconds("longestRembGapSeconds", result.longestRembGap().lengthNs());
        });
        json.objects("stepsDown", result.stepsDown(), (it, down) -> {
            it.seconds("fromSeconds", down.step().fromNs());
            it.number("beforeBps", down.step().beforeBps());
            it.number("capacityBps", down.step().capacityBps());
            it.rounded("highestQueueDelayMs", down.queueDelayNs() / MS_NS);
            it.seconds("drainedAfterSeconds", down.drainedNs());
        });
    }

    private static void writeShadow(JsonFields json, DemoShadow shadow) {
        boolean known = shadow.hasEstimate();
        json.text("name", shadow.name());
        json.text("failed", shadow.failure().orElse(null));
        json.ifKnown("estimateBps", known ? shadow.lastBps() : -1);
        json.ifKnown("lowestEstimateBps", known ? shadow.lowestBps() : -1);
        json.ifKnown("highestEstimateBps", known ? shadow.highestBps() : -1);
    }
}
