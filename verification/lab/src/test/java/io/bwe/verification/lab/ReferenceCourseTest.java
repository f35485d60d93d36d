package io.bwe.verification.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.delay.DelayKalmanProvider;
import io.bwe.testkit.lab.ConstantFlow;
import io.bwe.testkit.lab.LinkSpec;
import io.bwe.testkit.lab.MediaFlow;
import io.bwe.testkit.lab.QueueSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * In the set-up of the reference vectors that were recorded in a closed loop, the lab goes the course that libwebrtc's own
 * receiver took there. Not to the number: chance is another, and REMBs come each second instead of five times. Rates are
 * in kb/s.
 */
class ReferenceCourseTest {
    private static final double LOWER = 0.7;
    private static final double UPPER = 1.4;

    private static LinkSpec.Builder link(int propagationMs, int queueMs) {
        return LinkSpec.builder().propagation(Duration.ofMillis(propagationMs))
                .queue(QueueSpec.dropTail(Duration.ofMillis(queueMs)));
    }

    private static MediaFlow sender(long minBps, long maxBps) {
        return MediaFlow.video("a").rates(minBps, 300_000, maxBps).encoderLag(Duration.ZERO).rttUnknown().build();
    }

    private static void assertNear(Course course, int atS, double referenceKbps) {
        assertThat(course.estimateKbps(atS)).as("at %d s", atS).isBetween(LOWER * referenceKbps,
                UPPER * referenceKbps);
    }

    @Test
    void aDropOfTheCapacity() {
        Course course = Course.of(60, link(40, 500).capacity(Course.steps(2_500, 20, 500, 40, 2_500)).build(),
                new DelayKalmanProvider(), sender(50_000, 4_000_000));

        assertNear(course, 10, 399);
        assertNear(course, 20, 866);
        assertNear(course, 24, 399);
        assertNear(course, 34, 474);
        assertNear(course, 40, 433);
        assertNear(course, 59, 1_306);
    }

    @Test
    void variableCapacity() {
        Course course = Course.of(100,
                link(50, 300).capacity(Course.steps(1_000, 40, 2_500, 60, 600, 80, 1_000))
                        .jitter(Duration.ofMillis(5)).build(),
                new DelayKalmanProvider(), sender(150_000, 1_500_000));

        assertNear(course, 10, 453);
        assertNear(course, 18, 844);
        assertNear(course, 36, 880);
        assertNear(course, 60, 2_243);
        assertNear(course, 66, 480);
        assertNear(course, 78, 500);
        assertNear(course, 99, 858);
    }

    @Test
    void crossTraffic() {
        Course course = Course.of(60, link(35, 250).capacity(Course.steps(2_000)).build(), new DelayKalmanProvider(),
                sender(50_000, 4_000_000),
                new ConstantFlow("one", Duration.ofSeconds(15), Duration.ofSeconds(30), 1_000_000, 1_200),
                new ConstantFlow("two", Duration.ofSeconds(40), Duration.ofSeconds(50), 500_000, 600));

        assertNear(course, 8, 389);
        assertNear(course, 18, 829);
        assertNear(course, 26, 791);
        // As long as the limit is remembered, growth is by 13 kb/s a second; when that ends is chance.
        assertThat(course.estimateKbps(33) - course.estimateKbps(30)).isBetween(20.0, 60.0);
        assertNear(course, 59, 1_295);
    }
}
