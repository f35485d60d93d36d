package io.bwe.cli;

import io.bwe.remb.RtpHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The RTP packets of one flow of a capture. Arrival times are the capture's, relative to the flow's first packet.
 * Used by one thread.
 */
final class CapturePacketSource implements PacketSource {
    private final RtpFrameReader reader;
    private final Flow flow;
    private final int absSendTimeId;
    private final int toffsetId;
    private final ClockRates clockRates;
    private final int srtpTagBytes;
    private final MonotonicTime arrival = new MonotonicTime();
    private long firstTimestampNs = CapturedFrame.NO_TIMESTAMP;

    /**
     * Starts at the front of a capture.
     *
     * @param reader reads it, closed with this
     * @param flow whose packets to take
     * @param absSendTimeId the id of abs-send-time, or {@link SendTimeExtensionFinder#NONE}
     * @param toffsetId the id of toffset, or {@link SendTimeExtensionFinder#NONE}
     * @param clockRates the clock rates of the flow's streams
     * @param srtpTagBytes bytes behind each payload that authenticate it and do not count
     */
    CapturePacketSource(RtpFrameReader reader, Flow flow, int absSendTimeId, int toffsetId,
            ClockRates clockRates, int srtpTagBytes) {
        this.reader = reader;
        this.flow = flow;
        this.absSendTimeId = absSendTimeId;
        this.toffsetId = toffsetId;
        this.clockRates = clockRates;
        this.srtpTagBytes = srtpTagBytes;
    }

    @Override
    public boolean next(ReplayPacket packet) throws IOException {
        while (reader.next()) {
            if (reader.datagram().flow().equals(flow)) {
                fill(packet);
                return true;
            }
            reader.skipped().add(SkipReason.OTHER_FLOW);
        }
        return false;
    }

    private void fill(ReplayPacket packet) {
        Datagram datagram = reader.datagram();
        ByteBuffer data = datagram.data();
        int offset = datagram.offset();
        int headerLength = reader.headerLength();
        if (firstTimestampNs == CapturedFrame.NO_TIMESTAMP) {
            firstTimestampNs = reader.timestampNs();
        }
        long arrivalNs = arrival.next(reader.timestampNs() - firstTimestampNs);
        packet.setTimes(arrivalNs / 1_000, arrivalNs, arrivalNs);
        long ssrc = RtpHeader.ssrc(data, offset);
        packet.setContent(RtpHeader.absSendTime(data, offset, headerLength, absSendTimeId),
                Math.max(0, datagram.wireLength() - headerLength - srtpTagBytes), ssrc,
                RtpHeader.timestamp(data, offset));
        packet.setTiming(clockRates.of(ssrc), RtpHeader.transmissionOffset(data, offset, headerLength, toffsetId));
        packet.setHeader(RtpHeader.sequenceNumber(data, offset), RtpHeader.payloadType(data, offset),
                RtpHeader.marker(data, offset));
    }

    @Override
    public boolean hasSequenceNumbers() {
        return true;
    }

    @Override
    public @Nullable String damage() {
        return reader.damage();
    }

    @Override
    public String extent() {
        return String.format(Locale.ROOT, "%,d frames", reader.frames());
    }

    @Override
    public List<String> skipped() {
        List<String> lines = new ArrayList<>(reader.skipped().lines());
        if (arrival.clamped() > 0) {
            lines.add(String.format(Locale.ROOT, "%,d times that ran backwards (replayed as the latest before)",
                    arrival.clamped()));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
