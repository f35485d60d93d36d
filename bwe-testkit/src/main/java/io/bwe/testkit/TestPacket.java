package io.bwe.testkit;

import io.bwe.api.PacketView;

/**
 * A received packet whose every field can be set. A new one has payload type 96, 1200 bytes, the SSRC 1, no send time,
 * and zero everywhere else. Setters return the packet and take any value, also one that no packet could have.
 *
 * <p>Used by one thread.
 */
public final class TestPacket implements PacketView {
    /** Size of a new packet, in bytes. */
    public static final int DEFAULT_PAYLOAD_SIZE = 1_200;

    private static final int ABS_SEND_TIME_MASK = 0xFF_FFFF;
    private static final int ABS_SEND_TIME_FRACTION_BITS = 18;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private long arrivalTimeNs;
    private int absSendTime = NO_SEND_TIME;
    private int payloadSize = DEFAULT_PAYLOAD_SIZE;
    private long ssrc = 1;
    private int sequenceNumber;
    private long rtpTimestamp;
    private int clockRate = DEFAULT_CLOCK_RATE;
    private int transmissionOffset;
    private int payloadType = 96;
    private boolean marker;

    /** Creates a packet. */
    public TestPacket() {
    }

    /**
     * A packet with the fields of another.
     *
     * @param packet the other
     * @return a new packet
     */
    public static TestPacket copyOf(PacketView packet) {
        return new TestPacket().arrivalTimeNs(packet.arrivalTimeNs()).absSendTime(packet.absSendTime())
                .payloadSize(packet.payloadSize()).ssrc(packet.ssrc()).sequenceNumber(packet.sequenceNumber())
                .rtpTimestamp(packet.rtpTimestamp()).clockRate(packet.clockRate())
                .transmissionOffset(packet.transmissionOffset()).payloadType(packet.payloadType())
                .marker(packet.marker());
    }

    /**
     * What the abs-send-time extension holds for a time: 6.18 fixed-point seconds, rounded down.
     *
     * @param timeNs the sender's time in nanoseconds, on a clock of any origin
     * @return 0 to 2^24 - 1
     */
    public static int absSendTimeOf(long timeNs) {
        long seconds = Math.floorDiv(timeNs, NS_PER_SECOND);
        long fraction = (Math.floorMod(timeNs, NS_PER_SECOND) << ABS_SEND_TIME_FRACTION_BITS) / NS_PER_SECOND;
        return (int) ((seconds << ABS_SEND_TIME_FRACTION_BITS) + fraction) & ABS_SEND_TIME_MASK;
    }

    /**
     * Sets the time of arrival.
     *
     * @param timeNs nanoseconds since an arbitrary origin
     * @return this
     */
    public TestPacket arrivalTimeNs(long timeNs) {
        arrivalTimeNs = timeNs;
        return this;
    }

    /**
     * Sets the send time.
     *
     * @param value 0 to 2^24 - 1, or {@link #NO_SEND_TIME}
     * @return this
     */
    public TestPacket absSendTime(int value) {
        absSendTime = value;
        return this;
    }

    /**
     * Sets the size of payload and padding.
     *
     * @param bytes 0 or more
     * @return this
     */
    public TestPacket payloadSize(int bytes) {
        payloadSize = bytes;
        return this;
    }

    /**
     * Sets the synchronisation source.
     *
     * @param value 0 to 2^32 - 1
     * @return this
     */
    public TestPacket ssrc(long value) {
        ssrc = value;
        return this;
    }

    /**
     * Sets the sequence number.
     *
     * @param value 0 to 65535
     * @return this
     */
    public TestPacket sequenceNumber(int value) {
        sequenceNumber = value;
        return this;
    }

    /**
     * Sets the RTP timestamp.
     *
     * @param value 0 to 2^32 - 1
     * @return this
     */
    public TestPacket rtpTimestamp(long value) {
        rtpTimestamp = value;
        return this;
    }

    /**
     * Sets the clock rate of the stream.
     *
     * @param ticksPerSecond 1 or more
     * @return this
     */
    public TestPacket clockRate(int ticksPerSecond) {
        clockRate = ticksPerSecond;
        return this;
    }

    /**
     * Sets the transmission offset.
     *
     * @param ticks units of the stream's clock rate, -2^23 to 2^23 - 1
     * @return this
     */
    public TestPacket transmissionOffset(int ticks) {
        transmissionOffset = ticks;
        return this;
    }

    /**
     * Sets the payload type.
     *
     * @param value 0 to 127
     * @return this
     */
    public TestPacket payloadType(int value) {
        payloadType = value;
        return this;
    }

    /**
     * Sets the marker bit.
     *
     * @param value whether it is set
     * @return this
     */
    public TestPacket marker(boolean value) {
        marker = value;
        return this;
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
        return ssrc;
    }

    @Override
    public int sequenceNumber() {
        return sequenceNumber;
    }

    @Override
    public long rtpTimestamp() {
        return rtpTimestamp;
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

    @Override
    public String toString() {
        return "TestPacket[arrivalTimeNs=" + arrivalTimeNs + ", absSendTime=" + absSendTime + ", payloadSize="
                + payloadSize + ", ssrc=" + ssrc + ", sequenceNumber=" + sequenceNumber + ", rtpTimestamp="
                + rtpTimestamp + ", clockRate=" + clockRate + ", transmissionOffset=" + transmissionOffset
                + ", payloadType=" + payloadType + ", marker=" + marker + "]";
    }
}
