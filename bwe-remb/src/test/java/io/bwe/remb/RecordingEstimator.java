package io.bwe.remb;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Estimates whatever the test says, keeps the list of live streams as an estimator must, and records what it is given.
 */
class RecordingEstimator implements Estimator {
    /** A packet as it was given. */
    record Seen(long ssrc, int sequenceNumber, long arrivalTimeNs, long nowNs, int absSendTime, int payloadSize,
            int clockRate, int transmissionOffset) {
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile long bitrateBps = 1_000_000;
    volatile long incomingBps = -1;
    volatile BandwidthUsage usage = BandwidthUsage.NORMAL;
    volatile Consumer<PacketView> onPacket = packet -> {
    };
    /** How many packets since the last reset make an estimate. */
    volatile int packetsForEstimate = 1;
    /** What its provider was asked to create it from last. */
    volatile EstimatorConfig config = EstimatorConfig.defaults();
    private volatile int packetsSinceReset;
    private final Map<Long, Long> lastSeenNs = new TreeMap<>();
    private final long idleTimeoutNs;

    RecordingEstimator() {
        this(EstimatorConfig.defaults());
    }

    private RecordingEstimator(EstimatorConfig config) {
        idleTimeoutNs = config.idleTimeout().toNanos();
    }

    EstimatorProvider provider() {
        return provider("recording");
    }

    EstimatorProvider provider(String name) {
        return new EstimatorProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Estimator create(EstimatorConfig from) {
                config = from;
                return RecordingEstimator.this;
            }
        };
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        seen.add(new Seen(packet.ssrc(), packet.sequenceNumber(), packet.arrivalTimeNs(), nowNs, packet.absSendTime(),
                packet.payloadSize(), packet.clockRate(), packet.transmissionOffset()));
        packetsSinceReset++;
        onPacket.accept(packet);
        onTime(nowNs);
        lastSeenNs.put(packet.ssrc(), nowNs);
        return true;
    }

    @Override
    public void onTime(long nowNs) {
        lastSeenNs.values().removeIf(last -> nowNs - last > idleTimeoutNs);
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        events.add("rtt " + rttNs);
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        events.add("remove " + ssrc);
        lastSeenNs.remove(ssrc);
    }

    @Override
    public void reset() {
        events.add("reset");
        packetsSinceReset = 0;
        lastSeenNs.clear();
    }

    @Override
    public boolean hasEstimate() {
        return config.startBps().isPresent() || packetsSinceReset >= packetsForEstimate;
    }

    @Override
    public long estimateBps() {
        return hasEstimate() ? bitrateBps : 0;
    }

    @Override
    public long incomingBps() {
        return incomingBps;
    }

    @Override
    public BandwidthUsage usage() {
        return usage;
    }

    @Override
    public int liveSsrcCount() {
        return lastSeenNs.size();
    }

    @Override
    public long liveSsrc(int index) {
        return lastSeenNs.keySet().stream().skip(index).findFirst().orElseThrow(IndexOutOfBoundsException::new);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("packets", seen.size());
    }
}
