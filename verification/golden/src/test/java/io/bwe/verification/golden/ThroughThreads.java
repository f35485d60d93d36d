package io.bwe.verification.golden;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.NanoClock;
import io.bwe.api.PacketView;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.verification.golden.GoldenTrace.Op;
import io.bwe.verification.golden.GoldenTrace.Row;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a trace through the real {@code remb} interceptor: a producer thread per stream, a virtual thread per stream
 * behind it, the merge, an estimator and a shadow. Time is virtual; the threads and how they interleave are real.
 *
 * <p>Every packet is stamped at its time in the trace and offered up to the producer margin later, by a delay drawn
 * from a seed. Virtual time is advanced in small steps; within a step the producers run at the same time.
 */
final class ThroughThreads {
    /** What the estimator said after a packet: the columns that the interceptor's user sees. */
    record Result(int row, String updateBps, String updateSsrcs, String targetBps) {
    }

    private static final int SEND_TIME_ID = 4;
    private static final long MARGIN_NS = 10_000_000;
    private static final long STEP_NS = 1_000_000;

    private final GoldenTrace trace;
    private final Random random;
    private final VirtualClock clock = new VirtualClock();
    private final RecordingProvider driving = new RecordingProvider("delay-kalman");
    private final RecordingProvider shadow = new RecordingProvider("delay-trendline");
    private final Map<Long, RtpHandler> handlers = new ConcurrentHashMap<>();
    /** What each stream's producer does when, in order. */
    private final Map<Long, List<Action>> actions = new TreeMap<>();

    private record Action(long atNs, long stampNs, Runnable what) {
    }

    ThroughThreads(GoldenTrace trace, long seed) {
        this.trace = trace;
        this.random = new Random(seed);
    }

    /** What {@code delay-kalman}, which drives, said after each packet, in the order in which it was fed. */
    List<Result> kalman() {
        return driving.results;
    }

    /** The same of {@code delay-trendline}, which runs as a shadow. */
    List<Result> trendline() {
        return shadow.results;
    }

    /** Runs the trace. */
    void run() throws InterruptedException, ExecutionException {
        List<Row> rows = trace.rows();
        clock.nowNs.set(rows.get(0).nowNs());
        int capacity = Math.max(16, rows.size());
        Interceptor interceptor = Providers.interceptors().get("remb")
                .create(InterceptorConfig.builder().estimator(driving).shadow(shadow).clock(clock)
                        .option(RembOptions.TICK, "1ms").option(RembOptions.QUEUE_CAPACITY, Integer.toString(capacity))
                        // Real threads stall for longer than virtual time takes to pass; none is to be passed over.
                        .option(RembOptions.MAX_MERGE_DELAY, "1h").build());
        rows.stream().map(Row::ssrc).distinct().forEach(ssrc -> {
            actions.put(ssrc, new ArrayList<>());
            handlers.put(ssrc, interceptor.bindRemoteStream(info(ssrc), (packet, arrivalTimeNs, ordinal) -> {
            }));
        });
        plan(interceptor);
        try (ExecutorService producers = Executors.newFixedThreadPool(actions.size())) {
            perform(producers);
        } finally {
            interceptor.close();
        }
        InterceptorStatistics statistics = interceptor.bandwidthControl().orElseThrow().statistics();
        if (statistics.packetsLate() + statistics.arrivalsClamped() + statistics.packetsDropped()
                + statistics.workerErrors() + statistics.shadowsDropped() != 0) {
            throw new IllegalStateException(trace + ": " + statistics.packetsLate() + " late, "
                    + statistics.arrivalsClamped() + " clamped, " + statistics.packetsDropped() + " dropped, "
                    + statistics.workerErrors() + " errors, " + statistics.shadowsDropped() + " shadows dropped");
        }
    }

    private static StreamInfo info(long ssrc) {
        return StreamInfo.builder(ssrc).headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
    }

    private void plan(Interceptor interceptor) {
        Map<Long, Long> lastOfStream = new HashMap<>();
        long lastStampNs = Long.MIN_VALUE;
        for (Row row : trace.rows()) {
            // Packets with equal times keep their order by a nanosecond, so that an operation has its place among them.
            long stampNs = Math.max(row.nowNs(), lastStampNs + 1);
            lastStampNs = stampNs;
            for (Op op : row.ops()) {
                switch (op) {
                    case Op.RttUpdate(long rttNs) -> add(lastOfStream, row.ssrc(), stampNs,
                            () -> interceptor.bandwidthControl().orElseThrow().onRtt(Duration.ofNanos(rttNs)));
                    case Op.RemoveStream(long ssrc) -> {
                        if (handlers.containsKey(ssrc)) {
                            add(lastOfStream, ssrc, stampNs, () -> rebind(interceptor, ssrc));
                        }
                    }
                }
            }
            RtpPacketBuilder packet = new RtpPacketBuilder().ssrc(row.ssrc()).timestamp(row.index())
                    .sequenceNumber(row.index()).payloadSize(row.payloadSize());
            if (row.absSendTime() >= 0) {
                packet.absSendTime(SEND_TIME_ID, row.absSendTime());
            }
            add(lastOfStream, row.ssrc(), stampNs,
                    () -> handlers.get(row.ssrc()).onRtp(packet.build(), row.arrivalTimeNs(), row.index()));
        }
    }

    private void add(Map<Long, Long> lastOfStream, long ssrc, long stampNs, Runnable what) {
        long delayedNs = stampNs + random.nextLong(MARGIN_NS - STEP_NS);
        long atNs = Math.max(delayedNs, lastOfStream.getOrDefault(ssrc, Long.MIN_VALUE));
        lastOfStream.put(ssrc, atNs);
        actions.get(ssrc).add(new Action(atNs, stampNs, what));
    }

    /** The stream ends and is there again at once, as when a track is replaced. */
    private void rebind(Interceptor interceptor, long ssrc) {
        interceptor.unbindRemoteStream(info(ssrc));
        handlers.put(ssrc, interceptor.bindRemoteStream(info(ssrc), (packet, arrivalTimeNs, ordinal) -> {
        }));
    }

    private void perform(ExecutorService producers) throws InterruptedException, ExecutionException {
        Map<Long, Integer> done = new HashMap<>();
        for (;;) {
            long nextNs = Long.MAX_VALUE;
            for (Map.Entry<Long, List<Action>> stream : actions.entrySet()) {
                int first = done.getOrDefault(stream.getKey(), 0);
                if (first < stream.getValue().size()) {
                    nextNs = Math.min(nextNs, stream.getValue().get(first).atNs);
                }
            }
            if (nextNs == Long.MAX_VALUE) {
                return;
            }
            clock.nowNs.set(nextNs);
            long endNs = nextNs + STEP_NS;
            List<Future<?>> running = new ArrayList<>();
            actions.forEach((ssrc, all) -> {
                int first = done.getOrDefault(ssrc, 0);
                int end = first;
                while (end < all.size() && all.get(end).atNs < endNs) {
                    end++;
                }
                if (end > first) {
                    List<Action> now = all.subList(first, end);
                    done.put(ssrc, end);
                    running.add(producers.submit(() -> now.forEach(this::perform)));
                }
            });
            for (Future<?> producer : running) {
                producer.get();
            }
        }
    }

    private void perform(Action action) {
        clock.stampNs.set(action.stampNs);
        try {
            action.what.run();
        } finally {
            clock.stampNs.remove();
        }
    }

    /** Shows producers the stamp of what they are doing, and everybody else how far the trace has come. */
    private static final class VirtualClock implements NanoClock {
        private final AtomicLong nowNs = new AtomicLong();
        private final ThreadLocal<Long> stampNs = new ThreadLocal<>();

        @Override
        public long nanoTime() {
            Long stamp = stampNs.get();
            return stamp != null ? stamp : nowNs.get();
        }
    }

    /** Provides an estimator under observation. */
    private static final class RecordingProvider implements EstimatorProvider {
        private final String observedName;
        private final List<Result> results = new ArrayList<>();

        private RecordingProvider(String observedName) {
            this.observedName = observedName;
        }

        @Override
        public String name() {
            return "observed " + observedName;
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            Estimator observed = Providers.estimators().get(observedName).create(config);
            InvocationHandler observer = (proxy, method, arguments) -> {
                try {
                    Object result = method.invoke(observed, arguments);
                    if (method.getName().equals("onPacket")) {
                        record(observed, (PacketView) arguments[0], (boolean) result);
                    }
                    return result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            };
            return (Estimator) Proxy.newProxyInstance(Estimator.class.getClassLoader(), new Class<?>[]{Estimator.class},
                    observer);
        }

        private void record(Estimator observed, PacketView packet, boolean updated) {
            TargetColumn target = new TargetColumn();
            observed.describe(target);
            results.add(new Result((int) packet.rtpTimestamp(), updated ? Long.toString(observed.estimateBps()) : "",
                    updated ? GoldenChainTest.liveSsrcs(observed) : "", target.text));
        }
    }

    private static final class TargetColumn implements DiagnosticSink {
        private String text = "";

        @Override
        public void value(String name, long value) {
            if (name.equals("target_bps")) {
                text = Long.toString(value);
            }
        }

        @Override
        public void value(String name, double value) {
        }

        @Override
        public void absent(String name) {
        }
    }
}
