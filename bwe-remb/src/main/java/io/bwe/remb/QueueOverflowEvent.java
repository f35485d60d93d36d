package io.bwe.remb;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Packets of a stream were not estimated. */
@Name("io.bwe.QueueOverflow")
@Label("Queue Overflow")
@Description("A stream's queue was full: its newest packets were passed on but not estimated")
final class QueueOverflowEvent extends FlightEvent {
    @Label("SSRC")
    @Description("0 for packets that no stream announced and that none had been opened for")
    long ssrc;

    @Label("Dropped")
    @Description("Packets dropped since the stream's task looked last, some milliseconds before")
    long dropped;
}
