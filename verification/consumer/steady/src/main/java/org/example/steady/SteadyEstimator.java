package org.example.steady;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;

/**
 * Follows the receive rate. A second in which nothing was lost says that the path carries what came, so a quarter more
 * may be tried; a second with loss says that it does not, so 85 % of what came are allowed. It looks at no delays.
 */
final class SteadyEstimator implements Estimator {
    /** How long the rate is measured, at least. */
    private static final long WINDOW_NS = 1_000_000_000L;
    /** A measurement that takes longer, because the stream paused, says nothing. */
    private static final long LONGEST_WINDOW_NS = WINDOW_NS * 5 / 4;
    private static final long NS_PER_US = 1_000;
    private static final long US_PER_S = 1_000_000;
    private static final long NOT_MEASURED = -1;

    private final EstimatorConfig config;
    private final LiveStreams streams;
    private long estimateBps;
    private long incomingBps;
    private boolean windowOpen;
    private long windowStartNs;
    private long windowBytes;
    private boolean windowLossy;

    SteadyEstimator(EstimatorConfig config) {
        this.config = config;
        this.streams = new LiveStreams(config.idleTimeout().toNanos());
        reset();
    }

    @Override
    public void reset() {
        streams.clear();
        estimateBps = config.startBps().orElse(0);
        incomingBps = NOT_MEASURED;
        windowOpen = false;
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        streams.endIdle(nowNs);
        boolean updated = windowOpen && closeWindow(packet.arrivalTimeNs());
        if (!windowOpen) {
            windowOpen = true;
            windowStartNs = packet.arrivalTimeNs();
            windowBytes = 0;
            windowLossy = false;
        }
        windowBytes += packet.payloadSize();
        windowLossy |= streams.hasGapBefore(packet.ssrc(), packet.sequenceNumber(), nowNs);
        return updated;
    }

    /** Closes the window if it is over, and concludes something from it if it is not too long. */
    private boolean closeWindow(long arrivalTimeNs) {
        long lengthNs = arrivalTimeNs - windowStartNs;
        if (lengthNs < WINDOW_NS) {
            return false;
        }
        windowOpen = false;
        if (lengthNs > LONGEST_WINDOW_NS) {
            incomingBps = NOT_MEASURED;
            return false;
        }
        incomingBps = windowBytes * Byte.SIZE * US_PER_S / (lengthNs / NS_PER_US);
        long allowedBps = windowLossy ? incomingBps * 17 / 20 : incomingBps * 5 / 4;
        estimateBps = Math.max(config.minBps(), Math.min(allowedBps, config.maxBps().orElse(Long.MAX_VALUE)));
        return true;
    }

    @Override
    public void onTime(long nowNs) {
        streams.endIdle(nowNs);
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        // The round-trip time plays no part.
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        streams.remove(ssrc);
    }

    @Override
    public boolean hasEstimate() {
        return estimateBps > 0;
    }

    @Override
    public long estimateBps() {
        return estimateBps;
    }

    @Override
    public long incomingBps() {
        return incomingBps;
    }

    @Override
    public BandwidthUsage usage() {
        return BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return streams.count();
    }

    @Override
    public long liveSsrc(int index) {
        return streams.ssrc(index);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("window_bytes", windowBytes);
        sink.value("window_lossy", windowLossy ? 1 : 0);
        if (incomingBps == NOT_MEASURED) {
            sink.absent("incoming_bps");
        } else {
            sink.value("incoming_bps", incomingBps);
        }
        sink.value("estimate_bps", estimateBps);
    }
}
