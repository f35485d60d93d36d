package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import java.util.TreeSet;

/**
 * An estimator that describes what it is given. Its estimate is 1000 times the size of the last payload; an update is
 * due when that size is even; it is over-used when the size is above 1000.
 */
class EchoEstimator implements Estimator {
    private final TreeSet<Long> ssrcs = new TreeSet<>();
    private long arrivalNs;
    private long nowNs;
    private int sendTime;
    private int payloadSize;
    private long rttNs;
    private int header;
    private long rtpTimestamp;
    private int clockRate;
    private int transmissionOffset;

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        arrivalNs = packet.arrivalTimeNs();
        this.nowNs = nowNs;
        sendTime = packet.absSendTime();
        payloadSize = packet.payloadSize();
        header = packet.sequenceNumber() << 8 | (packet.marker() ? 0x80 : 0) | packet.payloadType();
        rtpTimestamp = packet.rtpTimestamp();
        clockRate = packet.clockRate();
        transmissionOffset = packet.transmissionOffset();
        ssrcs.add(packet.ssrc());
        return payloadSize % 2 == 0;
    }

    @Override
    public void onTime(long nowNs) {
        this.nowNs = nowNs;
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        this.rttNs = rttNs;
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        ssrcs.remove(ssrc);
    }

    @Override
    public void reset() {
        ssrcs.clear();
    }

    @Override
    public boolean hasEstimate() {
        return true;
    }

    @Override
    public long estimateBps() {
        return payloadSize * 1_000L;
    }

    @Override
    public long incomingBps() {
        return -1;
    }

    @Override
    public BandwidthUsage usage() {
        return payloadSize > 1_000 ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return ssrcs.size();
    }

    @Override
    public long liveSsrc(int index) {
        return ssrcs.stream().skip(index).findFirst().orElseThrow(IndexOutOfBoundsException::new);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("arrival_ns", arrivalNs);
        sink.value("now_ns", nowNs);
        if (sendTime == PacketView.NO_SEND_TIME) {
            sink.absent("send_time_s");
        } else {
            sink.value("send_time_s", sendTime / (double) (1 << 18));
        }
        sink.value("payload", payloadSize);
        sink.value("rtt_ms", rttNs / 1_000_000);
        sink.value("header", header);
        sink.value("rtp_timestamp", rtpTimestamp);
        sink.value("clock_rate", clockRate);
        sink.value("transmission_offset", transmissionOffset);
    }
}
