package io.bwe.verification.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void packetsAreEvenlySpacedAndDoNotDrift() {
        Schedule schedule = new Schedule(1_000, 3);

        assertThat(schedule.dueNs(0)).isEqualTo(1_000);
        assertThat(schedule.dueNs(1)).isEqualTo(1_000 + 333_333_333);
        assertThat(schedule.dueNs(3)).isEqualTo(1_000 + 1_000_000_000);
        // A day at 500,000 packets a second: no overflow, no drift.
        assertThat(new Schedule(0, 500_000).dueNs(86_400L * 500_000)).isEqualTo(86_400L * 1_000_000_000);
    }

    @Test
    void countsWhatIsDueBeforeATime() {
        Schedule schedule = new Schedule(1_000, 7);

        assertThat(schedule.dueBefore(0)).isZero();
        assertThat(schedule.dueBefore(1_000)).isZero();
        for (long number = 0; number < 100; number++) {
            assertThat(schedule.dueBefore(schedule.dueNs(number))).as("packet %d", number).isEqualTo(number);
            assertThat(schedule.dueBefore(schedule.dueNs(number) + 1)).as("packet %d", number).isEqualTo(number + 1);
        }
    }
}
