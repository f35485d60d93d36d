package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;

/** What scenarios are put together from. */
final class ScenarioParts {
    static final Duration FOREVER = Duration.ofHours(1);

    private ScenarioParts() {
    }

    static MediaFlow.Builder video(String name) {
        return MediaFlow.video(name);
    }

    static LinkSpec plain(CapacitySchedule capacity) {
        return LinkSpec.builder().capacity(capacity).build();
    }

    /** Jitter of RFC 8867: up to 30 ms. */
    static LinkSpec jittered(CapacitySchedule capacity) {
        return LinkSpec.builder().capacity(capacity).jitter(millis(10)).build();
    }

    static LinkSpec behind(QueueSpec queue, int kbps) {
        return LinkSpec.builder().capacity(steps(kbps)).queue(queue).build();
    }

    static LinkSpec free() {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(1_000_000_000)).build();
    }

    /** Kilobits per second at first, then pairs of a second and what holds from then on. */
    static CapacitySchedule steps(int firstKbps, int... more) {
        CapacitySchedule schedule = CapacitySchedule.constant(firstKbps * 1_000L);
        for (int i = 0; i < more.length; i += 2) {
            schedule = schedule.then(seconds(more[i]), more[i + 1] * 1_000L);
        }
        return schedule;
    }

    static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
