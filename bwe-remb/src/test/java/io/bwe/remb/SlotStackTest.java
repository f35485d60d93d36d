package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotStackTest {
    private final SlotStack stack = new SlotStack();

    private static PacketSlot slot(long ordinal) {
        PacketSlot slot = new PacketSlot();
        slot.ordinal = ordinal;
        return slot;
    }

    private static List<Long> ordinals(@Nullable PacketSlot oldest) {
        List<Long> ordinals = new ArrayList<>();
        for (PacketSlot slot = oldest; slot != null; slot = slot.next) {
            ordinals.add(slot.ordinal);
        }
        return ordinals;
    }

    @Test
    void givesAllInTheOrderInWhichTheyCame() {
        assertThat(stack.isEmpty()).isTrue();
        assertThat(stack.takeAll()).isNull();
        LongStream.range(0, 5).forEach(ordinal -> stack.push(slot(ordinal)));
        assertThat(stack.isEmpty()).isFalse();
        assertThat(ordinals(stack.takeAll())).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(stack.isEmpty()).isTrue();
        assertThat(stack.takeAll()).isNull();
    }

    @Test
    void takesChainsFromTheNewestToTheOldest() {
        PacketSlot first = slot(1);
        PacketSlot second = slot(2);
        second.next = first;
        stack.push(slot(0));
        stack.pushAll(second, first);
        stack.push(slot(3));
        assertThat(ordinals(stack.takeAll())).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void knowsHowManyThereAre() {
        assertThat(stack.size()).isZero();
        stack.push(slot(0));
        stack.push(slot(1));
        assertThat(stack.size()).isEqualTo(2);
        stack.takeAll();
        assertThat(stack.size()).isZero();
        stack.push(slot(2));
        assertThat(stack.size()).isEqualTo(1);
    }

    @Test
    void aSlotMayGoRound() {
        PacketSlot slot = slot(7);
        for (int i = 0; i < 3; i++) {
            stack.push(slot(6));
            stack.push(slot);
            PacketSlot taken = stack.takeAll();
            assertThat(ordinals(taken)).containsExactly(6L, 7L);
        }
    }
}
