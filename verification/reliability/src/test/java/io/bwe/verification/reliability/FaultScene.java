package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.InterceptorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import io.bwe.remb.RembPacket;
import io.bwe.testkit.ManualClock;
import io.bwe.verification.reliability.RecordedEstimator.Fault;
import io.bwe.verification.reliability.RecordedEstimator.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * An interceptor with a writer, and a sender of three streams whose packets queue up on the way and drain again, so that
 * the estimate rises and falls. The packets are the same in every scene; so what the estimator makes of them must be the
 * same, whatever goes wrong around it.
 */
final class FaultScene implements AutoCloseable {
    static final int STREAMS = 3;
    private static final Duration STEP = Duration.ofMillis(20);
    /** Steps until the queue on the way is as long as before. */
    private static final int WAVE_STEPS = 40;

    final RecordedEstimator estimator;
    final Connection connection;
    final List<RembPacket> rembs = new CopyOnWriteArrayList<>();
    private final List<RtpHandler> handlers = new ArrayList<>();
    private int steps;

    FaultScene() {
        this(RecordedEstimator.NONE);
    }

    FaultScene(Fault fault) {
        this(fault, UnaryOperator.identity());
    }

    FaultScene(Fault fault, UnaryOperator<InterceptorConfig.Builder> settings) {
        this(fault, settings, new ManualClock(1_000_000_000L));
    }

    private FaultScene(Fault fault, UnaryOperator<InterceptorConfig.Builder> settings, ManualClock clock) {
        this(fault, settings, clock, clock);
    }

    /** With a clock of the interceptor's that shows what another does, or fails. */
    FaultScene(Fault fault, UnaryOperator<InterceptorConfig.Builder> settings, ManualClock shown, NanoClock clock) {
        estimator = new RecordedEstimator(fault);
        connection = new Connection(shown, clock, config -> settings.apply(config.estimator(estimator.provider())
                .option(RembOptions.INTERVAL, "100ms").option(RembOptions.MIN_SPACING, "20ms")));
        connection.interceptor.bindRtcpWriter(packet -> rembs.addAll(RembPacket.decode(packet)));
        for (int ssrc = 1; ssrc <= STREAMS; ssrc++) {
            handlers.add(connection.bind(ssrc));
        }
        // Until then their queues are not looked at, and waiting for them to be empty would be waiting for nothing.
        Connection.eventually(() -> assertThat(connection.statistics.streams()).hasSize(STREAMS));
    }

    /** What the estimator makes of so many steps if nothing goes wrong. */
    static List<Taken> undisturbed(int steps) {
        try (FaultScene scene = new FaultScene()) {
            scene.run(steps);
            assertThat(scene.estimator.taken).hasSize(steps * STREAMS);
            assertThat(scene.estimator.taken.stream().map(Taken::estimateBps).distinct().count())
                    .as("different estimates").isGreaterThan(3);
            return List.copyOf(scene.estimator.taken);
        }
    }

    /** Receives a packet of every stream each 20 ms, and waits each time until they are estimated. */
    void run(int more) {
        for (int i = 0; i < more; i++) {
            step();
            connection.settle();
        }
        // A packet is taken from its queue before it is estimated.
        connection.estimated(sent());
    }

    /** Receives a packet of every stream; the clock stands still. */
    void step() {
        for (int i = 0; i < STREAMS; i++) {
            handlers.get(i).onRtp(connection.packet(i + 1), connection.clock.nanoTime() + queueingDelayNs() + i);
        }
        steps++;
    }

    RtpHandler handler(long ssrc) {
        return handlers.get((int) ssrc - 1);
    }

    int sent() {
        return steps * STREAMS;
    }

    static Duration stepTime() {
        return STEP;
    }

    private long queueingDelayNs() {
        int phase = steps % WAVE_STEPS;
        return Duration.ofMillis(phase < WAVE_STEPS / 2 ? phase : WAVE_STEPS - phase).toNanos() * 3;
    }

    /** Some time later, so that a REMB is due, the next one comes. */
    void awaitNextRemb() {
        int before = rembs.size();
        Connection.eventually(() -> {
            step();
            connection.clock.advance(STEP);
            assertThat(rembs).hasSizeGreaterThan(before);
        });
    }

    /** No task failed, nothing was lost, and every packet came out again. */
    void assertUnharmed() {
        assertThat(connection.passedOn).as("passed on").hasValue(sent());
        connection.estimated(sent());
        assertThat(connection.statistics.packetsDropped()).as("dropped").isZero();
        assertThat(connection.statistics.packetsLate()).as("late").isZero();
        assertThat(connection.statistics.workerErrors()).as("worker errors").isZero();
    }

    @Override
    public void close() {
        connection.close();
    }
}
