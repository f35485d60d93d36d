package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DelayDiagnosticsTest {
    private final ScriptedEstimator estimator = new ScriptedEstimator();
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();

    @Test
    void ofAKalmanFilterTheOffsetCountsAsOftenAsThereWereSamples() {
        estimator.describes("group", 1).describes("ts_delta_ticks26", 1L << 25).describes("arrival_delta_ms", 12)
                .describes("size_delta", -300).describes("offset", 0.5).describes("num_deltas", 1_000)
                .describes("threshold", 12.5);
        diagnostics.read(estimator);
        assertThat(diagnostics.sampled()).isTrue();
        assertThat(diagnostics.sendDeltaMs()).isEqualTo(500);
        assertThat(diagnostics.arrivalDeltaMs()).isEqualTo(12);
        assertThat(diagnostics.sizeDelta()).isEqualTo(-300);
        assertThat(diagnostics.offset()).isEqualTo(0.5);
        assertThat(diagnostics.signal()).isEqualTo(30);
        assertThat(diagnostics.threshold()).isEqualTo(12.5);
        estimator.describes("num_deltas", 10);
        diagnostics.read(estimator);
        assertThat(diagnostics.signal()).isEqualTo(5);
    }

    @Test
    void ofAFittedLineTheModifiedTrendCounts() {
        estimator.describes("send_delta_us", 20_500).describes("arrival_delta_us", 21_000).describes("trend", 0.01)
                .describes("modified_trend", 2.4).describes("num_deltas", 60);
        diagnostics.read(estimator);
        assertThat(diagnostics.sendDeltaMs()).isCloseTo(20.5, within(1e-9));
        assertThat(diagnostics.arrivalDeltaMs()).isCloseTo(21, within(1e-9));
        assertThat(diagnostics.trend()).isEqualTo(0.01);
        assertThat(diagnostics.signal()).isEqualTo(2.4);
    }

    @Test
    void whatIsNotDescribedIsAbsentAlsoIfItWasBefore() {
        estimator.describes("group", 1).describes("threshold", 9).describes("probe_bps", 800_000)
                .describes("link_cap_kbps", 750.0).describes("streams_reset", 1);
        diagnostics.read(estimator);
        assertThat(diagnostics.probeBps()).isEqualTo(800_000);
        assertThat(diagnostics.linkCapacityBps()).isEqualTo(750_000);
        assertThat(diagnostics.streamsReset()).isTrue();
        estimator.describesNothing().describes("belief", 3.0);
        diagnostics.read(estimator);
        assertThat(diagnostics.sampled()).isFalse();
        assertThat(diagnostics.threshold()).isNaN();
        assertThat(diagnostics.signal()).isNaN();
        assertThat(diagnostics.probeBps()).isEqualTo(DelayDiagnostics.NO_PROBE);
        assertThat(diagnostics.linkCapacityBps()).isNaN();
        assertThat(diagnostics.streamsReset()).isFalse();
    }
}
