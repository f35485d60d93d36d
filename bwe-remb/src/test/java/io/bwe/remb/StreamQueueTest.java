package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamQueueTest {
    private static final int CAPACITY = 4;

    private final StreamQueue queue = new StreamQueue(CAPACITY);

    private boolean offer(long ordinal) {
        PacketSlot slot = new PacketSlot();
        slot.ordinal = ordinal;
        return queue.hasRoom() && queue.offer(slot) != StreamQueue.Offered.REFUSED;
    }

    private List<Long> pollAll() {
        List<Long> ordinals = new ArrayList<>();
        for (PacketSlot slot = queue.poll(); slot != null; slot = queue.poll()) {
            assertThat(slot.next).isNull();
            ordinals.add(slot.ordinal);
        }
        return ordinals;
    }

    @Test
    void keepsTheOrderAndRefusesWhatFindsNoRoom() {
        queue.open();
        assertThat(queue.isEmpty()).isTrue();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(9)).isFalse();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.size()).isEqualTo(CAPACITY);
        assertThat(pollAll()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void putsAsideWhatComesWhileItHasNoMemory() {
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(9)).isFalse();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.size()).isEqualTo(CAPACITY);
        assertThat(pollAll()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(offer(10)).isTrue();
    }

    @Test
    void whatHasNotGoneToTheEstimatorTakesRoom() {
        queue.open();
        for (int i = 0; i < CAPACITY; i++) {
            offer(i);
        }
        assertThat(pollAll()).hasSize(CAPACITY);
        assertThat(offer(4)).isFalse();
        queue.left();
        queue.left();
        assertThat(offer(4)).as("before the end of the tick").isFalse();
        queue.makeRoom();
        assertThat(offer(4)).isTrue();
        assertThat(offer(5)).isTrue();
        assertThat(offer(6)).isFalse();
        pollAll();
        queue.shut();
        queue.open();
        assertThat(offer(6)).as("counted anew").isTrue();
    }

    @Test
    void whatWasPutAsideComesBeforeWhatWasOfferedAfterwards() {
        offer(0);
        offer(1);
        queue.open();
        offer(2);
        offer(3);
        assertThat(queue.poll().ordinal).isZero();
        assertThat(queue.isEmpty()).as("what was taken out is still to be polled").isFalse();
        assertThat(pollAll()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void givesItsMemoryUpAndTakesAnother() {
        queue.open();
        offer(0);
        assertThat(pollAll()).containsExactly(0L);
        assertThat(queue.shut()).isTrue();
        assertThat(queue.shut()).as("it is shut").isTrue();
        assertThat(queue.isEmpty()).isTrue();
        offer(1);
        assertThat(queue.isEmpty()).isFalse();
        queue.open();
        offer(2);
        assertThat(pollAll()).containsExactly(1L, 2L);
    }

    @Test
    void whatIsFoundAtTheEndIsKept() {
        queue.open();
        offer(0);
        offer(1);
        assertThat(queue.shut()).isFalse();
        assertThat(queue.isEmpty()).isFalse();
        offer(2);
        queue.open();
        offer(3);
        assertThat(pollAll()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void whatIsFoundAtTheEndIsKeptAlsoIfItIsFull() {
        queue.open();
        for (int i = 0; i < CAPACITY; i++) {
            offer(i);
        }
        assertThat(queue.shut()).isFalse();
        assertThat(queue.shut()).isTrue();
        assertThat(pollAll()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void orphansAreWhatNobodyPollsAnyMore() {
        queue.open();
        queue.shut();
        assertThat(queue.takeOrphans()).isNull();
        offer(1);
        offer(2);
        PacketSlot orphan = queue.takeOrphans();
        assertThat(orphan.ordinal).isEqualTo(1);
        assertThat(orphan.next.ordinal).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }
}
