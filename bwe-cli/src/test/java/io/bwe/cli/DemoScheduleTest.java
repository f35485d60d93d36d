package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoScheduleTest {
    private static final long SECOND_NS = 1_000_000_000;

    @Test
    void shouldStepDownAndUpOnceInThirtySeconds() {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(30));

        List<DemoSchedule.Step> steps = schedule.steps();
        assertThat(steps).hasSize(3);
        assertThat(steps.get(0).isDown()).isFalse();
        assertThat(steps.get(1).isDown()).isTrue();
        assertThat(steps.get(2).isDown()).isFalse();
        assertThat(schedule.endNs(steps.get(2))).isEqualTo(30 * SECOND_NS);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 30, 44, 45, 100, 3600})
    void shouldStepDownAtAnyLengthWithTimeLeftToDrain(int seconds) {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(seconds));

        assertThat(schedule.steps()).anyMatch(DemoSchedule.Step::isDown);
        for (DemoSchedule.Step step : schedule.steps()) {
            if (step.isDown()) {
                assertThat(seconds * SECOND_NS - step.fromNs())
                        .isGreaterThanOrEqualTo(seconds < 5 ? 1_500_000_000L : 3 * SECOND_NS);
            }
        }
    }

    @Test
    void shouldRepeatThePatternInALongRun() {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(120));

        assertThat(schedule.steps()).hasSize(12);
        assertThat(schedule.capacityBps(31 * SECOND_NS)).isEqualTo(schedule.capacityBps(SECOND_NS));
    }

    @Test
    void shouldChangeTheCapacityExactlyAtAStep() {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(20));
        DemoSchedule.Step down = schedule.steps().get(1);

        assertThat(schedule.capacityBps(down.fromNs() - 1)).isEqualTo(down.beforeBps());
        assertThat(schedule.capacityBps(down.fromNs())).isEqualTo(down.capacityBps());
    }

    @Test
    void shouldSumUpTheCapacity() {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(20));

        double sum = 0;
        for (int tenth = 0; tenth < 200; tenth++) {
            sum += schedule.capacityBps(tenth * SECOND_NS / 10) / 10.0;
        }
        assertThat(schedule.capacityBits(20 * SECOND_NS)).isCloseTo(sum, within(1.0));
        assertThat(schedule.capacityBits(SECOND_NS)).isEqualTo(schedule.capacityBps(0));
    }
}
