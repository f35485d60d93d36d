package io.bwe.verification.reliability;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The real estimator, found by name, that tells what it was fed and what it made of it, and may have a fault: something
 * that happens after it has taken a packet. So what it says can be compared, packet by packet, with what it says without
 * the fault.
 */
final class RecordedEstimator implements Estimator {
    /** A packet, and the estimate after it. */
    record Taken(long ssrc, int sequenceNumber, long arrivalTimeNs, long estimateBps, BandwidthUsage usage) {
    }

    /** What goes wrong. */
    interface Fault {
        /** Called with how many packets have been taken, this one included. */
        void after(int packets);
    }

    static final Fault NONE = packets -> {
    };

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Estimator estimator;
    private final Fault fault;

    RecordedEstimator(Fault fault) {
        this(fault, EstimatorConfig.builder().startBps(500_000).build());
    }

    private RecordedEstimator(Fault fault, EstimatorConfig config) {
        this.fault = fault;
        this.estimator = Providers.estimators().get("delay-kalman").create(config);
    }

    EstimatorProvider provider() {
        return new EstimatorProvider() {
            @Override
            public String name() {
                return "recorded";
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                return RecordedEstimator.this;
            }
        };
    }

    List<Taken> takenOf(long ssrc) {
        return taken.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        boolean updated = estimator.onPacket(packet, nowNs);
        taken.add(new Taken(packet.ssrc(), packet.sequenceNumber(), packet.arrivalTimeNs(), estimator.estimateBps(),
                estimator.usage()));
        fault.after(taken.size());
        return updated;
    }

    @Override
    public void onTime(long nowNs) {
        estimator.onTime(nowNs);
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        estimator.onRttUpdate(rttNs, nowNs);
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        estimator.removeStream(ssrc, nowNs);
    }

    @Override
    public void reset() {
        estimator.reset();
    }

    @Override
    public boolean hasEstimate() {
        return estimator.hasEstimate();
    }

    @Override
    public long estimateBps() {
        return estimator.estimateBps();
    }

    @Override
    public long incomingBps() {
        return estimator.incomingBps();
    }

    @Override
    public BandwidthUsage usage() {
        return estimator.usage();
    }

    @Override
    public int liveSsrcCount() {
        return estimator.liveSsrcCount();
    }

    @Override
    public long liveSsrc(int index) {
        return estimator.liveSsrc(index);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        estimator.describe(sink);
    }
}
