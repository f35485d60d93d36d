package io.bwe.verification.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.delay.DelayKalmanProvider;
import io.bwe.delay.DelayTrendlineProvider;
import io.bwe.testkit.lab.LinkSpec;
import io.bwe.testkit.lab.MediaFlow;
import io.bwe.testkit.lab.QueueSpec;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.SenderKind;
import io.bwe.testkit.lab.TcpControl;
import io.bwe.testkit.lab.TcpFlow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the delay-based estimators are weak, and experiments that show why; docs/evaluation.md tells it in words. */
class WeaknessTest {
    /** What an estimate grows by in a second where no full link is remembered. */
    private static final double GROWTH = 1.08;

    private static LinkSpec.Builder link(int kbps, int... more) {
        return LinkSpec.builder().capacity(Course.steps(kbps, more));
    }

    private static MediaFlow.Builder video() {
        return MediaFlow.video("a").encoderLag(Duration.ZERO);
    }

    /** The start is slow because growth is 8 % a second, and for no other reason. */
    @Test
    void theStartTakesWhatEightPercentASecondTake() {
        Course course = Course.of(60, link(4_000).build(), new DelayKalmanProvider(),
                video().rates(150_000, 300_000, 8_000_000).build());

        // The estimate holds until 5 s have passed, then is what arrives.
        double theoryS = 5 + Math.log(0.8 * 4_000 / 317) / Math.log(GROWTH);
        assertThat(course.median(run -> run.metrics().convergenceS())).isEqualTo(theoryS, within(0.15 * theoryS));
    }

    /** The estimate of a sender that has little to send is held at one and a half times that. */
    @Test
    void anApplicationThatHadLittleToSendStartsFromThere() {
        Course course = Course.of(100, link(3_000).build(), new DelayKalmanProvider(),
                video().limitedTo(200_000, Duration.ofSeconds(40)).build());

        assertThat(course.estimateKbps(39)).isEqualTo(1.5 * 200 + 10, within(60.0));
        double theoryS = Math.log(0.8 * 2_500 / 310) / Math.log(GROWTH);
        assertThat(course.median(run -> run.metrics().recoveryS())).isEqualTo(theoryS, within(0.2 * theoryS));
    }

    /**
     * After a drop the estimate is a good fifth too low, for it becomes 85 % of what arrives, which is what the link
     * carries less the headers; and it stays low while the link's former limit is remembered, since growth then is by a
     * packet for each response time: on a shorter path it is faster.
     */
    @Test
    void afterADropItStaysLowLongerOnALongerPath() {
        Course near = drop(10);
        Course far = drop(150);

        assertThat(near.lowestKbps(40, 60)).isBetween(300.0, 430.0);
        assertThat(far.lowestKbps(40, 60)).isBetween(250.0, 430.0);
        double nearGrowth = near.estimateKbps(49) - near.estimateKbps(46);
        double farGrowth = far.estimateKbps(49) - far.estimateKbps(46);
        assertThat(nearGrowth).isGreaterThan(1.5 * farGrowth);
    }

    private static Course drop(int propagationMs) {
        return Course.of(120, link(1_500, 40, 500).propagation(Duration.ofMillis(propagationMs)).build(),
                new DelayKalmanProvider(), video().build());
    }

    /**
     * A fade takes the estimate to a hundredth: it is lowered to 85 % of what arrives for as long as the queue grows, and
     * what arrives is next to nothing. The way back is at 8 % a second: minutes. With half a second of fade it stays
     * above.
     */
    @Test
    void aFadeTakesTheEstimateAlongAndEightPercentASecondBringItBack() {
        Course brief = fade("PT30.5S");
        Course fading = fade("PT33S");

        assertThat(brief.lowestKbps(30, 40)).isGreaterThan(100);
        assertThat(fading.lowestKbps(30, 40)).isLessThan(30);
        assertThat(fading.estimateKbps(60)).isLessThan(200);
    }

    private static Course fade(String until) {
        LinkSpec link = LinkSpec.builder()
                .capacity(Course.steps(2_000, 30, 20).then(Duration.parse(until), 2_000_000))
                .queue(QueueSpec.dropTailBytes(250_000)).build();
        return Course.of(90, link, new DelayKalmanProvider(), video().build());
    }

    /** TCP starves it where the queue is TCP's; where the queue is kept short both get their part. */
    @Test
    void tcpStarvesItByTheQueueAlone() {
        assertThat(share(QueueSpec.dropTail(Duration.ofMillis(300)))).isLessThan(0.15);
        assertThat(share(QueueSpec.coDel())).isBetween(0.3, 0.7);
    }

    private static double share(QueueSpec queue) {
        Scenario scenario = Scenario.of("tcp", "", 120, link(2_000).queue(queue).build(), video().build(),
                TcpFlow.endless("tcp", TcpControl.CUBIC, Duration.ofSeconds(20), Course.FOREVER));
        return Course.of(scenario, new DelayKalmanProvider(), SenderKind.OBEYS).median(run -> run.metrics().share());
    }

    /** What comes in bursts because the medium was waited for looks like a queue: the longer the waits, the less is used. */
    @Test
    void wiFiThatWaitsForItsMediumIsTakenForAFullOne() {
        double quiet = wiFiUse(1);
        double crowded = wiFiUse(30);

        assertThat(quiet).isGreaterThan(0.65);
        assertThat(crowded).isLessThan(quiet - 0.1);
    }

    private static double wiFiUse(int accessMs) {
        LinkSpec link = link(2_000).aggregation(Duration.ofMillis(accessMs), Duration.ofMillis(5)).build();
        return Course.of(120, link, new DelayKalmanProvider(), video().build())
                .median(run -> run.metrics().utilisation());
    }

    /** Nor do frames, pacing or jitter change that. */
    @ParameterizedTest
    @CsvSource({"15, 0, 0", "15, 2.5, 10", "60, 0, 10", "60, 2.5, 0"})
    void aDeepQueueStaysShortWhateverTheSender(double framesPerSecond, double pacing, int jitterMs) {
        LinkSpec deep = link(1_000).queue(QueueSpec.dropTail(Duration.ofSeconds(2)))
                .jitter(Duration.ofMillis(jitterMs)).build();
        MediaFlow video = video().frames(framesPerSecond, 0.15).pacing(pacing).build();

        assertThat(Course.of(300, deep, new DelayKalmanProvider(), video).median(run -> run.metrics().p95QueueMs()))
                .isLessThan(200);
        assertThat(Course.of(300, deep, new DelayTrendlineProvider(), video).median(run -> run.metrics().p95QueueMs()))
                .isLessThan(200);
    }

    /**
     * In a deep queue other traffic fills it for long: the detector adapts to a queue that grows slowly and then stands,
     * and sees it again when it changes.
     */
    @Test
    void besideUnresponsiveTrafficADeepQueueStandsForLong() {
        Course kalman = Course.of("deep-buffer-cross", new DelayKalmanProvider(), SenderKind.CHROME_LIKE);
        Course trendline = Course.of("deep-buffer-cross", new DelayTrendlineProvider(), SenderKind.CHROME_LIKE);

        assertThat(kalman.secondsOver500Ms(40, 100)).isBetween(8.0, 20.0);
        assertThat(trendline.secondsOver500Ms(40, 100)).isGreaterThan(kalman.secondsOver500Ms(40, 100));
    }

    /** A deep queue alone is not a problem: within two minutes it is never used. */
    @Test
    void aDeepQueueStaysEmptyWithBoth() {
        for (String scenario : new String[]{"deep-buffer-1m", "deep-buffer-3m"}) {
            assertThat(Course.of(scenario, new DelayKalmanProvider(), SenderKind.CHROME_LIKE).longestWaitMs(20, 120))
                    .isLessThan(300);
            assertThat(Course.of(scenario, new DelayTrendlineProvider(), SenderKind.CHROME_LIKE).longestWaitMs(20, 120))
                    .isLessThan(300);
        }
    }

    /** The trendline overlooks a queue that unresponsive traffic fills more often than the Kalman filter does. */
    @Test
    void theTrendlineLetsAQueueStandBesideUnresponsiveTraffic() {
        double kalman = Course.of("constant-cross", new DelayKalmanProvider(), SenderKind.CHROME_LIKE)
                .median(run -> run.metrics().p95QueueMs());
        double trendline = Course.of("constant-cross", new DelayTrendlineProvider(), SenderKind.CHROME_LIKE)
                .median(run -> run.metrics().p95QueueMs());

        assertThat(trendline).isGreaterThan(2 * kalman);
    }
}
