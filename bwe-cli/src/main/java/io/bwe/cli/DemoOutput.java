package io.bwe.cli;

import io.bwe.api.EstimateView;
import java.util.List;

/** Shows a run of the demo, as it goes on and at its end. Used by one thread. */
interface DemoOutput {
    /**
     * The run begins.
     *
     * @param schedule how long it lasts and what the link carries
     * @param measured what is measured, for as long as it lasts
     * @param shadows the estimators beside the running one
     */
    void begin(DemoSchedule schedule, DemoMeasurements measured, List<DemoShadow> shadows);

    /**
     * A second has ended. Lets the shadows note what they say.
     *
     * @param second 1 for the first
     * @param estimate what the interceptor says now
     * @param events what else has happened in it
     */
    void second(int second, EstimateView estimate, List<String> events);

    /**
     * The run has ended, or was stopped.
     *
     * @param result what came out
     */
    void end(DemoResult result);
}
