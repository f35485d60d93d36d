package io.bwe.remb;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A stream has ended. */
@Name("io.bwe.StreamEnd")
@Label("Stream End")
@Description("The task of a stream has ended")
final class StreamEndEvent extends FlightEvent {
    @Label("SSRC")
    long ssrc;

    @Label("Reason")
    @Description("IDLE, UNBIND, CLOSE, EVICTED")
    String reason = "";

    @Label("Packets")
    @Description("Packets received of this SSRC since it was bound")
    long packets;

    @Label("Packets Lost")
    @Description("Packets lost of this SSRC since it was bound, as RFC 3550 counts them")
    long packetsLost;

    @Label("Jitter")
    @Timespan(Timespan.NANOSECONDS)
    long jitter;
}
