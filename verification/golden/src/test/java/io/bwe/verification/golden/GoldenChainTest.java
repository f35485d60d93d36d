package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.remb.RembThrottler;
import io.bwe.verification.golden.GoldenTrace.Op;
import io.bwe.verification.golden.GoldenTrace.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each chain against the reference: every packet, every column. */
class GoldenChainTest {
    /** What {@link Estimator#describe(DiagnosticSink)} gives, in this order: the detector's values in the middle. */
    private static final List<String> KALMAN = List.of("ts_delta_ticks26", "arrival_delta_ms", "size_delta", "slope",
            "offset", "avg_noise", "var_noise", "num_deltas", "threshold");
    private static final List<String> TRENDLINE = List.of("send_delta_us", "arrival_delta_us", "size_delta",
            "accumulated_delay_ms", "smoothed_delay_ms", "trend", "modified_trend", "num_deltas", "threshold");
    private static final List<String> COMMON = List.of("state", "incoming_bps", "aimd_update", "probe_bps", "valid",
            "target_bps", "rc_state", "link_cap_kbps", "cb_bps", "streams_reset");
    private static final Set<String> REAL = Set.of("slope", "offset", "avg_noise", "var_noise", "threshold",
            "link_cap_kbps", "accumulated_delay_ms", "smoothed_delay_ms", "trend", "modified_trend");
    private static final double RELATIVE_TOLERANCE = 1e-6;
    private static final double ABSOLUTE_TOLERANCE = 1e-9;

    private final RembThrottler throttler = RembThrottler.libwebrtc();
    private final Map<String, String> actual = new LinkedHashMap<>();

    static List<String> kalmanTraces() throws IOException {
        return GoldenTrace.names(GoldenTrace.folder(), "kalman");
    }

    static List<String> trendlineTraces() throws IOException {
        return GoldenTrace.names(GoldenTrace.folder(), "trendline");
    }

    @ParameterizedTest
    @MethodSource("kalmanTraces")
    void kalmanEqualsTheReferenceInEveryRowAndColumn(String name) throws IOException {
        verify(name, "kalman", "delay-kalman", KALMAN);
    }

    @ParameterizedTest
    @MethodSource("trendlineTraces")
    void trendlineEqualsTheReferenceInEveryRowAndColumn(String name) throws IOException {
        verify(name, "trendline", "delay-trendline", TRENDLINE);
    }

    /** While packets with abs-send-time come often enough, it is the Kalman estimator. */
    @ParameterizedTest
    @MethodSource("kalmanTraces")
    void autoTellsWhatKalmanTells(String name) throws IOException {
        GoldenTrace trace = GoldenTrace.read(GoldenTrace.folder(), name, "kalman");
        Estimator estimator = Providers.estimators().get("auto").create(EstimatorConfig.defaults());
        for (Row row : trace.rows()) {
            applyOps(estimator, row);
            boolean updated = estimator.onPacket(row, row.nowNs());
            assertThat(updated ? Long.toString(estimator.estimateBps()) : "").as("%s, row %d", name, row.index())
                    .isEqualTo(row.expected("cb_bps"));
        }
    }

    private void verify(String name, String chain, String estimatorName, List<String> detectorColumns)
            throws IOException {
        GoldenTrace trace = GoldenTrace.read(GoldenTrace.folder(), name, chain);
        Estimator estimator = Providers.estimators().get(estimatorName).create(EstimatorConfig.defaults());
        List<String> described = new ArrayList<>(List.of("group"));
        described.addAll(detectorColumns);
        described.addAll(COMMON);
        assertThat(trace.rows()).isNotEmpty();
        for (Row row : trace.rows()) {
            feed(estimator, row, described);
            for (Map.Entry<String, String> column : actual.entrySet()) {
                String expected = row.expected(column.getKey());
                if (!agree(column.getKey(), expected, column.getValue())) {
                    fail("%s, row %d, column %s: the reference has '%s', got '%s'; the whole row: %s", name,
                            row.index(), column.getKey(), expected, column.getValue(), actual);
                }
            }
        }
    }

    private static void applyOps(Estimator estimator, Row row) {
        row.ops().forEach(op -> apply(op, estimator, row));
    }

    static void apply(Op op, Estimator estimator, Row row) {
        switch (op) {
            case Op.RttUpdate rtt -> estimator.onRttUpdate(rtt.rttNs(), row.nowNs());
            case Op.RemoveStream remove -> estimator.removeStream(remove.ssrc(), row.nowNs());
        }
    }

    private void feed(Estimator estimator, Row row, List<String> described) {
        applyOps(estimator, row);
        boolean updated = estimator.onPacket(row, row.nowNs());
        actual.clear();
        estimator.describe(new Columns());
        assertThat(List.copyOf(actual.keySet())).isEqualTo(described);
        actual.put("index", Integer.toString(row.index()));
        actual.put("arrival_us", Long.toString(row.arrivalTimeUs()));
        actual.put("cb_ssrcs", updated ? liveSsrcs(estimator) : "");
        actual.put("remb_bps",
                updated && throttler.offer(estimator.estimateBps(), row.nowNs()) != RembThrottler.Decision.HOLD
                        ? Long.toString(estimator.estimateBps())
                        : "");
        assertThat(actual.keySet()).as("every column of the reference").isEqualTo(row.columns().keySet());
        assertThat(actual.get("cb_bps")).as("an update is reported by its return value and by its column")
                .isEqualTo(updated ? Long.toString(estimator.estimateBps()) : "");
    }

    static String liveSsrcs(Estimator estimator) {
        return LongStream.range(0, estimator.liveSsrcCount()).map(i -> estimator.liveSsrc((int) i))
                .mapToObj(Long::toString).collect(Collectors.joining(";"));
    }

    private static boolean agree(String column, String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        if (!REAL.contains(column) || expected.isEmpty() || actual.isEmpty()) {
            return false;
        }
        double expectedValue = Double.parseDouble(expected);
        double difference = Math.abs(expectedValue - Double.parseDouble(actual));
        return difference <= ABSOLUTE_TOLERANCE || difference <= RELATIVE_TOLERANCE * Math.abs(expectedValue);
    }

    private final class Columns implements DiagnosticSink {
        @Override
        public void value(String name, long value) {
            actual.put(name, Long.toString(value));
        }

        @Override
        public void value(String name, double value) {
            actual.put(name, Double.toString(value));
        }

        @Override
        public void absent(String name) {
            actual.put(name, "");
        }
    }
}
