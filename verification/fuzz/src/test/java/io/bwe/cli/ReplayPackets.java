package io.bwe.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.api.PacketView;
import java.util.Arrays;

/** What holds for every packet that is replayed. */
final class ReplayPackets {
    private ReplayPackets() {
    }

    /** Checks the ranges that {@link PacketView} documents. */
    static void assertInRange(ReplayPacket packet) {
        int sendTime = packet.absSendTime();
        assertTrue(sendTime == PacketView.NO_SEND_TIME || sendTime >= 0 && sendTime < 1 << 24, "send time");
        assertTrue(packet.payloadSize() >= 0 && packet.payloadSize() <= 65_535, "payload size");
        assertTrue(packet.ssrc() >= 0 && packet.ssrc() < 1L << 32, "SSRC");
        assertTrue(packet.rtpTimestamp() >= 0 && packet.rtpTimestamp() < 1L << 32, "RTP timestamp");
        assertTrue(packet.sequenceNumber() >= 0 && packet.sequenceNumber() < 1 << 16, "sequence number");
        assertTrue(packet.payloadType() >= 0 && packet.payloadType() < 128, "payload type");
        int clockRate = packet.clockRate();
        assertTrue(clockRate == PacketView.UNKNOWN_CLOCK_RATE || clockRate > 0 && clockRate <= 1_000_000_000,
                "clock rate");
        int offset = packet.transmissionOffset();
        assertTrue(offset >= -(1 << 23) && offset < 1 << 23, "transmission offset");
    }

    /** A hash of all values of a packet. */
    static long hash(ReplayPacket packet) {
        return Arrays.hashCode(new long[]{packet.arrivalTimeNs(), packet.nowNs(), packet.shownArrivalUs(),
                packet.absSendTime(), packet.payloadSize(), packet.ssrc(), packet.rtpTimestamp(), packet.clockRate(),
                packet.transmissionOffset(), packet.operations().hashCode()});
    }
}
