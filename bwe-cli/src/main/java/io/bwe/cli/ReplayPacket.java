package io.bwe.cli;

import io.bwe.api.PacketView;
import java.util.List;

/** One packet to replay; a recycled slot that a {@link PacketSource} fills. Used by one thread. */
final class ReplayPacket implements PacketView {
    private List<StreamOperation> operations = List.of();
    private long shownArrivalUs;
    private long arrivalTimeNs;
    private long nowNs;
    private int absSendTime;
    private int payloadSize;
    private long ssrc;
    private int sequenceNumber;
    private long rtpTimestamp;
    private int clockRate = DEFAULT_CLOCK_RATE;
    private int transmissionOffset;
    private int payloadType;
    private boolean marker;

    /**
     * Sets the times.
     *
     * @param shownArrivalUs the arrival time as the table shows it
     * @param arrivalTimeNs the arrival time, never smaller than that of the packet before
     * @param nowNs the estimator's now, likewise
     */
    void setTimes(long shownArrivalUs, long arrivalTimeNs, long nowNs) {
        this.shownArrivalUs = shownArrivalUs;
        this.arrivalTimeNs = arrivalTimeNs;
        this.nowNs = nowNs;
    }

    /** Sets what every source knows. */
    void setContent(int absSendTime, int payloadSize, long ssrc, long rtpTimestamp) {
        this.absSendTime = absSendTime;
        this.payloadSize = payloadSize;
        this.ssrc = ssrc;
        this.rtpTimestamp = rtpTimestamp;
    }

    /** Sets what gives the RTP timestamp a meaning in time. */
    void setTiming(int clockRate, int transmissionOffset) {
        this.clockRate = clockRate;
        this.transmissionOffset = transmissionOffset;
    }

    /** Sets the fields of the RTP header that matter to no estimator of this project. */
    void setHeader(int sequenceNumber, int payloadType, boolean marker) {
        this.sequenceNumber = sequenceNumber;
        this.payloadType = payloadType;
        this.marker = marker;
    }

    /** Sets what happens before the packet. */
    void setOperations(List<StreamOperation> operations) {
        this.operations = operations;
    }

    /** What happens before the packet, in order. */
    List<StreamOperation> operations() {
        return operations;
    }

    /** The arrival time in microseconds as the table shows it. */
    long shownArrivalUs() {
        return shownArrivalUs;
    }

    /** The estimator's now in nanoseconds. */
    long nowNs() {
        return nowNs;
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
}
