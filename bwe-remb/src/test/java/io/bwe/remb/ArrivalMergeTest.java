package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.remb.TransportEvent.EstimatorReset;
import io.bwe.remb.TransportEvent.RttMeasured;
import io.bwe.remb.TransportEvent.StreamEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalMergeTest {
    private static final long MARGIN_NS = 10;
    private static final long MAX_DELAY_NS = 50;

    /** Packets as SSRC#sequence number, events by what they are. */
    private final List<String> released = new ArrayList<>();
    private final Map<RemoteStream, StreamDriver> drivers = new HashMap<>();
    private final ArrivalMerge merge = new ArrivalMerge(MARGIN_NS, MAX_DELAY_NS, new ArrivalMerge.Sink() {
        @Override
        public void packet(RemoteStream stream, PacketSlot packet) {
            released.add(stream.ssrc() + "#" + packet.sequenceNumber());
            drivers.get(stream).release(packet);
        }

        @Override
        public void event(TransportEvent event) {
            released.add(event instanceof StreamEnded ended ? "end of " + ended.stream().ssrc() : "event");
        }
    });
    private final StreamDriver a = stream(1);
    private final StreamDriver b = stream(2);
    private final StreamDriver c = stream(3);

    private StreamDriver stream(long ssrc) {
        StreamDriver driver = new StreamDriver(ssrc);
        drivers.put(driver.stream, driver);
        merge.add(driver.stream);
        return driver;
    }

    private void runTasks(long nowNs) {
        a.runTask(nowNs);
        b.runTask(nowNs);
        c.runTask(nowNs);
    }

    private void end(StreamDriver driver, long nowNs) {
        driver.stream.endTask(StreamEnd.UNBIND);
        merge.addEvent(new StreamEnded(driver.stream, nowNs));
    }

    @Test
    void releasesByArrival() {
        c.offer(10);
        a.offer(11);
        b.offer(12);
        c.offer(13);
        a.offer(14);
        runTasks(20);
        assertThat(merge.release(100)).isEqualTo(100);
        assertThat(released).containsExactly("3#0", "1#0", "2#0", "3#1", "1#1");
    }

    @Test
    void isCompleteOnceEveryStreamThatHasPacketsHasDeliveredThem() {
        assertThat(merge.isComplete(5)).isTrue();
        a.offer(10);
        b.offer(11);
        assertThat(merge.isComplete(20)).isFalse();
        a.runTask(20);
        assertThat(merge.isComplete(20)).isFalse();
        b.runTask(20);
        assertThat(merge.isComplete(20)).isTrue();
    }

    @Test
    void arrivalTimesOfAnotherClockDecideTheOrderToo() {
        a.offer(-500, 11);
        b.offer(-600, 12);
        c.offer(-550, 10);
        runTasks(20);
        merge.release(100);
        assertThat(released).containsExactly("2#0", "3#0", "1#0");
    }

    @Test
    void equalArrivalsGoByOrdinalThenBySsrc() {
        c.offer(10, 1, 10);
        a.offer(10, 3, 10);
        b.offer(10, 2, 10);
        c.offer(20, 20);
        b.offer(20, 20);
        a.offer(20, 20);
        a.offer(30, 30);
        b.offer(30, 7, 30);
        runTasks(40);
        merge.release(100);
        assertThat(released).containsExactly("3#0", "2#0", "1#0", "1#1", "2#1", "3#1", "2#2", "1#2");
    }

    @Test
    void manyStreamsAreMerged() {
        List<StreamDriver> streams = new ArrayList<>();
        for (int ssrc = 10; ssrc < 110; ssrc++) {
            streams.add(stream(ssrc));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // 37 and 100 have no common divisor: every stream has its turn.
            StreamDriver driver = streams.get(i * 37 % 100);
            driver.offer(i);
            expected.add(driver.stream.ssrc() + "#" + i / 100);
        }
        streams.forEach(driver -> driver.runTask(1_000));
        merge.release(1_000);
        assertThat(released).isEqualTo(expected);
    }

    @Test
    void theWatermarkIsTheMarginBehindTheSlowestStream() {
        assertThat(merge.watermarkNs(100)).isEqualTo(90);
        a.offer(101);
        runTasks(102);
        b.offer(103);
        b.ask(104);
        assertThat(merge.watermarkNs(104)).isEqualTo(92);
        b.runAndPark(110);
        assertThat(merge.watermarkNs(111)).isEqualTo(101);
    }

    @Test
    void withoutStreamsTheWatermarkIsTheMarginBehindNow() {
        ArrivalMerge empty = new ArrivalMerge(MARGIN_NS, MAX_DELAY_NS, null);
        assertThat(empty.watermarkNs(100)).isEqualTo(90);
        assertThat(empty.release(90)).isEqualTo(90);
    }

    @Test
    void theWatermarkHoldsPacketsBack() {
        a.offer(10);
        a.offer(11);
        b.offer(12);
        runTasks(20);
        assertThat(merge.release(9)).isEqualTo(9);
        assertThat(released).isEmpty();
        assertThat(merge.release(10)).isEqualTo(10);
        assertThat(released).containsExactly("1#0");
        assertThat(merge.release(11)).isEqualTo(11);
        assertThat(merge.release(12)).isEqualTo(12);
        assertThat(released).containsExactly("1#0", "1#1", "2#0");
    }

    @Test
    void aPacketOfASlowStreamIsWaitedFor() {
        a.offer(20);
        a.runTask(21);
        b.offer(15);
        b.ask(21);
        merge.release(merge.watermarkNs(60));
        assertThat(released).isEmpty();
        b.runAndPark(61);
        merge.release(merge.watermarkNs(62));
        assertThat(released).containsExactly("2#0", "1#0");
    }

    @Test
    void aStreamThatStallsIsPassedOverAndItsPacketsStillComeOut() {
        a.offer(20);
        a.runTask(21);
        b.offer(15);
        b.ask(21);
        // 71 is the last moment to wait, and what is passed over is what is older than 50 and the margin.
        assertThat(merge.watermarkNs(71)).isEqualTo(-MARGIN_NS);
        assertThat(merge.watermarkNs(80)).isEqualTo(80 - MAX_DELAY_NS - MARGIN_NS);
        merge.release(merge.watermarkNs(80));
        assertThat(released).containsExactly("1#0");
        b.runAndPark(100);
        merge.release(merge.watermarkNs(101));
        assertThat(released).containsExactly("1#0", "2#0");
    }

    @Test
    void nobodyIsPassedOverBecauseTheTransportWasLate() {
        a.offer(10);
        b.offer(11);
        runTasks(12);
        merge.release(merge.watermarkNs(30));
        released.clear();
        b.offer(40);
        a.offer(41);
        // The next tick comes a second late, and the task of the second stream is faster than that of the first.
        b.ask(1_000);
        a.ask(1_000);
        a.runAndPark(1_001);
        merge.release(merge.watermarkNs(1_000));
        assertThat(released).isEmpty();
        b.runAndPark(1_002);
        merge.release(merge.watermarkNs(1_015));
        assertThat(released).containsExactly("2#1", "1#1");
    }

    @Test
    void handedOnIsBeforeAPacketThatWaitsForAnEarlierArrival() {
        // Its arrival is ahead of the other's, whose stamp is beyond the watermark.
        a.offer(1_000, 20);
        b.offer(500, 40);
        runTasks(50);
        assertThat(merge.release(30)).isEqualTo(19);
        assertThat(released).isEmpty();
        assertThat(merge.release(40)).isEqualTo(40);
        assertThat(released).containsExactly("2#0", "1#0");
    }

    @Test
    void aPacketIsNotHeldForEverByAnArrivalTimeFarAhead() {
        a.offer(1_000_000, 20);
        for (int now = 21; now <= 90; now++) {
            b.offer(now, now);
            runTasks(now);
            merge.release(now - 1);
        }
        assertThat(released).contains("1#0");
        // Overdue once the watermark is more than 50 beyond its stamp.
        assertThat(released.indexOf("1#0")).isEqualTo(71 - 21 + 1);
    }

    @Test
    void anEventGoesAfterEveryPacketStampedBeforeAndBeforeEveryOther() {
        a.offer(10);
        b.offer(20);
        c.offer(20);
        a.offer(21);
        runTasks(30);
        merge.addEvent(new RttMeasured(1, 20));
        merge.release(100);
        assertThat(released).containsExactly("1#0", "event", "2#0", "3#0", "1#1");
        assertThat(merge.hasEvents()).isFalse();
    }

    @Test
    void anEventWaitsForTheWatermark() {
        merge.addEvent(new RttMeasured(1, 20));
        merge.release(19);
        assertThat(released).isEmpty();
        assertThat(merge.hasEvents()).isTrue();
        merge.release(20);
        assertThat(released).containsExactly("event");
    }

    @Test
    void anEventWaitsForAnEarlierPacketThatIsHeldBack() {
        a.offer(1_000, 20);
        b.offer(500, 40);
        runTasks(50);
        merge.addEvent(new EstimatorReset(25));
        merge.release(30);
        assertThat(released).isEmpty();
        merge.release(40);
        // Order of arrival is what binds the packets; the event follows the last of those stamped before it.
        assertThat(released).containsExactly("2#0", "1#0", "event");
    }

    @Test
    void eventsGoInTheOrderOfTheirStampsAndTiesInTheOrderTheyCame() {
        end(c, 30);
        end(a, 10);
        end(b, 30);
        merge.release(100);
        assertThat(released).containsExactly("end of 1", "end of 3", "end of 2");
    }

    @Test
    void aStreamsPacketsComeBeforeItsEndAlsoWhenTheirStampsAreEqual() {
        a.offer(20);
        b.offer(20);
        b.offer(20);
        c.offer(21);
        runTasks(30);
        end(b, 20);
        merge.release(100);
        assertThat(released).containsExactly("1#0", "2#0", "2#1", "end of 2", "3#0");
    }

    @Test
    void aStreamMayBeRemovedByAnEventInTheMiddle() {
        List<String> order = new ArrayList<>();
        ArrivalMerge[] removing = new ArrivalMerge[1];
        removing[0] = new ArrivalMerge(MARGIN_NS, MAX_DELAY_NS, new ArrivalMerge.Sink() {
            @Override
            public void packet(RemoteStream stream, PacketSlot packet) {
                order.add(stream.ssrc() + "#" + packet.sequenceNumber());
            }

            @Override
            public void event(TransportEvent event) {
                order.add("end");
                removing[0].remove(((StreamEnded) event).stream());
            }
        });
        removing[0].add(a.stream);
        removing[0].add(b.stream);
        a.offer(10);
        b.offer(11);
        a.offer(30);
        b.offer(31);
        runTasks(40);
        removing[0].addEvent(new StreamEnded(a.stream, 20));
        removing[0].release(100);
        assertThat(order).containsExactly("1#0", "2#0", "end", "1#1", "2#1");
        assertThat(removing[0].streams()).containsExactly(b.stream);
    }

    @Test
    void releaseAllKeepsNothing() {
        IntStream.range(0, 10).forEach(i -> {
            a.offer(1_000 + i);
            b.offer(5_000, 2_000 + i);
        });
        runTasks(3_000);
        merge.addEvent(new RttMeasured(1, 1_000_000));
        merge.releaseAll();
        assertThat(released).hasSize(21).endsWith("event");
        assertThat(merge.hasEvents()).isFalse();
    }

    @Test
    void anIntakeCountsForTheWatermarkAndIsNotReleased() {
        SlotPool slots = StreamDriver.slots(16);
        StreamDriver intake = new StreamDriver(RemoteStream.intake(StreamDriver.EXTENSIONS, slots, 16, 0), slots);
        merge.add(intake.stream);
        intake.offer(15);
        intake.ask(20);
        assertThat(merge.watermarkNs(20)).isEqualTo(-MARGIN_NS);
        intake.runAndPark(21);
        merge.release(merge.watermarkNs(100));
        assertThat(released).isEmpty();
        assertThat(intake.stream.peek()).isNotNull();
    }

    @Test
    void anEventThatFailsIsTriedAgainBeforeWhatFollowsIt() {
        List<String> order = new ArrayList<>();
        boolean[] failing = {true};
        ArrivalMerge lacking = new ArrivalMerge(MARGIN_NS, MAX_DELAY_NS, new ArrivalMerge.Sink() {
            @Override
            public void packet(RemoteStream stream, PacketSlot packet) {
                order.add(stream.ssrc() + "#" + packet.sequenceNumber());
            }

            @Override
            public void event(TransportEvent event) {
                if (failing[0]) {
                    throw new OutOfMemoryError("intended");
                }
                order.add("event");
            }
        });
        lacking.add(a.stream);
        lacking.add(b.stream);
        a.offer(10);
        b.offer(30);
        runTasks(40);
        lacking.addEvent(new TransportEvent.EstimatorReset(20));
        assertThatThrownBy(() -> lacking.release(100)).isInstanceOf(OutOfMemoryError.class);
        assertThat(order).containsExactly("1#0");
        failing[0] = false;
        lacking.release(100);
        assertThat(order).containsExactly("1#0", "event", "2#0");
        assertThat(lacking.hasEvents()).isFalse();
    }
}
