package io.bwe.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Builds RTP packets (RFC 3550) with header extensions (RFC 8285), well-formed unless asked otherwise. Can be used for
 * several packets; used by one thread.
 */
public final class RtpPacketBuilder {
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private int version = 2;
    private int payloadType = 96;
    private boolean marker;
    private int sequenceNumber;
    private long timestamp;
    private long ssrc;
    private long[] csrcs = {};
    private boolean twoByteHeaders;
    private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    private int payloadSize;
    private int paddingSize;

    /** Creates a builder for packets without payload, extensions or padding. */
    public RtpPacketBuilder() {
    }

    /**
     * Sets the version field.
     *
     * @param version 0 to 3; default 2, the only valid one
     * @return this
     */
    public RtpPacketBuilder version(int version) {
        this.version = version;
        return this;
    }

    /**
     * Sets the payload type.
     *
     * @param payloadType 0 to 127; default 96
     * @return this
     */
    public RtpPacketBuilder payloadType(int payloadType) {
        this.payloadType = payloadType;
        return this;
    }

    /**
     * Sets the marker bit.
     *
     * @param marker whether it is set; default no
     * @return this
     */
    public RtpPacketBuilder marker(boolean marker) {
        this.marker = marker;
        return this;
    }

    /**
     * Sets the sequence number.
     *
     * @param sequenceNumber the low 16 bits are used; default 0
     * @return this
     */
    public RtpPacketBuilder sequenceNumber(int sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
        return this;
    }

    /**
     * Sets the RTP timestamp.
     *
     * @param timestamp the low 32 bits are used; default 0
     * @return this
     */
    public RtpPacketBuilder timestamp(long timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    /**
     * Sets the SSRC.
     *
     * @param ssrc the low 32 bits are used; default 0
     * @return this
     */
    public RtpPacketBuilder ssrc(long ssrc) {
        this.ssrc = ssrc;
        return this;
    }

    /**
     * Sets the contributing sources.
     *
     * @param csrcs up to 15; default none
     * @return this
     */
    public RtpPacketBuilder csrcs(long... csrcs) {
        this.csrcs = csrcs.clone();
        return this;
    }

    /**
     * Chooses two-byte extension headers. Choose before adding extensions.
     *
     * @return this
     */
    public RtpPacketBuilder twoByteHeaders() {
        twoByteHeaders = true;
        return this;
    }

    /**
     * Adds a header extension.
     *
     * @param id 1 to 14, with two-byte headers 1 to 255
     * @param data 1 to 16 bytes, with two-byte headers 0 to 255
     * @return this
     */
    public RtpPacketBuilder extension(int id, byte... data) {
        if (twoByteHeaders) {
            extensions.write(id);
            extensions.write(data.length);
        } else {
            extensions.write(id << 4 | data.length - 1);
        }
        extensions.writeBytes(data);
        return this;
    }

    /**
     * Adds bytes to the extension block as they are: padding between elements, or something malformed.
     *
     * @param bytes the bytes
     * @return this
     */
    public RtpPacketBuilder rawExtensionBytes(byte... bytes) {
        extensions.writeBytes(bytes);
        return this;
    }

    /**
     * Adds an abs-send-time extension.
     *
     * @param id the extension's id
     * @param absSendTime 6.18 fixed-point seconds; the low 24 bits are used
     * @return this
     */
    public RtpPacketBuilder absSendTime(int id, int absSendTime) {
        return extension(id, (byte) (absSendTime >> 16), (byte) (absSendTime >> 8), (byte) absSendTime);
    }

    /**
     * Adds an abs-capture-time extension in its short form.
     *
     * @param id the extension's id
     * @param ntpTime 32.32 fixed-point seconds
     * @return this
     */
    public RtpPacketBuilder absCaptureTime(int id, long ntpTime) {
        return extension(id, ByteBuffer.allocate(Long.BYTES).putLong(ntpTime).array());
    }

    /**
     * Takes all extensions away.
     *
     * @return this
     */
    public RtpPacketBuilder noExtensions() {
        extensions.reset();
        return this;
    }

    /**
     * Sets the size of the payload, which is all zeros.
     *
     * @param bytes 0 or more; default 0
     * @return this
     */
    public RtpPacketBuilder payloadSize(int bytes) {
        payloadSize = bytes;
        return this;
    }

    /**
     * Sets the size of the padding.
     *
     * @param bytes 0 (no padding bit) to 255; default 0
     * @return this
     */
    public RtpPacketBuilder paddingSize(int bytes) {
        paddingSize = bytes;
        return this;
    }

    /**
     * Builds a packet.
     *
     * @return a new heap buffer with the packet between position 0 and limit
     */
    public ByteBuffer build() {
        int extensionWords = (extensions.size() + 3) / 4;
        boolean hasExtensions = extensions.size() > 0;
        int size = 12 + 4 * csrcs.length + (hasExtensions ? 4 + 4 * extensionWords : 0) + payloadSize + paddingSize;
        ByteBuffer packet = ByteBuffer.allocate(size);
        packet.put((byte) (version << 6 | (paddingSize > 0 ? 0x20 : 0) | (hasExtensions ? 0x10 : 0) | csrcs.length));
        packet.put((byte) ((marker ? 0x80 : 0) | payloadType));
        packet.putShort((short) sequenceNumber);
        packet.putInt((int) timestamp);
        packet.putInt((int) ssrc);
        for (long csrc : csrcs) {
            packet.putInt((int) csrc);
        }
        if (hasExtensions) {
            packet.putShort((short) (twoByteHeaders ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE));
            packet.putShort((short) extensionWords);
            packet.put(extensions.toByteArray());
            packet.position(packet.position() + 4 * extensionWords - extensions.size());
        }
        if (paddingSize > 0) {
            packet.put(size - 1, (byte) paddingSize);
        }
        return packet.rewind();
    }
}
