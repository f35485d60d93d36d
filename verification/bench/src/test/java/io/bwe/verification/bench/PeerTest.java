package io.bwe.verification.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the peer is fed as it wants to be: whoever concludes the same from the same packets has not skipped the work. */
class PeerTest {
    private static final int LOOKS = 32;
    /** The peer knows no probes, so its first estimate comes later. */
    private static final int FIRST_LOOK = 4;
    private static final int PERCENT = 10;

    @ParameterizedTest
    @ValueSource(strings = {Trace.VIDEO, Trace.PACED})
    void bothEstimateAboutTheSame(String trace) {
        EstimatorCoreBenchmark benchmark = new EstimatorCoreBenchmark();
        benchmark.trace = trace;
        benchmark.start();
        EstimatorCoreBenchmark peer = new EstimatorCoreBenchmark();
        peer.trace = trace;
        peer.start();
        // More than once through the trace, so that its beginning is met again.
        int step = Trace.of(trace).packets * 3 / 2 / LOOKS;
        for (int look = 1; look <= LOOKS; look++) {
            for (int i = 0; i < step; i++) {
                benchmark.delayKalman();
                peer.libjitsiOnTraceTime();
            }
            if (look >= FIRST_LOOK) {
                assertThat((double) peer.libjitsiBps()).as("at look %d", look)
                        .isCloseTo(benchmark.kalmanBps(), withinPercentage(PERCENT));
            }
        }
    }
}
