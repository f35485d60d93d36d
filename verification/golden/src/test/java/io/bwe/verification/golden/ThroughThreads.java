package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.StreamInfo;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.verification.golden.GoldenTrace.Op;
import io.bwe.verification.golden.GoldenTrace.Row;
import io.bwe.verification.golden.Plan.Action;
import io.bwe.verification.golden.Plan.Stop;
import io.bwe.verification.golden.Schedule.Pace;
import io.bwe.verification.golden.Schedule.Roles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ThrowingRunnable;

/**
 * Sends a trace through the real {@code remb} interceptor: a producer thread per stream, a virtual thread per stream
 * behind it, the merge, and two estimators. Time is virtual; the threads and how they interleave are real.
 *
 * <p>Every packet is stamped at its time in the trace and offered later, by a delay that the {@link Schedule} says.
 * Virtual time is advanced in small steps; within a step the producers run at the same time.
 */
final class ThroughThreads implements AutoCloseable {
    static final long MARGIN_NS = 10_000_000;
    private static final long IDLE_TIMEOUT_NS = EstimatorConfig.defaults().idleTimeout().toNanos();
    private static final int SEND_TIME_ID = 4;
    private static final long STEP_NS = 1_000_000;
    private static final int TICKS_TO_WAIT_FOR = 60;

    private final List<Row> rows;
    private final Schedule schedule;
    /** How long packets take beyond the margin; none at all for exactness. */
    private final LateDelays lateDelays;
    private final VirtualTime clock = new VirtualTime();
    private final Plan plan = new Plan();
    private final ObservedProvider kalman = new ObservedProvider("delay-kalman");
    private final ObservedProvider trendline = new ObservedProvider("delay-trendline");
    private final Map<Long, RtpHandler> handlers = new ConcurrentHashMap<>();
    /** The stamps of the rows. */
    private final long[] stampsNs;
    private final Interceptor interceptor;
    private final BandwidthControl control;
    private final Queue<EstimateView> heard = new ConcurrentLinkedQueue<>();
    private int swapRow;
    private volatile ShadowEstimator next;
    /** Which streams had a task shortly before the edge of their idle time-out. */
    private final Map<Long, Boolean> tasksBefore = new HashMap<>();
    private int comeBacks;
    private int offeredLate;

    /** How much later than its schedule a packet comes. */
    interface LateDelays {
        long nextNs();
    }

    ThroughThreads(GoldenTrace trace, Schedule schedule) {
        this(trace, schedule, () -> 0);
    }

    ThroughThreads(GoldenTrace trace, Schedule schedule, LateDelays lateDelays) {
        this.rows = trace.rows();
        this.schedule = schedule;
        this.lateDelays = lateDelays;
        this.stampsNs = new long[rows.size()];
        clock.set(rows.get(0).nowNs());
        InterceptorConfig.Builder config = InterceptorConfig.builder().clock(clock).option(RembOptions.TICK, "1ms")
                .option(RembOptions.QUEUE_CAPACITY, Integer.toString(Math.max(16, rows.size())))
                .option(RembOptions.PACKET_RESERVE, Integer.toString(Math.max(16, rows.size())))
                // Half of the traces go through the streams' own threads only.
                .option(RembOptions.FEW_PACKETS, rows.size() % 2 == 0 ? "0" : "4")
                // Real threads stall for longer than virtual time takes to pass; none is to be passed over.
                .option(RembOptions.MAX_MERGE_DELAY, "1h");
        interceptor = Providers.interceptors().get("remb").create(switch (schedule.roles) {
            case SHADOW -> config.estimator(kalman).shadow(trendline).build();
            case TAKE_OVER -> config.estimator(trendline).shadow(kalman).build();
            case SWAP -> config.estimator(trendline).build();
        });
        control = interceptor.bandwidthControl().orElseThrow();
        control.subscribe(heard::add);
    }

    ObservedProvider kalman() {
        return kalman;
    }

    ObservedProvider trendline() {
        return trendline;
    }

    InterceptorStatistics statistics() {
        return control.statistics();
    }

    /** How many streams ended for being idle while the trace went on without them, and had a packet after that. */
    int comeBacks() {
        return comeBacks;
    }

    /** How many packets were offered behind the margin. */
    int offeredLate() {
        return offeredLate;
    }

    /** The row before which delay-kalman took over or was created to do so. */
    int swapRow() {
        return swapRow;
    }

    /** The estimates that a listener was told, in order. */
    long[] heardBps() {
        return heard.stream().mapToLong(EstimateView::estimateBps).toArray();
    }

    EstimateView estimate() {
        return control.estimate();
    }

    String estimatorName() {
        return control.estimatorName();
    }

    /** Runs the trace until everything has been estimated. */
    void run() throws InterruptedException, ExecutionException {
        rows.stream().map(Row::ssrc).distinct().forEach(ssrc -> handlers.put(ssrc, bind(ssrc)));
        plan();
        try (ExecutorService producers = Executors.newFixedThreadPool(plan.actions().size())) {
            perform(producers);
        }
        clock.set(plan.endNs() + MARGIN_NS);
        awaitFed(rows.size());
        awaitTick();
        if (schedule.pace == Pace.EDGES) {
            clock.set(plan.endNs() + MARGIN_NS + IDLE_TIMEOUT_NS + 1);
            eventually(() -> assertThat(statistics().streamsActive()).isZero());
        }
    }

    private RtpHandler bind(long ssrc) {
        return interceptor.bindRemoteStream(info(ssrc), (packet, arrivalTimeNs, ordinal) -> {
        });
    }

    private static StreamInfo info(long ssrc) {
        return StreamInfo.builder(ssrc).headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
    }

    // ---- what is to be done when

    private void plan() {
        List<Long> ssrcs = rows.stream().map(Row::ssrc).distinct().toList();
        Map<Long, Long> lastStampNs = new HashMap<>();
        swapRow = rowToSwapAt();
        long stampNs = Long.MIN_VALUE;
        for (Row row : rows) {
            // Packets with equal times keep their order by a nanosecond, so that an operation has its place among them.
            stampNs = Math.max(row.nowNs(), stampNs + 1);
            stampsNs[row.index()] = stampNs;
            for (Op op : row.ops()) {
                planOp(op, row.ssrc(), stampNs);
                if (op instanceof Op.RemoveStream(long ssrc)) {
                    lastStampNs.remove(ssrc);
                }
            }
            if (row.index() == swapRow && schedule.roles == Roles.SWAP) {
                plan.add(row.ssrc(), stampNs, 0, () -> next = control.swapEstimator(kalman, EstimatorConfig
                        .defaults()));
            }
            Long beforeNs = lastStampNs.put(row.ssrc(), stampNs);
            boolean isAtEdge = schedule.pace == Pace.EDGES && beforeNs != null
                    && stampNs - beforeNs > IDLE_TIMEOUT_NS - MARGIN_NS;
            long delayNs = isAtEdge
                    ? MARGIN_NS - 1
                    : schedule.delayNs(ssrcs.indexOf(row.ssrc()), stampNs, MARGIN_NS);
            long atNs = plan.add(row.ssrc(), stampNs, delayNs + lateDelays.nextNs(), packet(row));
            if (atNs - stampNs >= MARGIN_NS) {
                offeredLate++;
            }
            if (isAtEdge) {
                planEdges(row.ssrc(), beforeNs + IDLE_TIMEOUT_NS + MARGIN_NS, atNs);
            }
        }
        planPauses();
    }

    private void planOp(Op op, long ssrcOfRow, long stampNs) {
        switch (op) {
            case Op.RttUpdate(long rttNs) -> plan.add(ssrcOfRow, stampNs,
                    schedule.delayNs(0, stampNs, MARGIN_NS), () -> control.onRtt(Duration.ofNanos(rttNs)));
            case Op.RemoveStream(long ssrc) -> {
                if (handlers.containsKey(ssrc)) {
                    plan.add(ssrc, stampNs, schedule.delayNs(1, stampNs, MARGIN_NS), () -> rebind(ssrc));
                }
            }
        }
    }

    private Runnable packet(Row row) {
        RtpPacketBuilder packet = new RtpPacketBuilder().ssrc(row.ssrc()).timestamp(row.index())
                .sequenceNumber(row.index()).payloadSize(row.payloadSize());
        if (row.absSendTime() >= 0) {
            packet.absSendTime(SEND_TIME_ID, row.absSendTime());
        }
        return () -> handlers.get(row.ssrc()).onRtp(packet.build(), row.arrivalTimeNs(), row.index());
    }

    /** The stream ends and is there again at once, as when a track is replaced. */
    private void rebind(long ssrc) {
        interceptor.unbindRemoteStream(info(ssrc));
        handlers.put(ssrc, bind(ssrc));
    }

    /** A stop at the last moment at which a stream is not idle, and one at the first at which it is. */
    private void planEdges(long ssrc, long edgeNs, long comesBackNs) {
        long lastMomentNs = Math.min(edgeNs, comesBackNs - 1);
        plan.stopAt(lastMomentNs - STEP_NS, () -> {
            // A task that was to end as idle just when this packet came may have done so: the next gets another.
            awaitTick();
            awaitTick();
            tasksBefore.put(ssrc, isActive(ssrc));
        });
        plan.stopAt(lastMomentNs, () -> {
            awaitTick();
            assertThat(isActive(ssrc)).as("%s has a task at the edge", ssrc).isEqualTo(tasksBefore.remove(ssrc));
        });
        if (comesBackNs > edgeNs + 1) {
            comeBacks++;
            plan.stopAt(edgeNs + 1, () -> eventually(
                    () -> assertThat(isActive(ssrc)).as("%s has a task, though idle", ssrc).isFalse()));
        }
    }

    private int rowToSwapAt() {
        int row = rows.size() / 3 + schedule.random.nextInt(rows.size() / 6);
        while (!rows.get(row).ops().isEmpty()) {
            row++;
        }
        return row;
    }

    private void planPauses() {
        if (schedule.roles == Roles.TAKE_OVER) {
            plan.stopAt(stampsNs[swapRow], this::takeOver);
        }
        for (int i = 0; schedule.pace == Pace.TICKS && i < TICKS_TO_WAIT_FOR; i++) {
            plan.stopAt(stampsNs[schedule.random.nextInt(rows.size())], this::awaitTick);
        }
    }

    // ---- stops

    private boolean isActive(long ssrc) {
        return statistics().streams().stream().anyMatch(stream -> stream.ssrc() == ssrc && stream.active());
    }

    /** delay-kalman drives from one moment to the next, while nothing else happens. */
    private void takeOver() throws InterruptedException {
        int due = 0;
        while (due < rows.size() && stampsNs[due] <= clock.nowNs() - MARGIN_NS) {
            due++;
        }
        awaitFed(due);
        awaitTick();
        assertThat(trendline.fed()).isEqualTo(due);
        assertThat(control.estimatorName()).isEqualTo(trendline.name());
        assertThat(control.estimate().estimateBps()).isEqualTo(trendline.said().get(due - 1).estimateBps());
        ShadowEstimator shadow = control.shadows().get(0);
        shadow.takeOver();
        next = shadow;
        eventually(() -> assertThat(shadow.state()).isEqualTo(ShadowEstimator.State.DRIVING));
        assertThat(control.estimatorName()).isEqualTo(kalman.name());
        assertThat(kalman.fed()).isEqualTo(due);
        assertThat(control.estimate().estimateBps()).isEqualTo(kalman.said().get(due - 1).estimateBps());
        swapRow = due;
    }

    /** What was created to take over, or has done so. */
    ShadowEstimator next() {
        return next;
    }

    private void awaitFed(int count) {
        ObservedProvider driving = schedule.roles == Roles.SHADOW ? kalman : trendline;
        eventually(() -> assertThat(Math.max(driving.fed(), kalman.fed() + kalmanStartsAt())).isEqualTo(count));
    }

    /** How many packets delay-kalman was not there for. */
    private int kalmanStartsAt() {
        return schedule.roles == Roles.SWAP ? swapRow : 0;
    }

    private void awaitTick() throws InterruptedException {
        control.mute(false); // so that the transport task has something to do, in case that no stream lives
        clock.awaitTick();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .untilAsserted(assertion);
    }

    // ---- virtual time

    private void perform(ExecutorService producers) throws InterruptedException, ExecutionException {
        Map<Long, Integer> done = new HashMap<>();
        List<Stop> stops = plan.stops();
        int nextStop = 0;
        for (;;) {
            long nextNs = nextActionNs(done);
            long stopNs = nextStop < stops.size() ? stops.get(nextStop).atNs() : Long.MAX_VALUE;
            if (stopNs <= nextNs && stopNs != Long.MAX_VALUE) {
                clock.set(Math.max(clock.nowNs(), stopNs));
                stops.get(nextStop).check().run();
                nextStop++;
            } else if (nextNs != Long.MAX_VALUE) {
                clock.set(nextNs);
                performStep(producers, done, Math.min(nextNs + STEP_NS, stopNs));
            } else {
                return;
            }
        }
    }

    private long nextActionNs(Map<Long, Integer> done) {
        long nextNs = Long.MAX_VALUE;
        for (Map.Entry<Long, List<Action>> producer : plan.actions().entrySet()) {
            int first = done.getOrDefault(producer.getKey(), 0);
            if (first < producer.getValue().size()) {
                nextNs = Math.min(nextNs, producer.getValue().get(first).atNs());
            }
        }
        return nextNs;
    }

    private void performStep(ExecutorService producers, Map<Long, Integer> done, long endNs)
            throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        plan.actions().forEach((producer, all) -> {
            int first = done.getOrDefault(producer, 0);
            int end = first;
            while (end < all.size() && all.get(end).atNs() < endNs) {
                end++;
            }
            if (end > first) {
                List<Action> now = all.subList(first, end);
                done.put(producer, end);
                running.add(producers.submit(() -> now.forEach(action -> clock.at(action.stampNs(), action.what()))));
            }
        });
        for (Future<?> producer : running) {
            producer.get();
        }
    }

    @Override
    public void close() {
        interceptor.close();
    }
}
