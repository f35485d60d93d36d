package io.bwe.remb;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A packet was estimated. */
@Name("io.bwe.Packet")
@Label("Packet")
@Description("A packet was given to the estimator; off by default")
@Enabled(false)
final class PacketEvent extends FlightEvent {
    @Label("SSRC")
    long ssrc;

    @Label("Sequence Number")
    int sequenceNumber;

    @Label("RTP Timestamp")
    long rtpTimestamp;

    @Label("Arrival Time")
    @Description("On the clock of whoever received it")
    @Timespan(Timespan.NANOSECONDS)
    long arrivalTime;

    @Label("Abs-send-time")
    @Description("6.18 fixed-point seconds; -1 if the packet carries none")
    int absSendTime;

    @Label("Payload Size")
    @Description("Payload and padding")
    @DataAmount
    int payloadSize;
}
