package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.testkit.RtpPacketBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UnsignalledStreamsTest {
    private static final long MS = 1_000_000;
    private static final long MARGIN_NS = 10 * MS;
    private static final int CAPACITY = 4;
    private static final int QUEUE_CAPACITY = 64;
    private static final int FEW = 4;
    private static final Consumer<Throwable> NO_TROUBLE = thrown -> {
        throw new AssertionError(thrown);
    };

    private final RecordingEstimator estimator = new RecordingEstimator();
    private final RembStatistics statistics = new RembStatistics();
    private final EstimatorFeed feed = FeedFixture.feed(estimator, SendTimeSource.ABS_SEND_TIME, statistics);
    private final SlotPool pool = StreamDriver.slots(2 * QUEUE_CAPACITY);
    private final List<RemoteStream> started = new ArrayList<>();
    private final ArrivalMerge merge = new ArrivalMerge(MARGIN_NS, 50 * MS, new ArrivalMerge.Sink() {
        @Override
        public void packet(RemoteStream stream, PacketSlot packet) {
            if (roster.isLeaving(stream)) {
                roster.refused(packet);
            } else {
                feed.onPacket(stream, packet);
                pool.release(packet);
            }
        }

        @Override
        public void event(TransportEvent event) {
            TransportEvent.StreamEnded ended = (TransportEvent.StreamEnded) event;
            roster.end(ended.stream(), ended.stream().endReason(), ended.nowNs());
        }
    });
    private final StreamRoster roster = new StreamRoster(merge, feed, pool, statistics, started::add);
    private final UnsignalledStreams streams = new UnsignalledStreams(StreamDriver.EXTENSIONS, CAPACITY, pool,
            QUEUE_CAPACITY, 0);

    UnsignalledStreamsTest() {
        roster.open(streams);
    }

    private boolean receive(long ssrc, long nowNs) {
        return StreamDriver.offer(streams.streamFor(ssrc), new RtpPacketBuilder().ssrc(ssrc)
                .absSendTime(StreamDriver.SEND_TIME_ID, 1).payloadSize(100).build(), nowNs, Long.MAX_VALUE, nowNs);
    }

    /** What the transport task does in a tick, with the stream tasks running to and fro between. */
    private void tick(long nowNs) {
        roster.startAndWakeTasks(nowNs, FEW, NO_TROUBLE);
        for (RemoteStream stream : List.copyOf(merge.streams())) {
            new StreamDriver(stream, pool).runTask(nowNs);
        }
        long watermarkNs = merge.watermarkNs(nowNs);
        roster.admitUnsignalled();
        merge.release(watermarkNs);
        merge.streams().forEach(RemoteStream::makeRoom);
        roster.letStreamsLeave(nowNs);
    }

    private List<Long> estimatedSsrcs() {
        return estimator.seen.stream().map(RecordingEstimator.Seen::ssrc).toList();
    }

    @Test
    void theFirstPacketOpensAStreamAndTheNextGoThereDirectly() {
        assertThat(streams.streamFor(9)).isSameAs(streams.intake());
        receive(9, 1 * MS);
        tick(2 * MS);
        assertThat(streams.streamFor(9)).isNotSameAs(streams.intake());
        assertThat(streams.streamFor(9).ssrc()).isEqualTo(9);
        assertThat(streams.streamFor(8)).isSameAs(streams.intake());
        receive(9, 3 * MS);
        tick(20 * MS);
        assertThat(estimator.seen).extracting(RecordingEstimator.Seen::nowNs).containsExactly(1 * MS, 3 * MS);
        assertThat(estimatedSsrcs()).containsExactly(9L, 9L);
    }

    @Test
    void packetsOfTheIntakeKeepTheOrderOfArrival() {
        receive(9, 1 * MS);
        receive(8, 2 * MS);
        receive(9, 3 * MS);
        tick(20 * MS);
        assertThat(estimatedSsrcs()).containsExactly(9L, 8L, 9L);
    }

    @Test
    void aPacketThatWasOfferedToTheIntakeWhileItsStreamWasOpenedComesFirst() {
        RemoteStream looked = streams.streamFor(9);
        receive(9, 1 * MS);
        tick(2 * MS);
        StreamDriver.offer(looked, new RtpPacketBuilder().ssrc(9).sequenceNumber(1).build(), 3 * MS, 1, 3 * MS);
        receive(9, 4 * MS);
        tick(20 * MS);
        assertThat(estimator.seen).extracting(RecordingEstimator.Seen::nowNs).containsExactly(1 * MS, 3 * MS, 4 * MS);
    }

    @Test
    void whatComesToTheIntakeAfterAdmissionWaitsForTheNext() {
        tick(0);
        receive(9, 1 * MS);
        // Late beyond the margin, and between the admission and the release of the same tick.
        long watermarkNs = merge.watermarkNs(0) + 100 * MS;
        roster.admitUnsignalled();
        new StreamDriver(streams.intake(), pool).runTask(100 * MS);
        merge.release(watermarkNs);
        assertThat(estimator.seen).isEmpty();
        tick(120 * MS);
        assertThat(estimatedSsrcs()).containsExactly(9L);
        assertThat(streams.intake().isEstimated()).isFalse();
        assertThat(streams.streamFor(9).isEstimated()).isTrue();
    }

    @Test
    void noMoreThanTheCapAreTracked() {
        for (int ssrc = 1; ssrc <= CAPACITY + 2; ssrc++) {
            receive(ssrc, ssrc * MS);
        }
        tick(30 * MS);
        assertThat(estimatedSsrcs()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(statistics.packetsUntracked()).isEqualTo(2);
        assertThat(statistics.streams()).hasSize(CAPACITY);
    }

    @Test
    void theLongestSilentMakesRoom() {
        for (int ssrc = 1; ssrc <= CAPACITY; ssrc++) {
            receive(ssrc, ssrc * MS);
        }
        tick(30 * MS);
        receive(1, 100 * MS);
        tick(120 * MS);
        receive(5, 600 * MS);
        tick(601 * MS);
        tick(630 * MS);
        assertThat(estimator.events).containsExactly("remove 2");
        assertThat(streams.streamFor(2)).isSameAs(streams.intake());
        assertThat(streams.streamFor(5).ssrc()).isEqualTo(5);
        assertThat(streams.streamFor(1).ssrc()).isEqualTo(1);
        assertThat(statistics.streams()).hasSize(CAPACITY);
    }

    @Test
    void nobodyMakesRoomWhoWasHeardLately() {
        for (int ssrc = 1; ssrc <= CAPACITY; ssrc++) {
            receive(ssrc, 100 * MS);
        }
        tick(120 * MS);
        receive(5, 599 * MS);
        tick(599 * MS);
        assertThat(statistics.packetsUntracked()).isEqualTo(1);
        assertThat(streams.streamFor(5)).isSameAs(streams.intake());
        receive(5, 620 * MS);
        tick(620 * MS);
        assertThat(streams.streamFor(5).ssrc()).isEqualTo(5);
    }

    @Test
    void nobodyMakesRoomWhoHasAPacketOnItsWay() {
        for (int ssrc = 1; ssrc <= CAPACITY; ssrc++) {
            receive(ssrc, ssrc * MS);
        }
        tick(30 * MS);
        // The longest silent comes back in the moment it would have to go.
        receive(1, 700 * MS);
        receive(5, 701 * MS);
        tick(702 * MS);
        tick(730 * MS);
        assertThat(estimator.events).containsExactly("remove 2");
        assertThat(estimatedSsrcs()).containsExactly(1L, 2L, 3L, 4L, 1L, 5L);
        assertThat(statistics.packetsUntracked()).isZero();
    }

    @Test
    void anEvictionTakesItsTurnAmongThePackets() {
        for (int ssrc = 1; ssrc <= CAPACITY; ssrc++) {
            receive(ssrc, ssrc * MS);
        }
        tick(30 * MS);
        receive(4, 700 * MS);
        receive(5, 701 * MS);
        tick(702 * MS);
        assertThat(estimator.events).as("the packets before it have not been estimated yet").isEmpty();
        tick(730 * MS);
        assertThat(estimator.events).containsExactly("remove 1");
        assertThat(estimator.seen).extracting(RecordingEstimator.Seen::nowNs).endsWith(700 * MS, 701 * MS);
    }

    @Test
    void anSsrcThatWasEvictedMayComeBack() {
        for (int ssrc = 1; ssrc <= CAPACITY; ssrc++) {
            receive(ssrc, ssrc * MS);
        }
        tick(30 * MS);
        receive(5, 600 * MS);
        tick(601 * MS);
        receive(1, 602 * MS);
        tick(630 * MS);
        tick(650 * MS);
        assertThat(estimatedSsrcs()).endsWith(5L, 1L);
        assertThat(estimator.events).containsExactly("remove 1", "remove 2");
        assertThat(estimator.liveSsrcCount()).isEqualTo(CAPACITY);
    }

    @Test
    void aFloodIsBounded() {
        int mostTracked = 0;
        int opened = 0;
        for (int tick = 0; tick < 1_000; tick++) {
            long nowNs = tick * 15 * MS;
            for (int i = 0; i < 20; i++) {
                receive(1_000 + tick * 20 + i, nowNs);
            }
            List<RemoteStream> before = List.copyOf(merge.streams());
            tick(nowNs);
            opened += (int) merge.streams().stream().filter(stream -> !before.contains(stream)).count();
            mostTracked = Math.max(mostTracked, merge.streams().size());
        }
        // The intake, the cap, and those whose end has not had its turn yet.
        assertThat(mostTracked).isLessThanOrEqualTo(1 + 2 * CAPACITY);
        // 15 s, and each place is given away at most every 500 ms.
        assertThat(opened).isBetween(CAPACITY, 31 * CAPACITY);
        assertThat(statistics.packetsEstimated() + statistics.packetsUntracked()).isLessThanOrEqualTo(20_000);
        assertThat(statistics.packetsUntracked()).isGreaterThan(19_000);
    }

    @Test
    void withoutRoomNothingIsTracked() {
        UnsignalledStreams none = new UnsignalledStreams(StreamDriver.EXTENSIONS, 0, pool, QUEUE_CAPACITY, 0);
        StreamDriver.offer(none.streamFor(1), new RtpPacketBuilder().ssrc(1).build(), 0, 0, 0);
        new StreamDriver(none.intake(), pool).runTask(1);
        none.admit(roster);
        assertThat(none.streamFor(1)).isSameAs(none.intake());
        assertThat(statistics.packetsUntracked()).isEqualTo(1);
    }

    @Test
    void aPacketWaitsUntilThereIsMemoryForItsStream() {
        // Fails where it takes a stream in, as it would without memory.
        StreamRoster lacking = new StreamRoster(merge, feed, pool, null, started::add);
        receive(1, 0);
        receive(2, 1);
        roster.startAndWakeTasks(2, FEW, NO_TROUBLE);
        new StreamDriver(streams.intake(), pool).runTask(2);
        assertThatThrownBy(() -> streams.admit(lacking)).isInstanceOf(NullPointerException.class);
        assertThat(merge.streams()).as("streams taken in").containsExactly(streams.intake());
        assertThat(streams.streamFor(1)).isSameAs(streams.intake());
        streams.admit(roster);
        assertThat(streams.streamFor(1)).isNotSameAs(streams.intake());
        assertThat(streams.streamFor(1).poll().nowNs).isZero();
        assertThat(streams.streamFor(2).poll().nowNs).isEqualTo(1);
        assertThat(streams.intake().peek()).isNull();
    }

    @Test
    void anEvictionThatIsRepeatedEndsTheStreamOnce() {
        receive(1, 0);
        tick(1);
        tick(20 * MS);
        RemoteStream stream = streams.streamFor(1);
        roster.evict(stream, 21 * MS);
        roster.evict(stream, 21 * MS);
        tick(40 * MS);
        tick(60 * MS);
        assertThat(merge.streams()).containsExactly(streams.intake());
        assertThat(roster.isLeaving(stream)).isFalse();
        assertThat(estimator.events).containsExactly("remove 1");
    }

    @Test
    void aStartThatFailsIsTriedAgain() {
        StreamRoster lacking = new StreamRoster(merge, feed, pool, statistics, stream -> {
            throw new OutOfMemoryError("intended");
        });
        receive(1, 0);
        List<Throwable> trouble = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lacking.startAndWakeTasks(1, FEW, trouble::add);
        }
        assertThat(trouble).hasSize(3).allMatch(thrown -> thrown instanceof OutOfMemoryError);
        roster.startAndWakeTasks(2, FEW, NO_TROUBLE);
        assertThat(started).containsExactly(streams.intake());
    }

    @Test
    void whatIsOpenedAtTheEndTakesNothingMore() {
        receive(7, 1);
        roster.closeAll();
        roster.drainInPlaceOfTasks(2);
        assertThat(merge.streams()).hasSize(2).allMatch(stream -> stream.isClosed() && stream.isOver());
        merge.releaseAll();
        assertThat(estimatedSsrcs()).containsExactly(7L);
    }
}
