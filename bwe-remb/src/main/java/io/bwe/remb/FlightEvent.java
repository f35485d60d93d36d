package io.bwe.remb;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What all events for the JDK Flight Recorder have in common. Where in the code they come from tells nobody anything. */
@Category({"Bandwidth Estimation"})
@StackTrace(false)
abstract class FlightEvent extends Event {
    /** {@link #traceTime} of what happens live: shown as N/A. */
    static final long LIVE = Long.MIN_VALUE;

    @Label("Interceptor")
    @Description("Which interceptor of this JVM, or which replay")
    String interceptor = "";

    @Label("Trace Time")
    @Description("In a replay, the time since the first packet; not applicable live, where the event's own time says it")
    @Timespan(Timespan.NANOSECONDS)
    long traceTime = LIVE;
}
