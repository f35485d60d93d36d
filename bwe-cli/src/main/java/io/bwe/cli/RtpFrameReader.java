package io.bwe.cli;

import io.bwe.remb.RtpHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RTP packets of a capture, of all flows, and counts what it passes over. On a shared port RTP is told from
 * STUN and DTLS by RFC 7983 and from RTCP by RFC 5761. Used by one thread.
 */
final class RtpFrameReader implements Closeable {
    /** First bytes of RTP and RTCP among the protocols that share a port, RFC 7983 section 7. */
    private static final int FIRST_RTP_BYTE = 128;
    private static final int LAST_RTP_BYTE = 191;

    private final InputBytes bytes;
    private final CaptureReader capture;
    private final CapturedFrame frame = new CapturedFrame();
    private final Datagram datagram = new Datagram();
    private final SkipCounts skipped = new SkipCounts();
    private long frames;
    private int headerLength;

    /**
     * Starts at the front of a capture.
     *
     * @throws BadInputException if its header cannot be used
     */
    RtpFrameReader(InputFile file, ProgressLine progress) throws BadInputException, IOException {
        bytes = file.open(progress);
        try {
            capture = CaptureReader.of(file, bytes);
        } catch (BadInputException | IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** Goes to the next RTP packet; returns whether there is one. */
    boolean next() throws IOException {
        while (capture.next(frame)) {
            frames++;
            SkipReason reason = UdpExtractor.extract(frame, datagram);
            if (reason == null) {
                reason = examine();
            }
            if (reason == null) {
                return true;
            }
            skipped.add(reason);
        }
        return false;
    }

    private @Nullable SkipReason examine() {
        ByteBuffer data = datagram.data();
        int offset = datagram.offset();
        int available = datagram.available();
        if (available == 0) {
            return datagram.wireLength() == 0 ? SkipReason.NOT_RTP : SkipReason.CUT;
        }
        int firstByte = Byte.toUnsignedInt(data.get(offset));
        if (firstByte < FIRST_RTP_BYTE || firstByte > LAST_RTP_BYTE) {
            return SkipReason.NOT_RTP;
        }
        if (RtpHeader.isRtcp(data, offset, available)) {
            return SkipReason.RTCP;
        }
        // One byte more than there is: the last byte, the padding count, is not to be checked. SRTP encrypts it.
        headerLength = RtpHeader.length(data, offset, available, available + 1);
        if (headerLength == RtpHeader.MALFORMED) {
            return available < datagram.wireLength() ? SkipReason.CUT : SkipReason.MALFORMED_RTP;
        }
        return frame.timestampNs() == CapturedFrame.NO_TIMESTAMP ? SkipReason.NO_TIMESTAMP : null;
    }

    /** The datagram that holds the packet. */
    Datagram datagram() {
        return datagram;
    }

    /** Bytes of the packet's RTP header with its extensions. */
    int headerLength() {
        return headerLength;
    }

    /** When the packet was captured, in nanoseconds since 1970. */
    long timestampNs() {
        return frame.timestampNs();
    }

    /** Frames read so far, of any kind. */
    long frames() {
        return frames;
    }

    /** What was passed over so far. */
    SkipCounts skipped() {
        return skipped;
    }

    /** Why the capture ended early, or null. */
    @Nullable
    String damage() {
        return capture.damage();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
