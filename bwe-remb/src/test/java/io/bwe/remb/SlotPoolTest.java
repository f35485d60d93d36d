package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotPoolTest {
    private static final long TICK_NS = 20_000_000;
    /** Of 200 ms, over which the rate is taken. */
    private static final int TICKS_OF_WINDOW = 10;
    private static final int TICKS_IN_RESERVE = 25;
    private static final int RESERVE = 128;
    private static final int MOST_OF_STREAM = 256;

    private final SlotPool pool = new SlotPool(RESERVE, MOST_OF_STREAM, 0);
    private long nowNs;

    private List<PacketSlot> take(int slots) {
        List<PacketSlot> taken = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            PacketSlot slot = pool.take();
            assertThat(slot).as("slot %d of %d", i, slots).isNotNull();
            taken.add(slot);
        }
        assertThat(new HashSet<>(taken)).hasSize(slots);
        return taken;
    }

    /** As it is when the streams have been there for long without packets. */
    private void settle(int streams) {
        ticks(TICKS_OF_WINDOW * 500, 0, streams);
    }

    /** A tick in which so many packets are estimated. */
    private void tick(int packets, int streams) {
        take(packets).forEach(pool::release);
        nowNs += TICK_NS;
        pool.adapt(streams, 0, nowNs);
    }

    private void ticks(int ticks, int packets, int streams) {
        for (int tick = 0; tick < ticks; tick++) {
            tick(packets, streams);
        }
    }

    @Test
    void hasRoomForASmallBurstFromTheStart() {
        take(RESERVE);
        assertThat(pool.take()).isNull();
    }

    @Test
    void hasRoomForABurstOfEachStreamOnceItIsAwake() {
        settle(8);
        assertThat(pool.size()).as("the reserve is as much").isBetween(RESERVE, RESERVE * 3 / 2);
        settle(20);
        assertThat(pool.size()).isBetween(20 * SlotPool.EACH_AWAKE, 30 * SlotPool.EACH_AWAKE);
        pool.adapt(20, 1_000, nowNs);
        assertThat(pool.size()).isEqualTo(20 * SlotPool.EACH_AWAKE + 1_000);
    }

    @Test
    void hasPlentyForStreamsWhoseRateIsNotKnown() {
        pool.adapt(4, 0, nowNs);
        assertThat(pool.size()).isEqualTo(4 * SlotPool.EACH_AT_FIRST);
        settle(4);
        pool.adapt(6, 0, nowNs);
        assertThat(pool.size()).as("for the two that are new").isBetween(2 * SlotPool.EACH_AT_FIRST, 300);
    }

    @Test
    void aFewMoreOrLessAreLeftAsTheyAre() {
        settle(20);
        int before = pool.size();
        List<PacketSlot> onTheirWay = take(before / 5);
        pool.adapt(20, 0, nowNs);
        assertThat(pool.size()).isEqualTo(before - before / 5);
        onTheirWay.forEach(pool::release);
        pool.adapt(20, 0, nowNs);
        assertThat(pool.size()).isEqualTo(before);
    }

    @Test
    void keepsWhatComesIn500MsAtTheHighestRate() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 60, 10);
        assertThat(pool.size()).isEqualTo(60 * TICKS_IN_RESERVE);
        ticks(TICKS_OF_WINDOW, 10, 10);
        assertThat(pool.size()).as("no less for a lower rate").isEqualTo(60 * TICKS_IN_RESERVE);
        ticks(TICKS_OF_WINDOW, 59, 10);
        assertThat(pool.size()).isEqualTo(60 * TICKS_IN_RESERVE);
    }

    @Test
    void aTickThatComesLateIsNoPeak() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 8, 10);
        int before = pool.size();
        nowNs += 14 * TICK_NS;
        tick(15 * 8, 10);
        ticks(TICKS_OF_WINDOW, 8, 10);
        assertThat(pool.size()).isEqualTo(before);
    }

    @Test
    void keepsNoMoreThanTheStreamsCanQueue() {
        settle(2);
        ticks(TICKS_OF_WINDOW, 100, 2);
        assertThat(pool.size()).isEqualTo(2 * MOST_OF_STREAM);
    }

    @Test
    void makesNoMoreForPacketsThatAreNotReleased() {
        List<PacketSlot> held = new ArrayList<>();
        for (int tick = 0; tick < 100; tick++) {
            pool.adapt(1, 0, nowNs);
            for (PacketSlot slot = pool.take(); slot != null; slot = pool.take()) {
                held.add(slot);
            }
        }
        assertThat(held).hasSize(MOST_OF_STREAM);
        held.forEach(pool::release);
        assertThat(pool.size()).as("what there is room for").isBetween(RESERVE, MOST_OF_STREAM);
    }

    @Test
    void forgetsAPeakByTimeAndNotByTicks() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 100, 10);
        nowNs += 10_000_000_000L; // it slept
        pool.adapt(10, 0, nowNs);
        pool.rest(10);
        pool.adapt(10, 0, nowNs);
        assertThat(pool.size()).isBetween(RESERVE * 5 / 4, 25 * TICKS_IN_RESERVE);
    }

    @Test
    void thousandsOfNewStreamsDoNotTakeAllMemory() {
        pool.adapt(1_000, 0, nowNs);
        assertThat(pool.size()).isEqualTo(65_536);
    }

    @Test
    void forgetsAPeakInTheEnd() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 100, 10);
        assertThat(pool.size()).isEqualTo(100 * TICKS_IN_RESERVE);
        ticks(4 * 50, 5, 10);
        assertThat(pool.size()).as("half of it goes in 4 s").isBetween(50 * TICKS_IN_RESERVE, 75 * TICKS_IN_RESERVE);
        ticks(30 * 50, 5, 10);
        assertThat(pool.size()).isBetween(10 * SlotPool.EACH_AWAKE, 200);
    }

    @Test
    void keepsFewWhileItRests() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 100, 10);
        pool.rest(10);
        assertThat(pool.size()).isEqualTo(RESERVE);
        ticks(TICKS_OF_WINDOW, 100, 100);
        pool.rest(100);
        assertThat(pool.size()).isEqualTo(100 * SlotPool.EACH_ASLEEP);
    }

    @Test
    void remembersThePeakWhileItRests() {
        settle(10);
        ticks(TICKS_OF_WINDOW, 100, 10);
        pool.rest(10);
        pool.adapt(10, 0, nowNs);
        assertThat(pool.size()).isEqualTo(100 * TICKS_IN_RESERVE);
    }

    @Test
    void whoeverTookFromAQueueThatIsReplacedHasASlotLikeAnyOther() {
        List<PacketSlot> before = take(RESERVE);
        pool.adapt(2, 0, nowNs); // makes a larger one
        int free = pool.size();
        before.forEach(pool::release);
        assertThat(pool.size()).isEqualTo(free + before.size());
        take(free + before.size());
    }

    @Test
    void unusedSlotsComeBackAtTheNextTick() {
        take(RESERVE).forEach(pool::giveBack);
        assertThat(pool.take()).isNull();
        pool.rest(0);
        take(RESERVE);
    }
}
