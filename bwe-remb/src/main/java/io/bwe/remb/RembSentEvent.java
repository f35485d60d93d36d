package io.bwe.remb;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Frequency;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The sender was told. */
@Name("io.bwe.RembSent")
@Label("REMB Sent")
@Description("A REMB was handed to the RTCP writer; in a replay, one would have been at libwebrtc's pace")
final class RembSentEvent extends FlightEvent {
    @Label("Bitrate")
    @Description("What the sender is told, the cap applied, before it is rounded to REMB's precision")
    @DataAmount(DataAmount.BITS)
    @Frequency
    long bitrate;

    @Label("Reason")
    @Description("interval: it was time to; decrease: at once, because the estimate fell")
    String reason = "";

    @Label("SSRCs")
    @Description("How many streams it names")
    int ssrcs;
}
