package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StreamLifecycleTest {
    private static final BooleanSupplier EMPTY = () -> true;

    private final StreamLifecycle lifecycle = new StreamLifecycle();

    private void start() {
        lifecycle.request();
        lifecycle.claimStart();
        lifecycle.started();
    }

    @Test
    void beginsWithoutTask() {
        assertThat(lifecycle.hasEnded()).isTrue();
        assertThat(lifecycle.hasTask()).isFalse();
        assertThat(lifecycle.isQuiet()).isTrue();
        assertThat(lifecycle.claimStart()).isFalse();
        assertThat(lifecycle.wake()).isFalse();
    }

    @Test
    void oneRequestLeadsToOneStart() {
        assertThat(lifecycle.request()).isTrue();
        assertThat(lifecycle.request()).isFalse();
        assertThat(lifecycle.hasEnded()).isFalse();
        assertThat(lifecycle.claimStart()).isTrue();
        assertThat(lifecycle.claimStart()).isFalse();
        assertThat(lifecycle.request()).isFalse();
        assertThat(lifecycle.hasTask()).isFalse();
        lifecycle.started();
        assertThat(lifecycle.hasTask()).isTrue();
        assertThat(lifecycle.request()).isFalse();
        assertThat(lifecycle.claimStart()).isFalse();
    }

    @Test
    void isNotQuietWhileATaskMayMovePackets() {
        lifecycle.request();
        assertThat(lifecycle.isQuiet()).isFalse();
        lifecycle.claimStart();
        assertThat(lifecycle.isQuiet()).isFalse();
        lifecycle.started();
        assertThat(lifecycle.isQuiet()).isFalse();
        lifecycle.park();
        assertThat(lifecycle.isQuiet()).isTrue();
        lifecycle.wake();
        assertThat(lifecycle.isQuiet()).isFalse();
    }

    @Test
    void onlyASleepingTaskIsWokenAndOnlyOnce() {
        start();
        assertThat(lifecycle.wake()).isFalse();
        lifecycle.park();
        assertThat(lifecycle.isParked()).isTrue();
        assertThat(lifecycle.wake()).isTrue();
        assertThat(lifecycle.wake()).isFalse();
        assertThat(lifecycle.isParked()).isFalse();
    }

    @Test
    void endsWhenNothingWaits() {
        start();
        assertThat(lifecycle.end(EMPTY)).isTrue();
        assertThat(lifecycle.hasEnded()).isTrue();
        assertThat(lifecycle.request()).isTrue();
    }

    @Test
    void aPacketOfferedBeforeTheEndIsSeenByTheTask() {
        start();
        // The producer had offered, and had read a state that was not ENDED yet.
        assertThat(lifecycle.end(() -> false)).isFalse();
        assertThat(lifecycle.hasTask()).isTrue();
        assertThat(lifecycle.request()).isFalse();
    }

    @Test
    void aProducerThatSeesTheEndTakesItOver() {
        start();
        // The producer offers and requests in the middle of the end: it has won, so the task ends.
        assertThat(lifecycle.end(() -> {
            assertThat(lifecycle.request()).isTrue();
            return false;
        })).isTrue();
        assertThat(lifecycle.claimStart()).isTrue();
    }

    @Test
    void theEndIsVisibleBeforeTheQueueIsLookedAt() {
        start();
        lifecycle.end(() -> {
            assertThat(lifecycle.hasEnded()).isTrue();
            return true;
        });
    }

    @Test
    void aStartThatFailedCanBeRequestedAgain() {
        lifecycle.request();
        lifecycle.claimStart();
        lifecycle.startFailed();
        assertThat(lifecycle.hasEnded()).isTrue();
        assertThat(lifecycle.request()).isTrue();
    }

    @Test
    void aFailureReportedLateDoesNotTouchATaskThatRuns() {
        start();
        lifecycle.startFailed();
        assertThat(lifecycle.hasTask()).isTrue();
    }

    @Test
    void anAbandonedStreamCanBeRequestedAgain() {
        start();
        lifecycle.park();
        lifecycle.abandon();
        assertThat(lifecycle.hasEnded()).isTrue();
        assertThat(lifecycle.request()).isTrue();
    }

    @Test
    void aTaskThatIsRetiredWhileItLooksAtItsQueueDoesNotGoOn() {
        start();
        boolean ended = lifecycle.end(() -> {
            assertThat(lifecycle.retire()).isTrue();
            return false; // a packet came meanwhile
        });
        assertThat(ended).isTrue();
        assertThat(lifecycle.request()).as("there is never a task again").isFalse();
        assertThat(lifecycle.claimStart()).isFalse();
        assertThat(lifecycle.hasEnded()).isTrue();
        assertThat(lifecycle.isQuiet()).isTrue();
        assertThat(lifecycle.retire()).as("again").isTrue();
    }

    @Test
    void onlyAStreamWithoutTaskCanBeRetired() {
        start();
        assertThat(lifecycle.retire()).isFalse();
        assertThat(lifecycle.end(() -> false)).as("a packet came, so it goes on").isFalse();
        assertThat(lifecycle.retire()).isFalse();
        lifecycle.park();
        assertThat(lifecycle.retire()).isFalse();
        lifecycle.wake();
        lifecycle.end(EMPTY);
        lifecycle.request();
        assertThat(lifecycle.retire()).as("a request that nobody has taken up").isTrue();
        assertThat(lifecycle.claimStart()).isFalse();
    }

    @Test
    void aTaskWhoseStartWasGivenUpMayNotRun() {
        lifecycle.request();
        lifecycle.claimStart();
        lifecycle.startFailed();
        assertThat(lifecycle.started()).isFalse();
        assertThat(lifecycle.hasTask()).isFalse();
        assertThat(lifecycle.request()).isTrue();
        assertThat(lifecycle.claimStart()).isTrue();
        assertThat(lifecycle.started()).isTrue();
        assertThat(lifecycle.started()).as("another").isFalse();
        assertThat(lifecycle.hasTask()).isTrue();
    }
}
