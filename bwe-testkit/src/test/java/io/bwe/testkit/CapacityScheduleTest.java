package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityScheduleTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final CapacitySchedule STEPS = CapacitySchedule.constant(8_000).then(Duration.ofSeconds(10), 4_000)
            .then(Duration.ofSeconds(20), 80_000);

    @Test
    void changesAtItsSteps() {
        assertThat(STEPS.capacityBps(-1)).isEqualTo(8_000);
        assertThat(STEPS.capacityBps(10 * SECOND_NS - 1)).isEqualTo(8_000);
        assertThat(STEPS.capacityBps(10 * SECOND_NS)).isEqualTo(4_000);
        assertThat(STEPS.capacityBps(100 * SECOND_NS)).isEqualTo(80_000);
    }

    @Test
    void aTransmissionTakesItsSizeOverTheCapacity() {
        assertThat(STEPS.transmissionEndNs(SECOND_NS, 1_000)).isEqualTo(2 * SECOND_NS);
        assertThat(STEPS.transmissionEndNs(30 * SECOND_NS, 0)).isEqualTo(30 * SECOND_NS);
    }

    @Test
    void aStepAppliesToTheRestOfATransmission() {
        // 2000 bytes, half of them before the step, the others at half the speed.
        assertThat(STEPS.transmissionEndNs(9 * SECOND_NS, 2_000)).isEqualTo(12 * SECOND_NS);
        // 1 s, 10 s and 0.1 s: 1000, 5000 and 1000 bytes over two steps.
        assertThat(STEPS.transmissionEndNs(9 * SECOND_NS, 7_000)).isEqualTo(20 * SECOND_NS + SECOND_NS / 10);
    }

    @Test
    void countsTheBitsOfASpan() {
        assertThat(STEPS.bits(9 * SECOND_NS, 21 * SECOND_NS)).isCloseTo(8_000 + 40_000 + 80_000, within(1e-6));
        assertThat(STEPS.bits(5 * SECOND_NS, 5 * SECOND_NS)).isZero();
    }

    @Test
    void refusesStepsOutOfOrderAndNoCapacity() {
        assertThatThrownBy(() -> STEPS.then(Duration.ofSeconds(20), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STEPS.then(Duration.ofSeconds(30), 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or more");
        assertThatThrownBy(() -> CapacitySchedule.constant(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
