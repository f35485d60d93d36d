package io.bwe.remb;

import io.bwe.api.PacketView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one packet on its way from the RTP thread to the estimator. Slots are recycled; each has
 * one owner at a time: RTP thread, stream task, transport task, and back to the {@link SlotPool}. The queues between
 * them hand the contents over.
 */
final class PacketSlot implements PacketView {
    /** What follows this one where slots are chained; its owner's. */
    @Nullable
    PacketSlot next;
    /** How many slots are chained from here on, in a {@link SlotStack}. */
    int depth;

    long arrivalTimeNs;
    long nowNs;
    long ordinal;
    int absSendTime;
    /** abs-capture-time as 24-bit 6.18 fixed-point seconds, or {@link PacketView#NO_SEND_TIME}. */
    int captureSendTime;
    private int transmissionOffset;
    private int clockRate;
    private int payloadSize;
    // Unsigned, in as many bits as in the packet: there are many slots.
    private int ssrc;
    private int rtpTimestamp;
    private char sequenceNumber;
    private byte payloadType;
    private boolean marker;

    /**
     * Copies what matters of a packet whose header is known to be well-formed.
     *
     * @param extensions what its stream has negotiated
     * @param streamClockRate its stream's RTP timestamp units per second
     */
    void fill(ByteBuffer packet, int headerLength, TimingExtensions extensions, int streamClockRate) {
        int offset = packet.position();
        absSendTime = extensions.absSendTime(packet, offset, headerLength);
        captureSendTime = extensions.captureSendTime(packet, offset, headerLength);
        transmissionOffset = extensions.transmissionOffset(packet, offset, headerLength);
        clockRate = streamClockRate;
        payloadSize = packet.limit() - offset - headerLength;
        ssrc = (int) RtpHeader.ssrc(packet, offset);
        rtpTimestamp = (int) RtpHeader.timestamp(packet, offset);
        sequenceNumber = (char) RtpHeader.sequenceNumber(packet, offset);
        payloadType = (byte) RtpHeader.payloadType(packet, offset);
        marker = RtpHeader.marker(packet, offset);
    }

    /** Whether this packet is fed before another: by arrival, then ordinal, then SSRC. */
    boolean isBefore(PacketSlot other) {
        if (arrivalTimeNs != other.arrivalTimeNs) {
            return arrivalTimeNs < other.arrivalTimeNs;
        }
        return ordinal != other.ordinal
                ? ordinal < other.ordinal
                : Integer.compareUnsigned(ssrc, other.ssrc) < 0;
    }

    @Override
    public long arrivalTimeNs() {
        return arrivalTimeNs;
    }

    @Override
    public int absSendTime() {
        return absSendTime;
    }

    @Override
    public int payloadSize() {
        return payloadSize;
    }

    @Override
    public long ssrc() {
        return Integer.toUnsignedLong(ssrc);
    }

    @Override
    public int sequenceNumber() {
        return sequenceNumber;
    }

    @Override
    public long rtpTimestamp() {
        return Integer.toUnsignedLong(rtpTimestamp);
    }

    @Override
    public int clockRate() {
        return clockRate;
    }

    @Override
    public int transmissionOffset() {
        return transmissionOffset;
    }

    @Override
    public int payloadType() {
        return payloadType;
    }

    @Override
    public boolean marker() {
        return marker;
    }
}
