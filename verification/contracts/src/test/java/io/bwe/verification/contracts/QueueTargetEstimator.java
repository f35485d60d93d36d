package io.bwe.verification.contracts;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import java.util.Arrays;
import java.util.Objects;

/**
 * Keeps the queue below a target: grows while packets wait for less, falls to below what arrives while they wait for
 * more. It has nothing in common with Google Congestion Control, which is what it is for.
 */
final class QueueTargetEstimator implements Estimator {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final double TARGET_NS = 0.04 * NS_PER_SECOND;
    private static final long UPDATE_INTERVAL_NS = NS_PER_SECOND / 5;
    /** A clock that moves further between two packets has jumped, or both sides were silent. */
    private static final double LONGEST_STEP_NS = NS_PER_SECOND;
    private static final double NS_PER_TICK = NS_PER_SECOND / (double) (1 << 18);
    /** Per packet; forgets an old least delay within a minute or so, and with it the drift of the clocks. */
    private static final double LEAST_DELAY_LEAK_NS = 10_000;
    private static final double GROWTH = 1.02;
    private static final double BACK_OFF = 0.8;
    /** An estimate is at most this much above what arrives. */
    private static final double HEADROOM = 1.5;
    private static final int BINS = 20;
    private static final long BIN_NS = NS_PER_SECOND / BINS;
    private static final int MAX_PACKET_SIZE = 65_535;

    private final EstimatorConfig config;
    private final long[] bytesByBin = new long[BINS];
    private long latestBin;
    private long firstArrivalNs;
    private long lastArrivalNs;
    private int lastSendTime;
    private double delayNs;
    private double leastDelayNs;
    private boolean started;
    private long lastUpdateNs;
    private long estimateBps;
    private BandwidthUsage usage = BandwidthUsage.NORMAL;
    /** Ascending. */
    private long[] ssrcs = new long[4];
    private long[] lastSeenNs = new long[4];
    private int live;

    QueueTargetEstimator(EstimatorConfig config) {
        this.config = config;
        reset();
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        onTime(nowNs);
        touch(packet.ssrc(), nowNs);
        if (packet.absSendTime() == PacketView.NO_SEND_TIME) {
            return false;
        }
        long arrivalNs = packet.arrivalTimeNs();
        if (!started) {
            firstArrivalNs = arrivalNs;
            lastUpdateNs = nowNs;
            latestBin = Math.floorDiv(arrivalNs, BIN_NS);
        } else {
            followDelay(packet.absSendTime(), arrivalNs);
        }
        started = true;
        lastArrivalNs = arrivalNs;
        lastSendTime = packet.absSendTime();
        count(Math.min(packet.payloadSize(), MAX_PACKET_SIZE), arrivalNs);
        if (nowNs - lastUpdateNs < UPDATE_INTERVAL_NS || incomingBps() <= 0) {
            return false;
        }
        lastUpdateNs = nowNs;
        update(incomingBps());
        return true;
    }

    private void followDelay(int sendTime, long arrivalNs) {
        double sentNs = (sendTime - lastSendTime << 8 >> 8) * NS_PER_TICK;
        double arrivedNs = arrivalNs - lastArrivalNs;
        if (Math.abs(sentNs) > LONGEST_STEP_NS || arrivedNs > LONGEST_STEP_NS) {
            delayNs = 0;
            leastDelayNs = 0;
            return;
        }
        delayNs += arrivedNs - sentNs;
        leastDelayNs = Math.min(leastDelayNs + LEAST_DELAY_LEAK_NS, delayNs);
    }

    private void count(int size, long arrivalNs) {
        long bin = Math.floorDiv(arrivalNs, BIN_NS);
        if (bin - latestBin >= BINS) {
            Arrays.fill(bytesByBin, 0);
            firstArrivalNs = arrivalNs;
            latestBin = bin;
        }
        while (latestBin < bin) {
            latestBin++;
            bytesByBin[Math.floorMod(latestBin, BINS)] = 0;
        }
        bytesByBin[Math.floorMod(bin, BINS)] += size;
    }

    private void update(long incomingBps) {
        usage = delayNs - leastDelayNs > TARGET_NS ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL;
        double before = estimateBps == 0 ? incomingBps : estimateBps;
        double next = usage == BandwidthUsage.OVERUSING
                ? Math.min(before, BACK_OFF * incomingBps)
                : Math.min(before * GROWTH, Math.max(HEADROOM * incomingBps, config.minBps()));
        estimateBps = Math.clamp(Math.round(next), config.minBps(), config.maxBps().orElse(Long.MAX_VALUE));
    }

    @Override
    public void onTime(long nowNs) {
        int kept = 0;
        for (int i = 0; i < live; i++) {
            if (nowNs - lastSeenNs[i] <= config.idleTimeout().toNanos()) {
                ssrcs[kept] = ssrcs[i];
                lastSeenNs[kept++] = lastSeenNs[i];
            }
        }
        live = kept;
    }

    private void touch(long ssrc, long nowNs) {
        int at = Arrays.binarySearch(ssrcs, 0, live, ssrc);
        if (at < 0) {
            at = -at - 1;
            if (live == ssrcs.length) {
                ssrcs = Arrays.copyOf(ssrcs, 2 * live);
                lastSeenNs = Arrays.copyOf(lastSeenNs, 2 * live);
            }
            System.arraycopy(ssrcs, at, ssrcs, at + 1, live - at);
            System.arraycopy(lastSeenNs, at, lastSeenNs, at + 1, live - at);
            ssrcs[at] = ssrc;
            live++;
        }
        lastSeenNs[at] = nowNs;
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        // The target does not depend on it.
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        int at = Arrays.binarySearch(ssrcs, 0, live, ssrc);
        if (at >= 0) {
            live--;
            System.arraycopy(ssrcs, at + 1, ssrcs, at, live - at);
            System.arraycopy(lastSeenNs, at + 1, lastSeenNs, at, live - at);
        }
    }

    @Override
    public void reset() {
        Arrays.fill(bytesByBin, 0);
        delayNs = 0;
        leastDelayNs = 0;
        started = false;
        estimateBps = config.startBps().orElse(0);
        usage = BandwidthUsage.NORMAL;
        live = 0;
    }

    @Override
    public boolean hasEstimate() {
        return estimateBps != 0;
    }

    @Override
    public long estimateBps() {
        return estimateBps;
    }

    @Override
    public long incomingBps() {
        long spanNs = Math.min(lastArrivalNs - firstArrivalNs, NS_PER_SECOND);
        if (!started || spanNs <= BIN_NS) {
            return -1;
        }
        long bytes = 0;
        for (long inBin : bytesByBin) {
            bytes += inBin;
        }
        return Math.round(bytes * 8.0 * NS_PER_SECOND / spanNs);
    }

    @Override
    public BandwidthUsage usage() {
        return usage;
    }

    @Override
    public int liveSsrcCount() {
        return live;
    }

    @Override
    public long liveSsrc(int index) {
        return ssrcs[Objects.checkIndex(index, live)];
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("queue_ms", (delayNs - leastDelayNs) * 1e-6);
        sink.value("target_bps", estimateBps);
    }
}
