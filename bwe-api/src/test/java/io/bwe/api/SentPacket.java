package io.bwe.api;

/** A packet of SSRC 1 that was sent at one time and arrived at another, and tells the first if it has a send time. */
record SentPacket(long sentNs, long arrivalTimeNs, boolean hasSendTime) implements PacketView {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    SentPacket(long sentNs, long arrivalTimeNs) {
        this(sentNs, arrivalTimeNs, true);
    }

    @Override
    public int absSendTime() {
        if (!hasSendTime) {
            return NO_SEND_TIME;
        }
        long seconds = Math.floorDiv(sentNs, NS_PER_SECOND);
        long rest = Math.floorMod(sentNs, NS_PER_SECOND);
        return (int) ((seconds << 18) + (rest << 18) / NS_PER_SECOND) & 0xFF_FFFF;
    }

    @Override
    public int payloadSize() {
        return 1_000;
    }

    @Override
    public long ssrc() {
        return 1;
    }

    @Override
    public int sequenceNumber() {
        return 0;
    }

    @Override
    public long rtpTimestamp() {
        return 0;
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
