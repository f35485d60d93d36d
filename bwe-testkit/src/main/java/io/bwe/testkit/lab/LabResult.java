package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.util.List;

/**
 * What came of a run.
 *
 * @param scenario what was run
 * @param capacity what the forward link carried, bits per second
 * @param flows what became of the flows, in the scenario's order
 */
public record LabResult(Scenario scenario, CapacitySchedule capacity, List<LabFlow> flows) {
    /**
     * The run in figures.
     *
     * @return the figures
     */
    public LabMetrics metrics() {
        return new Measurement(this).metrics();
    }

    /** The media flows. */
    List<LabFlow> media() {
        return flows.stream().filter(flow -> flow.spec() instanceof MediaFlow).toList();
    }
}
