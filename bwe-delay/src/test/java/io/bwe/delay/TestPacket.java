package io.bwe.delay;

import io.bwe.api.PacketView;

/** A packet that is changed and passed again. */
final class TestPacket implements PacketView {
    long arrivalTimeNs;
    int absSendTime;
    int payloadSize = 1_200;
    long ssrc = 1;
    long rtpTimestamp;
    int clockRate = DEFAULT_CLOCK_RATE;
    int transmissionOffset;

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
        return 0;
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
        return 96;
    }

    @Override
    public boolean marker() {
        return false;
    }
}
