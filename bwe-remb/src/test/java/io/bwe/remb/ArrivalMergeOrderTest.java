package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.RtpPacketBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise of the merge: if every packet is offered within the margin, the estimator sees what it would have seen
 * had the same packets been fed one after the other, however the threads take turns.
 *
 * <p>Plays RTP threads, stream tasks and transport task in one thread, in steps whose times are drawn at random. The
 * same seed gives the same run.
 */
class ArrivalMergeOrderTest {
    private static final long MS = 1_000_000;
    private static final long MARGIN_NS = 10 * MS;
    private static final long MAX_DELAY_NS = 50 * MS;
    private static final long IDLE_TIMEOUT_NS = 200 * MS;
    /** Arrival times are on another clock than the stamps. */
    private static final long CLOCK_OFFSET_NS = -77_777_777_777L;
    private static final int PACKETS_PER_STREAM = 150;

    private static long lateInAll;

    static List<Long> seeds() {
        return new Random(20_260_101).longs(400).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theEstimatorSeesPacketsAndEventsInSequence(long seed) {
        Play play = new Play(new Random(seed));
        List<Entry> expected = play.inSequence();
        play.run();
        assertThat(play.released).isEqualTo(expected);
        assertThat(play.statistics.packetsLate()).isZero();
        assertThat(play.statistics.arrivalsClamped()).isZero();
        assertThat(play.estimator.seen).extracting(RecordingEstimator.Seen::nowNs)
                .isEqualTo(expected.stream().filter(entry -> entry.ssrc >= 0).map(Entry::stampNs).toList());
        play.assertIdleEndsWereDue();
    }

    /** What is offered behind the margin, or delivered behind the longest delay, is clamped and counted, and not lost. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatComesLateIsEstimatedAllTheSame(long seed) {
        Play play = new Play(new Random(seed), 4 * MAX_DELAY_NS, 3 * MAX_DELAY_NS);
        List<Entry> expected = play.inSequence();
        play.run();
        assertThat(play.released).containsExactlyInAnyOrderElementsOf(expected);
        long late = 0;
        long latestNs = Long.MIN_VALUE;
        List<Long> clamped = new ArrayList<>();
        for (Entry entry : play.released) {
            if (entry.ssrc >= 0) {
                late += entry.stampNs < latestNs ? 1 : 0;
                latestNs = Math.max(latestNs, entry.stampNs);
                clamped.add(latestNs + CLOCK_OFFSET_NS);
            }
        }
        assertThat(play.statistics.packetsLate()).isEqualTo(late);
        assertThat(play.estimator.seen).extracting(RecordingEstimator.Seen::arrivalTimeNs).isEqualTo(clamped);
        if (play.actors.size() > 1) {
            lateInAll += late;
        }
    }

    @AfterAll
    static void packetsWereLate() {
        assertThat(lateInAll).isPositive();
    }

    /** A packet, or with SSRC -1 an event. */
    private record Entry(long ssrc, int sequenceNumber, long stampNs, long ordinal) {
    }

    /** What is to be offered when. */
    private record Offer(Entry entry, long atNs) {
    }

    private enum Step {
        NONE, READ_CLOCK, DRAIN, REST
    }

    /** A stream with its RTP thread and its task. */
    private static final class Actor {
        final RemoteStream stream;
        final Deque<Offer> offers = new ArrayDeque<>();
        Step step = Step.NONE;
        long stepAtNs;
        long clockNs;

        Actor(long ssrc, SlotPool pool) {
            stream = new RemoteStream(ssrc, 90_000, StreamDriver.EXTENSIONS, pool, 1_024, 0);
        }
    }

    private static final class Play implements ArrivalMerge.Sink {
        final Random random;
        final RecordingEstimator estimator = new RecordingEstimator();
        final RembStatistics statistics = new RembStatistics();
        final EstimatorFeed feed = FeedFixture.feed(estimator, SendTimeSource.ABS_SEND_TIME, statistics);
        final ArrivalMerge merge = new ArrivalMerge(MARGIN_NS, MAX_DELAY_NS, this);
        final SlotPool pool = StreamDriver.slots(8_192);
        final List<RemoteStream> toStart = new ArrayList<>();
        final StreamRoster roster = new StreamRoster(merge, feed, pool, statistics, toStart::add);
        final List<Actor> actors = new ArrayList<>();
        final List<Offer> events = new ArrayList<>();
        final List<Entry> released = new ArrayList<>();
        final List<long[]> idleEnds = new ArrayList<>();
        final long longestTaskStepNs;
        final long lateness;
        long nowNs;
        long endNs;

        Play(Random random) {
            this(random, 0, 14 * MS);
        }

        /**
         * @param lateness how long after its stamp a packet may be offered at the latest; 0 for always within the margin
         * @param longestTaskStepNs a task needs three steps from being asked to its rest; up to 14 ms none stalls
         */
        Play(Random random, long lateness, long longestTaskStepNs) {
            this.random = random;
            this.lateness = lateness;
            this.longestTaskStepNs = upTo(longestTaskStepNs);
            boolean numbered = random.nextBoolean();
            long granularityNs = random.nextBoolean() ? 1 : MS;
            int streams = 1 + random.nextInt(6);
            for (int i = 0; i < streams; i++) {
                Actor actor = new Actor(100 - i, pool);
                actors.add(actor);
                roster.open(actor.stream);
                long stampNs = 0;
                long offeredNs = 0;
                for (int packet = 0; packet < PACKETS_PER_STREAM; packet++) {
                    stampNs += gapNs(granularityNs);
                    offeredNs = Math.max(offeredNs, stampNs + offerDelayNs());
                    actor.offers.add(new Offer(new Entry(actor.stream.ssrc(), packet, stampNs,
                            numbered ? stampNs * 10 + i : Long.MAX_VALUE), offeredNs));
                }
                endNs = Math.max(endNs, offeredNs);
            }
            long stampNs = 0;
            while (stampNs < endNs) {
                stampNs += 1 + upTo(100 * MS);
                events.add(event(stampNs));
            }
            addEventsAtTheEdge();
            endNs = Math.max(endNs, stampNs + MARGIN_NS);
        }

        /** Now and then a pause: around the idle time-out, to the nanosecond, or any. */
        private long gapNs(long granularityNs) {
            return switch (random.nextInt(60)) {
                case 0 -> upTo(600 * MS) / granularityNs * granularityNs;
                case 1 -> IDLE_TIMEOUT_NS;
                case 2 -> IDLE_TIMEOUT_NS + 1;
                case 3 -> IDLE_TIMEOUT_NS - 1;
                default -> upTo(8 * MS) / granularityNs * granularityNs;
            };
        }

        /** Anything within the margin, and often the last moment of it. */
        private long offerDelayNs() {
            return lateness > 0 && random.nextInt(30) == 0
                    ? upTo(lateness)
                    : random.nextInt(4) == 0 ? MARGIN_NS - 1 : upTo(MARGIN_NS - 1);
        }

        private Offer event(long stampNs) {
            return new Offer(new Entry(-1, events.size(), stampNs, 0), stampNs + upTo(MARGIN_NS - 1));
        }

        /** Events with the stamp of a packet, and at the moments before and after a stream is idle. */
        private void addEventsAtTheEdge() {
            for (Actor actor : actors) {
                for (Offer offer : actor.offers) {
                    if (random.nextInt(20) == 0) {
                        events.add(event(offer.entry.stampNs));
                        events.add(event(offer.entry.stampNs + IDLE_TIMEOUT_NS));
                        events.add(event(offer.entry.stampNs + IDLE_TIMEOUT_NS + 1));
                    }
                }
            }
            events.sort(Comparator.comparingLong(event -> event.entry.stampNs));
            for (int i = 0; i < events.size(); i++) {
                Offer event = events.get(i);
                // Those with one stamp are taken in in the order in which they were asked for.
                long atNs = i > 0 && events.get(i - 1).entry.stampNs == event.entry.stampNs
                        ? Math.max(events.get(i - 1).atNs, event.atNs)
                        : event.atNs;
                events.set(i, new Offer(new Entry(-1, i, event.entry.stampNs, 0), atNs));
                endNs = Math.max(endNs, atNs + MARGIN_NS);
            }
        }

        private long upTo(long ns) {
            return (long) (random.nextDouble() * (ns + 1));
        }

        List<Entry> inSequence() {
            List<Entry> all = new ArrayList<>();
            actors.forEach(actor -> actor.offers.forEach(offer -> all.add(offer.entry)));
            events.forEach(event -> all.add(event.entry));
            // Events are stamped before the packets with the same stamp. The sort keeps the order within each stream.
            all.sort(Comparator.comparingLong(Entry::stampNs).thenComparing(entry -> entry.ssrc >= 0)
                    .thenComparingLong(Entry::ordinal).thenComparingLong(Entry::ssrc));
            return all;
        }

        void run() {
            int tickStep = 0;
            long tickAtNs = 0;
            long clockNs = 0;
            long watermarkNs = 0;
            while (nowNs < endNs + 1_000 * MS) {
                Actor next = next(tickAtNs);
                if (next == null) {
                    nowNs = Math.max(nowNs, tickAtNs);
                    switch (tickStep) {
                        case 0 -> clockNs = nowNs;
                        case 1 -> takeInEvents();
                        case 2 -> {
                            roster.startAndWakeTasks(clockNs, random.nextInt(3), thrown -> {
                                throw new AssertionError(thrown);
                            });
                            startTasks();
                        }
                        case 3 -> watermarkNs = merge.watermarkNs(clockNs);
                        default -> release(watermarkNs);
                    }
                    tickStep = (tickStep + 1) % 5;
                    tickAtNs = nowNs + (tickStep != 0 ? upTo(MS) : pauseNs());
                } else {
                    play(next);
                }
            }
        }

        /** Mostly a tick, sometimes a pause of the machine that holds up only this task. */
        private long pauseNs() {
            return random.nextInt(20) == 0 ? upTo(500 * MS) : 15 * MS;
        }

        /** Who has the next thing to do before the transport task. */
        private Actor next(long tickAtNs) {
            Actor next = null;
            long atNs = tickAtNs;
            for (Actor actor : actors) {
                long actorAtNs = actor.step == Step.NONE ? Long.MAX_VALUE : actor.stepAtNs;
                if (!actor.offers.isEmpty()) {
                    actorAtNs = Math.min(actorAtNs, actor.offers.peek().atNs);
                }
                if (actorAtNs < atNs) {
                    next = actor;
                    atNs = actorAtNs;
                }
            }
            return next;
        }

        private void play(Actor actor) {
            Offer offer = actor.offers.peek();
            boolean offers = offer != null && (actor.step == Step.NONE || offer.atNs <= actor.stepAtNs);
            nowNs = Math.max(nowNs, offers ? offer.atNs : actor.stepAtNs);
            if (offers) {
                actor.offers.poll();
                offer(actor, offer.entry);
            } else {
                step(actor);
            }
        }

        private void offer(Actor actor, Entry entry) {
            boolean taken = StreamDriver.offer(actor.stream,
                    new RtpPacketBuilder().ssrc(entry.ssrc).sequenceNumber(entry.sequenceNumber).build(),
                    entry.stampNs + CLOCK_OFFSET_NS, entry.ordinal, entry.stampNs);
            assertThat(taken).isTrue();
        }

        /** What StreamTask does, in the pieces between which others may act. */
        private void step(Actor actor) {
            RemoteStream stream = actor.stream;
            switch (actor.step) {
                case READ_CLOCK -> {
                    if (!stream.lifecycle.hasTask()) {
                        stream.enterTask(Thread.currentThread());
                    }
                    actor.clockNs = nowNs;
                    actor.step = Step.DRAIN;
                }
                case DRAIN -> {
                    statistics.clamped.addAndGet(stream.drain(actor.clockNs));
                    actor.step = Step.REST;
                }
                default -> {
                    actor.step = Step.NONE;
                    if (stream.endReason() == null) {
                        stream.lifecycle.park();
                    } else if (!stream.lifecycle.end(stream::queueIsEmpty)) {
                        stream.withdrawIdle();
                        actor.step = Step.READ_CLOCK;
                    }
                }
            }
            actor.stepAtNs = nowNs + upTo(longestTaskStepNs);
        }

        private void startTasks() {
            for (Actor actor : actors) {
                if (actor.step == Step.NONE && (toStart.remove(actor.stream)
                        || actor.stream.lifecycle.hasTask() && !actor.stream.lifecycle.isParked())) {
                    actor.step = Step.READ_CLOCK;
                    actor.stepAtNs = nowNs + upTo(longestTaskStepNs);
                }
            }
            assertThat(toStart).isEmpty();
        }

        private void takeInEvents() {
            events.removeIf(event -> {
                boolean due = event.atNs <= nowNs;
                if (due) {
                    merge.addEvent(
                            new TransportEvent.RttMeasured(event.entry.sequenceNumber + 1, event.entry.stampNs));
                }
                return due;
            });
        }

        private void release(long watermarkNs) {
            long handedOnNs = merge.release(watermarkNs);
            feed.onTime(handedOnNs);
            List<RemoteStream> estimated = merge.streams().stream().filter(RemoteStream::isEstimated).toList();
            roster.endTurn(handedOnNs, IDLE_TIMEOUT_NS);
            estimated.stream().filter(stream -> !stream.isEstimated())
                    .forEach(stream -> idleEnds.add(new long[]{stream.ssrc(), released.size()}));
        }

        /** Between the packets before and after an idle end there is more than the time-out. */
        void assertIdleEndsWereDue() {
            for (long[] idleEnd : idleEnds) {
                long last = stamps(released.subList(0, (int) idleEnd[1]), idleEnd[0]).max().orElseThrow();
                stamps(released.subList((int) idleEnd[1], released.size()), idleEnd[0]).min()
                        .ifPresent(next -> assertThat(next - last).isGreaterThan(IDLE_TIMEOUT_NS));
            }
            // Every stream is idle in the end.
            assertThat(idleEnds).hasSizeGreaterThanOrEqualTo(actors.size());
            assertThat(roster.isBusy()).isFalse();
        }

        private static java.util.stream.LongStream stamps(List<Entry> entries, long ssrc) {
            return entries.stream().filter(entry -> entry.ssrc == ssrc).mapToLong(Entry::stampNs);
        }

        @Override
        public void packet(RemoteStream stream, PacketSlot packet) {
            released.add(new Entry(packet.ssrc(), packet.sequenceNumber(), packet.nowNs, packet.ordinal));
            feed.onPacket(stream, packet);
            pool.release(packet);
        }

        @Override
        public void event(TransportEvent event) {
            TransportEvent.RttMeasured rtt = (TransportEvent.RttMeasured) event;
            released.add(new Entry(-1, (int) rtt.rttNs() - 1, rtt.nowNs(), 0));
        }
    }
}
