package io.bwe.remb;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A pair of packet groups was compared: the internals of a delay-based estimator. NaN is what it does not say. */
@Name("io.bwe.DelaySample")
@Label("Delay Sample")
@Description("Two groups of packets gave a sample of how delay varies, and what the estimator made of it; off by default")
@Enabled(false)
final class DelaySampleEvent extends FlightEvent {
    @Label("Estimator")
    String estimator = "";

    @Label("Send Delta")
    @Description("Time between the groups at the sender, in milliseconds")
    double sendDelta;

    @Label("Arrival Delta")
    @Description("Time between the groups at the receiver, in milliseconds")
    double arrivalDelta;

    @Label("Size Delta")
    @Description("Bytes by which the later group is larger")
    double sizeDelta;

    @Label("Offset")
    @Description("State of the Kalman filter, in milliseconds")
    double offset;

    @Label("Trend")
    @Description("Slope of the line fitted to the delay")
    double trend;

    @Label("Signal")
    @Description("What is held against the threshold")
    double signal;

    @Label("Threshold")
    double threshold;

    @Label("Usage")
    @Description("NORMAL, UNDERUSING, OVERUSING")
    String usage = "";
}
