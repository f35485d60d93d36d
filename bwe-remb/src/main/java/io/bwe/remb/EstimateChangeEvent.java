package io.bwe.remb;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Frequency;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The estimate has changed. */
@Name("io.bwe.EstimateChange")
@Label("Estimate Change")
@Description("The estimate of the estimator that drives the REMBs has changed")
final class EstimateChangeEvent extends FlightEvent {
    @Label("Estimator")
    String estimator = "";

    @Label("Before")
    @Description("The estimate before; 0 if there was none, or none was recorded")
    @DataAmount(DataAmount.BITS)
    @Frequency
    long before;

    @Label("Estimate")
    @Description("The estimate now; 0 if there is none any more")
    @DataAmount(DataAmount.BITS)
    @Frequency
    long estimate;

    @Label("Incoming")
    @Description("The rate at which payload and padding arrive; -1 if it cannot be measured")
    @DataAmount(DataAmount.BITS)
    @Frequency
    long incoming;

    @Label("Usage")
    @Description("What the delay signal says: NORMAL, UNDERUSING, OVERUSING")
    String usage = "";

    @Label("Live Streams")
    int liveStreams;
}
