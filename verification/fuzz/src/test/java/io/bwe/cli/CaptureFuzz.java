package io.bwe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.remb.RtpHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The readers of captures and all that is made of their frames, for any bytes in a pcap or pcapng file, packed or not:
 * every frame takes its bytes of the file, every value is in range, nothing but {@link BadInputException} is thrown,
 * and what is allocated is bounded.
 */
public final class CaptureFuzz {
    /**
     * Fixed: the file is opened four times, each with a buffer of 64 KiB, twice that if packed, with a frame of as much
     * and with 16 KiB for pcapng's fields; 790 KiB were seen. For each byte of the file: what costs most is a flow,
     * which a frame of 56 bytes (record header, IPv4, UDP, RTP) begins, with a table of 256 candidates and 64 samples
     * of a stream's clock. That is about 2,000 bytes, or 36 for each; an extension element of 5 bytes, which may become
     * a candidate of 72, is next.
     */
    private static final FuzzedFile.Bound BOUND = new FuzzedFile.Bound(1 << 20, 64);
    /** The header of a pcap record; pcapng's blocks have more. */
    private static final int LEAST_FRAME_BYTES = 16;
    private static final long LATEST_NS = 1L << 62;

    private CaptureFuzz() {
    }

    /**
     * Runs one input.
     *
     * @param input the file
     */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.check(input, false, CaptureFuzz::read, BOUND);
    }

    private static long read(InputFile file) throws BadInputException, IOException {
        long hash = readFrames(file);
        long rtpPackets = readRtp(file);
        return 31 * hash + (rtpPackets == 0 ? 0 : replay(file));
    }

    private static long readFrames(InputFile file) throws BadInputException, IOException {
        try (InputBytes bytes = file.open(FuzzedFile.silent())) {
            CaptureReader capture = CaptureReader.of(file, bytes);
            CapturedFrame frame = new CapturedFrame();
            Datagram datagram = new Datagram();
            long hash = 0;
            long start = bytes.position();
            while (capture.next(frame)) {
                assertTrue(bytes.position() - start >= LEAST_FRAME_BYTES + frame.data().limit(),
                        "a frame takes its bytes of the file");
                start = bytes.position();
                hash = 31 * hash + check(frame, datagram);
            }
            assertFalse(capture.next(frame), "a capture that has ended has ended");
            if (capture.damage() != null) {
                FuzzedFile.assertOneLine(capture.damage());
            }
            return hash;
        }
    }

    private static long check(CapturedFrame frame, Datagram datagram) {
        ByteBuffer data = frame.data();
        int limit = data.limit();
        assertTrue(data.position() == 0 && limit <= CapturedFrame.CAPACITY, "captured bytes");
        assertTrue(frame.originalLength() >= 0 && frame.originalLength() < 1L << 32, "original length");
        assertTrue(frame.timestampNs() >= CapturedFrame.NO_TIMESTAMP && frame.timestampNs() <= LATEST_NS, "time");
        int networkOffset = LinkLayer.networkOffset(frame);
        assertTrue(networkOffset >= LinkLayer.CUT && networkOffset <= limit, "begin of the IP packet");
        SkipReason reason = UdpExtractor.extract(frame, datagram);
        long hash = 31 * (31 * frame.timestampNs() + frame.originalLength()) + networkOffset;
        if (reason == null) {
            assertTrue(datagram.offset() >= networkOffset + 28, "a datagram lies behind its headers");
            assertTrue(datagram.available() >= 0 && datagram.offset() + datagram.available() <= limit,
                    "a datagram lies within its frame");
            assertTrue(datagram.available() <= datagram.wireLength() && datagram.wireLength() <= 65_535 - 8,
                    "a datagram's length on the wire");
            hash = 31 * (31 * hash + datagram.flow().hashCode()) + datagram.wireLength();
        }
        assertTrue(data.position() == 0 && data.limit() == limit && data.order() == ByteOrder.BIG_ENDIAN,
                "the frame's buffer is left as it was");
        return hash;
    }

    private static long readRtp(InputFile file) throws BadInputException, IOException {
        try (RtpFrameReader reader = new RtpFrameReader(file, FuzzedFile.silent())) {
            long packets = 0;
            while (reader.next()) {
                packets++;
                Datagram datagram = reader.datagram();
                assertEquals(
                        RtpHeader.length(datagram.data(), datagram.offset(), datagram.available(),
                                datagram.available() + 1),
                        reader.headerLength(), "header length");
                assertTrue(reader.headerLength() >= 12 && reader.headerLength() <= datagram.available(), "RTP header");
                assertTrue(reader.timestampNs() >= 0, "time of an RTP packet");
            }
            long skipped = 0;
            for (SkipReason reason : SkipReason.values()) {
                skipped += reader.skipped().count(reason);
            }
            assertEquals(reader.frames(), packets + skipped, "frames are RTP or counted as skipped");
            return packets;
        }
    }

    private static long replay(InputFile file) throws BadInputException, IOException {
        FlowSelector.Selection selection = CaptureScan.select(file, FuzzedFile.silent(), null,
                SendTimeExtensionFinder.NONE, false);
        assertTrue(selection.extensionId() >= 0 && selection.extensionId() < 256, "extension id");
        ReplayPacket packet = new ReplayPacket();
        try (CapturePacketSource source = new CapturePacketSource(new RtpFrameReader(file, FuzzedFile.silent()),
                selection.flow(), selection.extensionId(), 2, selection.clockRates(), 10)) {
            long packets = 0;
            long hash = 0;
            long latestNs = 0;
            while (source.next(packet)) {
                packets++;
                ReplayPackets.assertInRange(packet);
                assertTrue(packet.arrivalTimeNs() >= latestNs, "arrival times do not run backwards");
                latestNs = packet.arrivalTimeNs();
                hash = 31 * hash + ReplayPackets.hash(packet);
            }
            assertEquals(selection.rtpPackets(), packets, "packets of the flow");
            return hash;
        }
    }
}
