package io.bwe.remb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bwe.verification.fuzz.AllocationBound;
import io.bwe.verification.fuzz.GuardedPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * {@link RtpHeader} for any bytes: finds what {@link RtpHeaderModel} finds, throws nothing, allocates nothing, leaves
 * every kind of buffer as it was.
 */
public final class RtpHeaderFuzz {
    /** Takes the results of what is measured, so that the compiler cannot do without them. */
    private static long sink;

    private RtpHeaderFuzz() {
    }

    /**
     * Runs one input.
     *
     * @param input the packet
     */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] half = Arrays.copyOf(input, input.length / 2);
        RtpHeaderModel whole = new RtpHeaderModel(input, input.length);
        // One more byte on the wire: a capture cut the packet, so its last byte is no padding count.
        RtpHeaderModel cut = new RtpHeaderModel(input, input.length + 1);
        RtpHeaderModel cutToHalf = new RtpHeaderModel(half, input.length);
        List<GuardedPacket> kinds = GuardedPacket.kindsOf(input);
        for (GuardedPacket kind : kinds) {
            compare(whole, kind, input.length, input.length);
            compare(cut, kind, input.length, input.length + 1);
            compare(cutToHalf, kind, half.length, input.length);
            assertRefusesWhatIsNotThere(kind.buffer(), input.length);
            kind.assertUntouched();
        }
        AllocationBound.check("reading an RTP header", 0, () -> {
            for (int i = 0; i < kinds.size(); i++) {
                sink += read(kinds.get(i).buffer(), input.length);
            }
        });
    }

    private static void compare(RtpHeaderModel model, GuardedPacket kind, int available, int wireLength) {
        ByteBuffer buffer = kind.buffer();
        int offset = buffer.position();
        int length = RtpHeader.length(buffer, offset, available, wireLength);
        assertEquals(model.length(), length, "header length");
        if (available >= 2) {
            int type = Byte.toUnsignedInt(buffer.get(offset + 1));
            assertEquals(type >= 192 && type < 224, RtpHeader.isRtcp(buffer, offset, available), "RTCP");
        }
        if (length == RtpHeader.MALFORMED) {
            return;
        }
        assertEquals(model.ssrc(), RtpHeader.ssrc(buffer, offset), "SSRC");
        assertEquals(model.timestamp(), RtpHeader.timestamp(buffer, offset), "timestamp");
        assertEquals(model.sequenceNumber(), RtpHeader.sequenceNumber(buffer, offset), "sequence number");
        assertEquals(model.payloadType(), RtpHeader.payloadType(buffer, offset), "payload type");
        assertEquals(model.marker(), RtpHeader.marker(buffer, offset), "marker");
        for (int id = 0; id < RtpHeaderModel.IDS; id++) {
            long element = RtpHeader.findExtension(buffer, offset, length, id);
            long expected = model.start(id) < 0 ? -1 : (long) (offset + model.start(id)) << 16 | model.size(id);
            if (element != expected) {
                assertEquals(expected, element, "extension " + id + " in " + kind);
            }
            if (element >= 0) {
                assertEquals(model.absSendTime(id), RtpHeader.absSendTime(buffer, offset, length, id), "send time");
                assertEquals(model.transmissionOffset(id), RtpHeader.transmissionOffset(buffer, offset, length, id),
                        "transmission offset");
                assertEquals(model.absCaptureTimeAsSendTime(id),
                        RtpHeader.absCaptureTimeAsSendTime(buffer, offset, length, id), "capture time");
            }
        }
    }

    private static void assertRefusesWhatIsNotThere(ByteBuffer buffer, int length) {
        int offset = buffer.position();
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(buffer, offset, length + 1, length + 1), "beyond limit");
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(buffer, -1, length, length), "before the buffer");
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(buffer, offset, length, length - 1), "more than sent");
        assertEquals(RtpHeader.MALFORMED, RtpHeader.length(buffer, offset, -1, length), "negative length");
        assertFalse(RtpHeader.isRtcp(buffer, offset, length + 1), "RTCP beyond limit");
        assertFalse(RtpHeader.isRtcp(buffer, -1, length), "RTCP before the buffer");
    }

    private static long read(ByteBuffer buffer, int available) {
        int offset = buffer.position();
        int length = RtpHeader.length(buffer, offset, available, available);
        long results = RtpHeader.isRtcp(buffer, offset, available) ? 1 : 0;
        if (length != RtpHeader.MALFORMED) {
            results += RtpHeader.ssrc(buffer, offset) + RtpHeader.timestamp(buffer, offset)
                    + RtpHeader.sequenceNumber(buffer, offset) + RtpHeader.payloadType(buffer, offset);
            results += RtpHeader.marker(buffer, offset) ? 1 : 0;
            for (int id = 1; id <= 15; id++) {
                results += RtpHeader.absSendTime(buffer, offset, length, id);
                results += RtpHeader.transmissionOffset(buffer, offset, length, id);
                results += RtpHeader.absCaptureTimeAsSendTime(buffer, offset, length, id);
            }
        }
        return results;
    }
}
