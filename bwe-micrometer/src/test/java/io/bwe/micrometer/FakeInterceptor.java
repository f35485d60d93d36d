package io.bwe.micrometer;

import io.bwe.api.BandwidthControl;
import io.bwe.api.BandwidthUsage;
import io.bwe.api.CloseReport;
import io.bwe.api.DelayHistogram;
import io.bwe.api.EstimateListener;
import io.bwe.api.EstimateView;
import io.bwe.api.ExplanationListener;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.StreamStatistics;
import io.bwe.api.spi.EstimatorProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An interceptor of which only the numbers are there, and its end; the test writes them. */
final class FakeInterceptor implements BandwidthControl {
    volatile String estimator = "kalman";
    EstimateView estimate = EstimateView.NONE;
    final Map<InterceptorStatistics.PacketResult, Long> packets = new EnumMap<>(
            InterceptorStatistics.PacketResult.class);
    final Map<InterceptorStatistics.StreamEnd, Long> ended = new EnumMap<>(InterceptorStatistics.StreamEnd.class);
    final long[] delays = new long[DelayHistogram.BUCKETS];
    long delaySumNs;
    long overuses;
    long workerErrors;
    int streamsActive;
    int queueSize;
    boolean quarantined;
    private boolean closed;
    private Runnable atClose;

    private final Statistics statistics = new Statistics();

    @Override
    public EstimateView estimate() {
        return estimate;
    }

    @Override
    public String estimatorName() {
        return estimator;
    }

    @Override
    public InterceptorStatistics statistics() {
        return statistics;
    }

    @Override
    public Subscription onClose(Runnable action) {
        if (closed) {
            action.run();
        } else {
            atClose = action;
        }
        return () -> atClose = null;
    }

    @Override
    public ShadowEstimator shadow(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ShadowEstimator shadow(EstimatorProvider provider, EstimatorConfig config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ShadowEstimator> shadows() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription subscribe(EstimateListener listener) {
        throw new AssertionError("a listener costs something at every estimate");
    }

    @Override
    public Subscription explain(ExplanationListener listener) {
        throw new AssertionError("explanations cost something at every packet");
    }

    @Override
    public void cap(long bps) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void mute(boolean muted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onRtt(Duration rtt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CloseReport closeReport() {
        throw new UnsupportedOperationException();
    }

    // ---- what the test does

    /** Whether somebody wants to hear of the end. */
    boolean isWatched() {
        return atClose != null;
    }

    FakeInterceptor drivenBy(String name) {
        estimator = name;
        return this;
    }

    FakeInterceptor estimates(long bps) {
        estimate = EstimateView.of((Estimator) Proxy.newProxyInstance(Estimator.class.getClassLoader(),
                new Class<?>[]{Estimator.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hasEstimate" -> true;
                    case "estimateBps" -> bps;
                    case "incomingBps" -> bps / 2;
                    case "usage" -> BandwidthUsage.NORMAL;
                    case "liveSsrcCount" -> 0;
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
        return this;
    }

    FakeInterceptor accepts(long count) {
        packets.merge(InterceptorStatistics.PacketResult.ACCEPTED, count, Long::sum);
        return this;
    }

    FakeInterceptor delays(long delayNs, long count) {
        delays[DelayHistogram.bucketOf(delayNs)] += count;
        delaySumNs += delayNs * count;
        return this;
    }

    void close() {
        closed = true;
        if (atClose != null) {
            Runnable action = atClose;
            atClose = null;
            action.run();
        }
    }

    final class Statistics implements InterceptorStatistics {
        @Override
        public long packets(PacketResult result) {
            return packets.getOrDefault(result, 0L);
        }

        @Override
        public long packetsEstimated() {
            return packets(PacketResult.ACCEPTED) + packets(PacketResult.NO_SEND_TIME) + packets(PacketResult.LATE);
        }

        @Override
        public long packetsDropped() {
            return packets(PacketResult.DROPPED);
        }

        @Override
        public long packetsWithoutSendTime() {
            return packets(PacketResult.NO_SEND_TIME);
        }

        @Override
        public long packetsMalformed() {
            return packets(PacketResult.MALFORMED);
        }

        @Override
        public long packetsUntracked() {
            return packets(PacketResult.UNTRACKED);
        }

        @Override
        public long packetsLate() {
            return packets(PacketResult.LATE);
        }

        @Override
        public long arrivalsClamped() {
            return 101;
        }

        @Override
        public long rembsSentOnInterval() {
            return 102;
        }

        @Override
        public long rembsSentOnDecrease() {
            return 103;
        }

        @Override
        public long overuseDetections() {
            return overuses;
        }

        @Override
        public long estimatorErrors() {
            return 104;
        }

        @Override
        public boolean estimatorQuarantined() {
            return quarantined;
        }

        @Override
        public long estimatorSwaps() {
            return 105;
        }

        @Override
        public long shadowsDropped() {
            return 106;
        }

        @Override
        public long writerErrors() {
            return 107;
        }

        @Override
        public long listenerErrors() {
            return 108;
        }

        @Override
        public long explanationsDropped() {
            return 109;
        }

        @Override
        public long workerErrors() {
            return workerErrors;
        }

        @Override
        public long streamsStarted() {
            return 109;
        }

        @Override
        public long streamsEnded(StreamEnd reason) {
            return ended.getOrDefault(reason, 0L);
        }

        @Override
        public int streamsActive() {
            return streamsActive;
        }

        @Override
        public int queueSize() {
            return queueSize;
        }

        @Override
        public DelayHistogram estimateDelays() {
            return new DelayHistogram() {
                @Override
                public long count(int bucket) {
                    return delays[bucket];
                }

                @Override
                public long sumNs() {
                    return delaySumNs;
                }
            };
        }

        @Override
        public List<StreamStatistics> streams() {
            throw new AssertionError("nothing is shown of single streams");
        }
    }
}
