package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteStreamTest {
    private static final long MS = 1_000_000;
    private static final long MAX_DELAY_NS = 50 * MS;

    private final StreamDriver driver = new StreamDriver(7);
    private final RemoteStream stream = driver.stream;

    private List<PacketSlot> pollAll() {
        List<PacketSlot> packets = new ArrayList<>();
        for (PacketSlot packet = stream.poll(); packet != null; packet = stream.poll()) {
            packets.add(packet);
        }
        return packets;
    }

    private long watermarkNs(long nowNs) {
        return stream.watermarkNs(nowNs, MAX_DELAY_NS);
    }

    @Test
    void drainMovesWhatWaitsInItsOrder() {
        driver.offer(5);
        driver.offer(6);
        assertThat(stream.peek()).isNull();
        assertThat(stream.queueSize()).isEqualTo(2);
        driver.runTask(10);
        assertThat(stream.queueIsEmpty()).isTrue();
        assertThat(stream.peek()).isSameAs(stream.peek());
        assertThat(pollAll()).extracting(PacketSlot::sequenceNumber).containsExactly(0, 1);
        assertThat(stream.peek()).isNull();
    }

    @Test
    void keepsWhatMattersOfAPacket() {
        driver.offer(4, 9, 5);
        driver.runTask(10);
        PacketSlot packet = stream.poll();
        assertThat(packet.ssrc()).isEqualTo(7);
        assertThat(packet.arrivalTimeNs()).isEqualTo(4);
        assertThat(packet.ordinal).isEqualTo(9);
        assertThat(packet.nowNs).isEqualTo(5);
        assertThat(packet.absSendTime()).isEqualTo(0x123456);
        assertThat(packet.payloadSize()).isEqualTo(1_000);
    }

    @Test
    void clampsArrivalTimesThatRunBackwardsAlsoFromDrainToDrain() {
        driver.offer(100, 1);
        driver.offer(90, 2);
        driver.offer(95, 3);
        driver.offer(101, 4);
        assertThat(driver.runTask(10)).isEqualTo(2);
        driver.offer(50, 11);
        driver.offer(101, 12);
        assertThat(driver.runTask(20)).isEqualTo(1);
        assertThat(pollAll()).extracting(PacketSlot::arrivalTimeNs).containsExactly(100L, 100L, 100L, 101L, 101L, 101L);
    }

    @Test
    void arrivalTimesGoOnFromTheLatestWhenTheirClockWasSetBack() {
        long hour = 3_600_000 * MS;
        long setBack = ArrivalClock.SET_BACK_NS;
        driver.offer(hour, 0);
        driver.offer(20, 20); // behind, perhaps by a thread that was held up
        driver.offer(setBack, setBack);
        driver.offer(setBack + 1, setBack + 1);
        driver.offer(setBack + 30, setBack + 33);
        assertThat(driver.runTask(2 * setBack)).isEqualTo(3);
        assertThat(pollAll()).extracting(PacketSlot::arrivalTimeNs).containsExactly(hour, hour, hour,
                hour, hour + 29);
    }

    @Test
    void aPacketOfAThreadThatWasHeldUpIsNoClockSetBack() {
        long setBack = ArrivalClock.SET_BACK_NS;
        driver.offer(0, 0);
        driver.offer(3 * setBack, 3 * setBack);
        driver.offer(setBack, 3 * setBack + 1);
        driver.offer(3 * setBack + 2, 3 * setBack + 2);
        assertThat(driver.runTask(4 * setBack)).isEqualTo(1);
        assertThat(pollAll()).extracting(PacketSlot::arrivalTimeNs).containsExactly(0L, 3 * setBack, 3 * setBack,
                3 * setBack + 2);
    }

    @Test
    void streamsKeepTheirDistanceWhenTheClockWasSetBack() {
        ArrivalClock shared = new ArrivalClock();
        StreamDriver other = new StreamDriver(8);
        StreamDriver later = new StreamDriver(9);
        driver.stream.share(shared);
        other.stream.share(shared);
        later.stream.share(shared);
        long second = 1_000 * MS;
        driver.offer(10 * second, 10);
        other.offer(10 * second + 3, 10);
        driver.runTask(20);
        other.runTask(20);
        driver.offer(0, second + 10);
        other.offer(5, second + 20); // by itself it would go on 5 less
        driver.runTask(2 * second);
        other.runTask(2 * second);
        later.offer(20, second + 30);
        later.runTask(2 * second);
        // Those go on from the latest of all.
        assertThat(pollAll()).extracting(PacketSlot::arrivalTimeNs).containsExactly(10 * second, 10 * second + 3);
        other.stream.poll();
        assertThat(other.stream.poll()).extracting(PacketSlot::arrivalTimeNs).isEqualTo(10 * second + 8);
        assertThat(later.stream.poll()).extracting(PacketSlot::arrivalTimeNs).isEqualTo(10 * second + 23);
    }

    @Test
    void theChoiceOfASparseStreamIsFollowedByTheOthersAndNotOverruled() {
        ArrivalClock shared = new ArrivalClock();
        StreamDriver dense = new StreamDriver(8);
        StreamDriver young = new StreamDriver(9);
        driver.stream.share(shared);
        dense.stream.share(shared);
        young.stream.share(shared);
        long second = 1_000 * MS;
        long hour = 3_600 * second;
        driver.offer(hour, 0);
        for (long now = 0; now < second; now += 100 * MS) {
            dense.offer(hour + now, now);
            dense.runTask(now + 1);
        }
        // Now the clock is an hour behind. A stream begins that was never ahead of itself; the sparse one notices first.
        young.offer(second, second);
        young.runTask(second + 1);
        driver.offer(second + 50 * MS, second + 50 * MS);
        driver.runTask(second + 51 * MS);
        for (long now = second + 100 * MS; now < 3 * second; now += 100 * MS) {
            dense.offer(now, now);
            dense.runTask(now + 1);
            young.offer(now, now);
            young.runTask(now + 1);
        }
        driver.offer(3 * second, 3 * second);
        driver.runTask(3 * second + 1);
        long offset = hour + 900 * MS - (second + 50 * MS);
        assertThat(last(driver)).isEqualTo(3 * second + offset);
        assertThat(last(dense)).isEqualTo(3 * second - 100 * MS + offset);
        assertThat(last(young)).isEqualTo(3 * second - 100 * MS + offset);
    }

    private static long last(StreamDriver driver) {
        long last = Long.MIN_VALUE;
        for (PacketSlot slot = driver.stream.poll(); slot != null; slot = driver.stream.poll()) {
            last = slot.arrivalTimeNs;
        }
        return last;
    }

    @Test
    void refusesPacketsWhileAllSlotsAreOnTheirWay() {
        StreamDriver small = new StreamDriver(1, 16);
        for (int i = 0; i < 16; i++) {
            assertThat(small.offer(i)).isTrue();
        }
        assertThat(small.offer(16)).isFalse();
        small.runTask(20);
        assertThat(small.offer(20)).as("drained, but not released").isFalse();
        PacketSlot packet = small.stream.poll();
        small.release(packet);
        assertThat(small.offer(21)).isTrue();
        assertThat(small.offer(22)).isFalse();
    }

    @Test
    void slotsGoRoundManyTimes() {
        StreamDriver small = new StreamDriver(1, 16);
        for (int i = 0; i < 10_000; i++) {
            assertThat(small.offer(i)).isTrue();
            small.runTask(i);
            PacketSlot packet = small.stream.poll();
            assertThat(packet.nowNs).isEqualTo(i);
            small.release(packet);
        }
    }

    @Test
    void theFirstPacketAsksForATaskAndTheOthersDoNot() {
        assertThat(stream.claimStart(0)).isFalse();
        driver.offer(1);
        driver.offer(2);
        assertThat(stream.claimStart(3)).isTrue();
        assertThat(stream.claimStart(3)).isFalse();
    }

    @Test
    void refusesPacketsThatFindTheQueueFullAndKeepsTheirSlots() {
        SlotPool slots = StreamDriver.slots(8);
        StreamDriver small = new StreamDriver(new RemoteStream(1, 90_000, StreamDriver.EXTENSIONS, slots, 4, 0), slots);
        small.offer(0);
        small.runTask(1);
        for (int i = 0; i < 4; i++) {
            assertThat(small.offer(2)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(small.offer(2)).isFalse();
            slots.rest(0); // takes them back
        }
        small.runTask(3);
        assertThat(small.stream.takeOverflows()).isEqualTo(100);
        for (PacketSlot packet = small.stream.poll(); packet != null; packet = small.stream.poll()) {
            small.release(packet);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(small.offer(4)).as("all slots are there").isTrue();
        }
    }

    @Test
    void aTaskThatHasLeftLeavesNoThreadBehindAndIsReplaced() {
        driver.offer(1);
        driver.runTask(2);
        stream.endTask(StreamEnd.IDLE);
        driver.ask(3);
        assertThat(stream.leaveTask()).isTrue();
        assertThat(stream.lifecycle.hasEnded()).isTrue();
        driver.offer(4);
        driver.runTask(5);
        assertThat(pollAll()).extracting(slot -> slot.nowNs).containsExactly(1L, 4L);
    }

    @Test
    void aTaskDoesNotLeaveWhilePacketsWait() {
        driver.offer(1);
        driver.runTask(2);
        driver.offer(3);
        stream.endTask(StreamEnd.UNBIND);
        driver.ask(4);
        assertThat(stream.leaveTask()).isFalse();
        driver.runAndPark(5);
        driver.ask(6);
        assertThat(stream.leaveTask()).isTrue();
        assertThat(pollAll()).hasSize(2);
    }

    @Test
    void whatComesWhenTheStreamIsOverIsGivenBack() {
        StreamDriver small = new StreamDriver(1, 4);
        small.offer(1);
        small.stream.lifecycle.request();
        small.stream.lifecycle.retire();
        small.stream.drainInPlaceOfTask(2);
        small.release(small.stream.poll());
        assertThat(small.stream.isOver()).isTrue();
        assertThat(small.stream.giveBackOrphans()).isZero();
        small.offer(3);
        small.offer(4);
        assertThat(small.stream.giveBackOrphans()).isEqualTo(2);
        assertThat(small.stream.giveBackOrphans()).isZero();
    }

    @Test
    void aStreamThatWasQuietAtTheTickDoesNotHoldThePacketsBefore() {
        driver.offer(1 * MS);
        driver.runTask(2 * MS);
        driver.ask(20 * MS);
        driver.offer(21 * MS); // after its turn
        assertThat(watermarkNs(20 * MS)).isEqualTo(20 * MS);
    }

    @Test
    void aQuietStreamHasHandedOnEverything() {
        assertThat(watermarkNs(1_000 * MS)).isEqualTo(1_000 * MS);
        driver.offer(1_001 * MS);
        driver.runTask(1_002 * MS);
        assertThat(watermarkNs(2_000 * MS)).isEqualTo(2_000 * MS);
    }

    @Test
    void aStreamWithPacketsInItsQueueIsAsFarAsItsLastDrain() {
        driver.offer(1 * MS);
        driver.runTask(2 * MS);
        driver.offer(3 * MS);
        driver.ask(4 * MS);
        assertThat(watermarkNs(4 * MS)).isEqualTo(2 * MS);
        assertThat(watermarkNs(20 * MS)).isEqualTo(2 * MS);
        driver.runAndPark(21 * MS);
        assertThat(watermarkNs(22 * MS)).isEqualTo(22 * MS);
    }

    @Test
    void aTaskBetweenQueueAndRingHoldsTheWatermark() {
        watermarkNs(5 * MS);
        driver.offer(6 * MS);
        driver.ask(7 * MS);
        stream.enterTask(Thread.currentThread());
        stream.drain(8 * MS);
        // The queue is empty and the task still runs: what it reported is what counts.
        assertThat(watermarkNs(9 * MS)).isEqualTo(8 * MS);
        stream.lifecycle.park();
        assertThat(watermarkNs(9 * MS)).isEqualTo(9 * MS);
    }

    @Test
    void aStreamThatStallsIsPassedOver() {
        driver.offer(0);
        driver.ask(1 * MS);
        assertThat(watermarkNs(51 * MS)).isZero();
        assertThat(watermarkNs(52 * MS)).isEqualTo(2 * MS);
        assertThat(watermarkNs(1_000 * MS)).isEqualTo(950 * MS);
        driver.runAndPark(1_001 * MS);
        assertThat(watermarkNs(1_002 * MS)).isEqualTo(1_002 * MS);
    }

    @Test
    void aStreamThatNobodyAskedDoesNotStall() {
        driver.offer(0);
        driver.runTask(1 * MS);
        driver.offer(2 * MS);
        // The transport task itself was held up for a second.
        driver.ask(1_000 * MS);
        assertThat(watermarkNs(1_000 * MS)).isEqualTo(1 * MS);
        assertThat(watermarkNs(1_050 * MS)).isEqualTo(1 * MS);
        assertThat(watermarkNs(1_051 * MS)).isEqualTo(1_001 * MS);
    }

    @Test
    void aTaskThatCannotBeStartedStalls() {
        driver.offer(0);
        for (int ms = 1; ms < 100; ms++) {
            stream.lifecycle.request();
            assertThat(stream.claimStart(ms * MS)).isTrue();
            assertThat(watermarkNs(ms * MS)).isEqualTo(ms <= 51 ? 0 : (ms - 50) * MS);
            stream.lifecycle.startFailed();
        }
    }

    @Test
    void adoptedPacketsComeFirst() {
        StreamDriver intake = new StreamDriver(7);
        intake.offer(1);
        intake.offer(2);
        intake.runTask(3);
        driver.offer(10);
        driver.runTask(11);
        PacketSlot first = intake.stream.poll();
        PacketSlot second = intake.stream.poll();
        stream.adopt(first);
        stream.adopt(second);
        assertThat(stream.peek()).isSameAs(first);
        assertThat(stream.poll()).isSameAs(first);
        assertThat(stream.poll()).isSameAs(second);
        assertThat(stream.poll().nowNs).isEqualTo(10);
        assertThat(stream.poll()).isNull();
    }

    @Test
    void anIdleEndGivesWayAndEveryOtherIsFinal() {
        stream.endTask(StreamEnd.IDLE);
        assertThat(stream.endReason()).isEqualTo(StreamEnd.IDLE);
        stream.withdrawIdle();
        assertThat(stream.endReason()).isNull();
        stream.endTask(StreamEnd.IDLE);
        stream.endTask(StreamEnd.UNBIND);
        stream.withdrawIdle();
        stream.endTask(StreamEnd.IDLE);
        stream.endTask(StreamEnd.CLOSE);
        assertThat(stream.endReason()).isEqualTo(StreamEnd.UNBIND);
    }

    @Test
    void aNewTaskDoesNotEndForTheIdlenessOfTheLast() {
        stream.endTask(StreamEnd.IDLE);
        driver.offer(1);
        assertThat(stream.claimStart(2)).isTrue();
        assertThat(stream.endReason()).isNull();
    }

    @Test
    void aSleepingTaskIsWokenOnlyForPacketsOrAnEnd() {
        driver.offer(1);
        driver.runTask(2);
        stream.wakeTaskIfNeeded(3, 0);
        assertThat(stream.lifecycle.isParked()).isTrue();
        stream.endTask(StreamEnd.IDLE);
        stream.wakeTaskIfNeeded(4, 0);
        assertThat(stream.lifecycle.isParked()).isFalse();
        stream.withdrawIdle();
        stream.lifecycle.park();
        driver.offer(5);
        stream.wakeTaskIfNeeded(6, 0);
        assertThat(stream.lifecycle.isParked()).isFalse();
    }

    @Test
    void fewPacketsAreMovedWithoutTheTask() {
        driver.offer(1);
        driver.runTask(2);
        driver.offer(10);
        driver.offer(5, 11); // behind
        assertThat(stream.wakeTaskIfNeeded(12, 2)).isEqualTo(1);
        assertThat(stream.lifecycle.isParked()).isTrue();
        assertThat(watermarkNs(12)).isEqualTo(12);
        assertThat(pollAll()).extracting(packet -> packet.arrivalTimeNs).containsExactly(1L, 10L, 10L);
        driver.offer(13);
        driver.offer(14);
        driver.offer(15);
        stream.wakeTaskIfNeeded(16, 2);
        assertThat(stream.lifecycle.isParked()).as("for three it is woken").isFalse();
        assertThat(stream.peek()).isNull();
        driver.runAndPark(17);
        assertThat(pollAll()).hasSize(3);
    }

    @Test
    void aTaskThatIsToEndOrToReportIsWokenAlsoForFew() {
        driver.offer(1);
        driver.runTask(2);
        driver.offer(3);
        stream.endTask(StreamEnd.UNBIND);
        stream.wakeTaskIfNeeded(4, 2);
        assertThat(stream.lifecycle.isParked()).isFalse();
        StreamDriver full = new StreamDriver(1, 2);
        full.offer(1);
        full.runTask(2);
        full.offer(3);
        assertThat(full.offer(4)).isFalse();
        full.stream.wakeTaskIfNeeded(5, 2);
        assertThat(full.stream.lifecycle.isParked()).isFalse();
    }

    @Test
    void remembersTheLatestPacketFed() {
        assertThat(stream.isEstimated()).isFalse();
        stream.fed(10);
        stream.fed(9);
        assertThat(stream.lastSeenNs()).isEqualTo(10);
        assertThat(stream.isEstimated()).isTrue();
        stream.forgotten();
        assertThat(stream.isEstimated()).isFalse();
    }

    @Test
    void aTaskThatFailsWheneverItIsWokenIsPassedOver() {
        driver.offer(0);
        driver.ask(1 * MS);
        driver.runAndPark(1 * MS);
        driver.offer(2 * MS);
        for (int ms = 3; ms < 100; ms++) {
            driver.ask(ms * MS);
            assertThat(watermarkNs(ms * MS)).isEqualTo(ms <= 53 ? 1 * MS : (ms - 50) * MS);
            stream.lifecycle.park();
        }
    }
}
