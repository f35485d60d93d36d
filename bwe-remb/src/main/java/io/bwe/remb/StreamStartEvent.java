package io.bwe.remb;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A stream has begun or come back. */
@Name("io.bwe.StreamStart")
@Label("Stream Start")
@Description("The task of a stream has started: with its first packet, or when it came back after being idle")
final class StreamStartEvent extends FlightEvent {
    @Label("SSRC")
    long ssrc;
}
