package io.bwe.verification.bench;

import io.bwe.api.EstimateExplainer;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.remb.EstimatorRecorder;
import io.bwe.testkit.TestPacket;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to watch an estimator: the flight recorder and explanations. Packets of 1,200 bytes are 2 ms apart and
 * arrive with a delay that swings by some milliseconds, so that the estimate and the usage change now and then.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class WatchedEstimatorBenchmark {
    private static final long INTERVAL_NS = 2_000_000;
    /** The delay swings in so many packets from nothing to its highest and back. */
    private static final int SWING_PACKETS = 2_048;
    private static final long SWING_STEP_NS = 20_000;

    /** Who watches. */
    public enum Watcher {
        /** Nobody: the estimator by itself. */
        NOBODY,
        /** The recorder while the JVM records nothing. */
        RECORDER_OFF,
        /** The recorder while the JVM records events, but none of bwe's. */
        RECORDER_OTHER_EVENTS,
        /** The recorder with the settings that come with bwe. */
        RECORDER_ON,
        /** The recorder with packets and delay samples switched on, too. */
        RECORDER_EVERYTHING,
        /** Explanations. */
        EXPLAINER
    }

    @Param
    private Watcher watcher = Watcher.NOBODY;

    private final TestPacket packet = new TestPacket().ssrc(1).payloadSize(1_200);
    private @Nullable Estimator estimator;
    private @Nullable EstimatorRecorder recorder;
    private @Nullable EstimateExplainer explainer;
    private @Nullable Recording recording;
    private long number;
    private long explained;

    /** For JMH. */
    public WatchedEstimatorBenchmark() {
    }

    /**
     * Starts what watches.
     *
     * @throws IOException if the settings cannot be read
     * @throws ParseException if they are no settings
     */
    @Setup(Level.Trial)
    public void start() throws IOException, ParseException {
        estimator = Providers.estimators().get("delay-kalman").create(EstimatorConfig.defaults());
        switch (watcher) {
            case NOBODY -> {
                return;
            }
            case RECORDER_OFF -> {
            }
            case RECORDER_OTHER_EVENTS -> {
                recording = new Recording();
                recording.enable("jdk.GarbageCollection");
            }
            case RECORDER_ON, RECORDER_EVERYTHING -> {
                recording = new Recording(settings());
                if (watcher == Watcher.RECORDER_EVERYTHING) {
                    recording.enable("io.bwe.Packet");
                    recording.enable("io.bwe.DelaySample");
                }
            }
            case EXPLAINER -> explainer = new EstimateExplainer(explanation -> explained++);
        }
        if (recording != null) {
            recording.start();
        }
        if (watcher != Watcher.EXPLAINER) {
            recorder = EstimatorRecorder.ofReplay("benchmark", "delay-kalman");
        }
    }

    private static Configuration settings() throws IOException, ParseException {
        try (InputStreamReader text = new InputStreamReader(
                Objects.requireNonNull(EstimatorRecorder.class.getResourceAsStream("/bwe.jfc")),
                StandardCharsets.UTF_8)) {
            return Configuration.create(text);
        }
    }

    /** Ends the recording. */
    @TearDown(Level.Trial)
    public void stop() {
        if (recording != null) {
            recording.close();
        }
    }

    /**
     * One packet.
     *
     * @return what the estimator says, so that nothing is left out
     */
    @Benchmark
    public boolean packet() {
        number++;
        long sentNs = number * INTERVAL_NS;
        long phase = Math.floorMod(number, (long) SWING_PACKETS);
        long delayNs = Math.min(phase, SWING_PACKETS - phase) * SWING_STEP_NS;
        packet.absSendTime(TestPacket.absSendTimeOf(sentNs)).arrivalTimeNs(sentNs + delayNs);
        long nowNs = sentNs + delayNs;
        Estimator watched = Objects.requireNonNull(estimator);
        boolean updated = watched.onPacket(packet, nowNs);
        EstimatorRecorder recorded = recorder;
        if (recorded != null) {
            recorded.afterPacket(packet, watched, nowNs);
        }
        EstimateExplainer told = explainer;
        if (told != null) {
            told.onPacket(packet, watched, nowNs);
        }
        return updated;
    }
}
