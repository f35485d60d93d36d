package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.ShadowEstimator.State;
import io.bwe.cli.DemoMeasurements.Remb;
import io.bwe.remb.RembOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine.Help.Ansi;

/** Shadows and a swap, live: real sockets, the interceptor and the estimators found by ServiceLoader. */
@Timeout(60)
class LiveSwapTest {
    /** The estimator that takes over; it has no estimate before its packets have led it to one. */
    private static final String NEXT = "delay-trendline";
    /** The time of an estimate that there is not. */
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How late a REMB may be on a machine that has other things to do. One REMB left out is more. */
    private static final Duration LATENESS = Duration.ofMillis(900);
    /** Two estimators that agree are read one after the other, and in between a packet may have come. */
    private static final Percentage BETWEEN_TWO_READINGS = Percentage.withPercentage(5);

    private static Interceptor interceptor(InterceptorConfig.Builder config, String warmUp) {
        return Providers.interceptors().get("remb").create(config.option(RembOptions.WARM_UP, warmUp).build());
    }

    @Test
    void shouldLetAnEstimatorTakeOverOnItsOwnEvidenceWithoutAGap() throws Exception {
        DemoClock clock = new DemoClock();
        AtomicLong evidenceNs = new AtomicLong(NEVER);
        Interceptor interceptor = interceptor(InterceptorConfig.builder().estimator("steady").shadow(NEXT)
                .shadow("faulty").option(RembOptions.INTERVAL, INTERVAL.toMillis() + "ms"), "4s");
        try (DemoLoop loop = new DemoLoop(clock, interceptor)) {
            BandwidthControl control = loop.control();
            ShadowEstimator twin = control.shadows().get(0);
            ShadowEstimator faulty = control.shadows().get(1);
            ShadowEstimator next = control.swapEstimator(
                    WatchedEstimator.watch(Providers.estimators().get(NEXT), (packet, estimator, nowNs) -> {
                        if (estimator.hasEstimate()) {
                            // Before anybody else can know of it.
                            evidenceNs.compareAndSet(NEVER, clock.nanoTime());
                        }
                    }),
                    EstimatorConfig.defaults());
            loop.start();

            await().atMost(PATIENCE).until(() -> faulty.state() == State.DROPPED);
            int rembsWhenDropped = loop.rembs().size();
            assertThat(faulty.failure()).containsInstanceOf(IllegalStateException.class);
            assertThat(control.statistics().shadowsDropped()).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> loop.rembs().size() > rembsWhenDropped);
            assertThat(control.estimate().estimateBps()).isEqualTo(SteadyEstimatorProvider.BPS);
            assertThat(next.state()).isEqualTo(State.WARMING_UP);

            await().atMost(PATIENCE).until(() -> next.state() == State.DRIVING);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(loop.rembs()).extracting(Remb::bitrateBps).last()
                    .isNotEqualTo(SteadyEstimatorProvider.BPS));
            assertThat(control.estimatorName()).isEqualTo(NEXT);
            assertThat(control.statistics().estimatorSwaps()).isEqualTo(1);
            assertThat(control.statistics().estimatorErrors()).isZero();
            assertThat(control.shadows()).containsExactly(twin);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(twin.estimate().estimateBps())
                    .isCloseTo(control.estimate().estimateBps(), BETWEEN_TWO_READINGS));
            assertThat(twin.estimate().liveSsrcs()).containsExactly(DemoRtpWriter.SSRC);

            List<Remb> rembs = loop.rembs();
            assertThat(rembs).filteredOn(remb -> remb.elapsedNs() <= evidenceNs.get()).isNotEmpty()
                    .allSatisfy(remb -> assertThat(remb.bitrateBps()).isEqualTo(SteadyEstimatorProvider.BPS));
            RembGap gap = RembGap.longest(rembs, rembs.get(0).elapsedNs(), rembs.get(rembs.size() - 1).elapsedNs());
            assertThat(Duration.ofNanos(gap.lengthNs())).as("gap from %d ns on", gap.fromNs())
                    .isLessThanOrEqualTo(INTERVAL.plus(LATENESS));
        }
        assertThat(interceptor.bandwidthControl().orElseThrow().closeReport().closed()).isTrue();
    }

    @Test
    void shouldReportTheSwapOfADemo() throws Exception {
        StringWriter out = new StringWriter();
        // The idle time-out counts as warm-up if it is longer.
        EstimatorConfig limits = EstimatorConfig.builder().startBps(DemoSender.START_BPS)
                .idleTimeout(Duration.ofSeconds(1)).build();
        Interceptor interceptor = interceptor(InterceptorConfig.builder().shadow(NEXT).estimatorConfig(limits), "1s");
        List<String> failures = new DemoRun(DemoSchedule.of(Duration.ofSeconds(4)), interceptor,
                new DemoSwap.Next(Providers.estimators().get("steady"), limits),
                new DemoText(new PrintWriter(out), Ansi.OFF)).run().failures();

        assertThat(failures).isEmpty();
        assertThat(out.toString()).containsPattern("(?m)^   2\\.\\ds steady is to take over from delay-kalman$")
                .containsPattern("(?m)^   3\\.\\ds steady drives the REMBs$")
                .containsPattern("(?m)^   4s .*   700 normal ").containsPattern("(?m)^shadow       " + NEXT + ": ")
                .containsPattern(
                        "(?m)^swap         asked at 2\\.\\d s: steady took over from delay-kalman at 3\\.\\d s; longest gap between "
                                + "REMBs [01]\\.\\d s$");
    }

    @Test
    void shouldFailADemoWhoseShadowBreaksOrWhoseSwapDoesNotHappen() throws Exception {
        StringWriter out = new StringWriter();
        Interceptor interceptor = interceptor(InterceptorConfig.builder().shadow("faulty")
                .estimatorConfig(EstimatorConfig.builder().startBps(DemoSender.START_BPS).build()), "1s");
        List<String> failures = new DemoRun(DemoSchedule.of(Duration.ofSeconds(1)), interceptor,
                new DemoSwap.Next(Providers.estimators().get("faulty"), EstimatorConfig.defaults()),
                new DemoJson(new PrintWriter(out))).run().failures();

        String cause = ", since it threw java.lang.IllegalStateException: broken for the test";
        assertThat(failures).contains("shadow: faulty was dropped" + cause).anySatisfy(failure -> assertThat(failure)
                .matches("swap: asked at 0\\.\\d s: faulty has not taken over from delay-kalman\\Q" + cause + "\\E"));
        Map<?, ?> json = JsonText.parse(out.toString());
        assertThat(json.get("failures")).isEqualTo(failures);
        assertThat(json.get("swap").toString()).matches("\\{estimator=faulty, askedSeconds=0\\.\\d+, "
                + "tookOverSeconds=null, longestRembGapSeconds=\\d\\.\\d+}");
    }
}
