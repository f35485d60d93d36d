package io.bwe.remb;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Frequency;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The delay signal says something else. */
@Name("io.bwe.UsageChange")
@Label("Usage Change")
@Description("What the delay signal says of the use of the path has changed: NORMAL, UNDERUSING, OVERUSING")
final class UsageChangeEvent extends FlightEvent {
    @Label("Estimator")
    String estimator = "";

    @Label("Before")
    @Description("UNKNOWN if nothing was recorded before")
    String before = "";

    @Label("Usage")
    String usage = "";

    @Label("Signal")
    @Description("What the estimator held against its threshold; NaN if it does not say")
    double signal;

    @Label("Threshold")
    @Description("As the last sample has left it, after that was held against it; NaN if the estimator does not say")
    double threshold;

    @Label("Estimate")
    @DataAmount(DataAmount.BITS)
    @Frequency
    long estimate;
}
