package io.bwe.picture;

import io.bwe.api.StreamStatistics;

/** What was received of one stream, over time. */
final class StreamLine {
    private static final double NS_PER_MS = 1e6;

    private final long ssrc;
    private final LineSeries rate;
    private final LineSeries jitter;
    private final SumSeries received;
    private final SumSeries lost;
    private boolean started;
    private long packets;
    private long packetsLost;
    private long bytes;

    StreamLine(long ssrc, Timeline timeline) {
        this.ssrc = ssrc;
        this.rate = timeline.add(new LineSeries());
        this.jitter = timeline.add(new LineSeries());
        this.received = timeline.add(new SumSeries());
        this.lost = timeline.add(new SumSeries());
    }

    /** Takes a sample of an active stream. */
    void add(int bin, StreamStatistics sample) {
        double bps = Limits.bps(sample.bitrateBps());
        if (!Double.isNaN(bps)) {
            rate.add(bin, bps);
        }
        if (sample.jitterNs() >= 0) {
            jitter.add(bin, Limits.ms(sample.jitterNs() / NS_PER_MS));
        }
        long receivedSince = sample.packets() - packets;
        // Nobody knows what was before the first sample, nor what a stream that counts from zero again has lost.
        if (started && receivedSince >= 0) {
            received.add(bin, receivedSince);
            lost.add(bin, sample.packetsLost() - packetsLost);
        }
        started = true;
        packets = sample.packets();
        packetsLost = sample.packetsLost();
        bytes = Math.max(bytes, sample.bytes());
    }

    long ssrc() {
        return ssrc;
    }

    /** Bytes received in all. */
    long bytes() {
        return bytes;
    }

    /** Bits per second. */
    LineSeries rate() {
        return rate;
    }

    /** Milliseconds. */
    LineSeries jitter() {
        return jitter;
    }

    /** Packets. */
    SumSeries received() {
        return received;
    }

    /** Packets, less those that came after they had counted as lost. */
    SumSeries lost() {
        return lost;
    }
}
