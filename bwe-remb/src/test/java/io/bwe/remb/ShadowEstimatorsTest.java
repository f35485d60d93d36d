package io.bwe.remb;

import static io.bwe.remb.FeedFixture.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.ShadowEstimator.State;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.AllocationProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowEstimatorsTest {
    private final RecordingEstimator first = new RecordingEstimator();
    private final RecordingEstimator second = new RecordingEstimator();
    private final RecordingEstimator third = new RecordingEstimator();
    private final FeedFixture fixture = new FeedFixture(first, Duration.ofSeconds(5));

    @Test
    void eachIsFedWhatTheOneThatDrivesIs() {
        fixture.start("second", second);
        fixture.start("third", third);
        fixture.step(1 * MS);
        fixture.packet(7, 3 * MS);
        fixture.packet(8, 2 * MS); // late, so clamped
        fixture.feed.onRtt(5 * MS, 4 * MS);
        fixture.feed.removeStream(new RemoteStream(7, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16, 0),
                5 * MS);
        fixture.tick(6 * MS);
        assertThat(first.seen).hasSize(3);
        assertThat(second.seen).isEqualTo(first.seen);
        assertThat(third.seen).isEqualTo(first.seen);
        assertThat(first.events).containsExactly("rtt 5000000", "remove 7");
        assertThat(second.events).isEqualTo(first.events);
        assertThat(second.liveSsrcCount()).isEqualTo(2);
        fixture.tick(3_000 * MS);
        assertThat(second.liveSsrcCount()).as("told the time").isZero();
        assertThat(third.liveSsrcCount()).isZero();
        assertThat(fixture.statistics.packetsLate()).isEqualTo(1);
        assertThat(fixture.statistics.packetsEstimated()).as("packets, not calls").isEqualTo(3);
    }

    @Test
    void oneThatComesLateIsToldTheRoundTripTimeFirst() {
        fixture.start("second", second);
        assertThat(second.events).as("none was measured").isEmpty();
        fixture.feed.onRtt(70, 1);
        fixture.feed.onRtt(80, 2);
        third.onPacket = packet -> third.events.add("packet");
        fixture.start("third", third);
        fixture.step(4);
        assertThat(third.events).containsExactly("rtt 80", "packet");
        assertThat(second.events).containsExactly("rtt 70", "rtt 80");
    }

    @Test
    void aRoundTripTimeFromBeforeAResetIsToldToNobody() {
        fixture.feed.onRtt(80, 2);
        fixture.feed.reset(3);
        fixture.start("second", second);
        assertThat(second.events).isEmpty();
    }

    @Test
    void closingDroppingAndTakingOverExcludeEachOther() {
        EstimatorHandle claimed = fixture.start("second", second);
        assertThat(claimed.claim()).isTrue();
        claimed.close();
        assertThat(claimed.drop(new IllegalStateException("too late"))).isFalse();
        assertThat(claimed.isOver()).as("nobody can close it any more").isFalse();
        fixture.roles.drive(claimed);
        assertThat(claimed.state()).isEqualTo(State.DRIVING);

        EstimatorHandle closed = fixture.start("third", third);
        closed.close();
        assertThat(closed.claim()).isFalse();
        assertThat(closed.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void oneThatIsClaimedWhileTheInterceptorClosesEndsClosed() {
        EstimatorHandle claimed = fixture.start("second", second);
        assertThat(claimed.claim()).isTrue();
        fixture.roles.close();
        fixture.roles.drive(claimed);
        assertThat(claimed.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatCannotBePrintedIsCaughtLikeAnythingElse() {
        class Unprintable extends RuntimeException {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new InternalError("intended: no message");
            }

            @Override
            public void printStackTrace(java.io.PrintWriter writer) {
                throw new InternalError("intended: no trace");
            }
        }
        EstimatorHandle broken = fixture.start("second", second);
        fixture.start("third", third);
        second.onPacket = packet -> {
            throw new Unprintable();
        };
        fixture.step(1 * MS);
        assertThat(broken.state()).isEqualTo(State.DROPPED);
        assertThat(third.seen).as("the others go on").hasSize(1);
        assertThat(fixture.statistics.shadowsDropped()).isEqualTo(1);
    }

    @Test
    void whatEachSaysIsPublishedWithEveryTick() {
        EstimatorHandle shadow = fixture.start("second", second);
        second.packetsForEstimate = 2;
        assertThat(shadow.estimate()).isSameAs(EstimateView.NONE);
        fixture.step(0);
        assertThat(shadow.estimate().hasEstimate()).isFalse();
        assertThat(shadow.estimate().liveSsrcs()).containsExactly(1);
        second.bitrateBps = 5_000;
        second.usage = BandwidthUsage.OVERUSING;
        fixture.packet(1, 1);
        assertThat(shadow.estimate().hasEstimate()).isFalse();
        fixture.tick(1);
        assertThat(shadow.estimate().estimateBps()).isEqualTo(5_000);
        assertThat(shadow.estimate().usage()).isEqualTo(BandwidthUsage.OVERUSING);
        assertThat(fixture.roles.driving().estimate().estimateBps()).isEqualTo(1_000_000);
        assertThat(fixture.statistics.overuseDetections()).as("of the one that drives").isZero();
    }

    @Test
    void theIncomingRateIsPublishedAnewEvery200MsWhileNothingElseChanges() {
        EstimatorHandle shadow = fixture.start("second", second);
        fixture.step(0);
        EstimateView view = shadow.estimate();
        second.incomingBps = 777_000;
        fixture.tick(199 * MS);
        assertThat(shadow.estimate()).isSameAs(view);
        fixture.tick(200 * MS);
        assertThat(shadow.estimate().incomingBps()).isEqualTo(777_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onPacket", "onTime", "onRttUpdate", "removeStream", "reset", "hasEstimate", "usage"})
    void oneThatThrowsIsDroppedAtTheFirstThrowAndCalledNoMore(String method) {
        List<String> calls = new ArrayList<>();
        IllegalStateException intended = new IllegalStateException("intended");
        Estimator throwing = (Estimator) java.lang.reflect.Proxy.newProxyInstance(Estimator.class.getClassLoader(),
                new Class<?>[]{Estimator.class}, (proxy, called, arguments) -> {
                    calls.add(called.getName());
                    if (called.getName().equals(method)) {
                        throw intended;
                    }
                    return called.invoke(second, arguments);
                });
        Shadow shadow = Shadow.create(providerOf(throwing), EstimatorConfig.defaults(), fixture.roles);
        fixture.feed.startShadow(shadow);
        EstimatorHandle after = fixture.start("third", third);
        for (int i = 0; i < 3; i++) {
            fixture.step(i * MS);
            fixture.feed.onRtt(5, i * MS);
            fixture.feed.removeStream(
                    new RemoteStream(7, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16, 0), i * MS);
            fixture.feed.reset(i * MS);
        }
        assertThat(calls).endsWith(method).containsOnlyOnce(method);
        assertThat(shadow.handle().state()).isEqualTo(State.DROPPED);
        assertThat(shadow.handle().failure()).containsSame(intended);
        assertThat(fixture.statistics.shadowsDropped()).isEqualTo(1);
        assertThat(fixture.statistics.estimatorErrors()).isZero();
        assertThat(fixture.roles.shadows()).containsExactly(after);
        assertThat(third.seen).isEqualTo(first.seen);
        assertThat(third.events).isEqualTo(first.events);
        shadow.handle().close();
        shadow.handle().takeOver();
        assertThat(shadow.handle().state()).isEqualTo(State.DROPPED);
        fixture.roles.close();
        assertThat(shadow.handle().state()).isEqualTo(State.DROPPED);
        assertThat(shadow.handle().failure()).containsSame(intended);
    }

    @Test
    void oneThatThrowsAfterItWasClosedStaysClosed() {
        EstimatorHandle shadow = fixture.start("second", second);
        second.onPacket = packet -> {
            shadow.close();
            throw new IllegalStateException("intended");
        };
        fixture.step(0);
        assertThat(shadow.state()).isEqualTo(State.CLOSED);
        assertThat(shadow.failure()).isEmpty();
        assertThat(fixture.statistics.shadowsDropped()).isZero();
    }

    @Test
    void theRembsAreThoseOfARunWithoutShadows() {
        second.onPacket = packet -> {
            if (second.seen.size() == 70) {
                throw new StackOverflowError("intended");
            }
        };
        fixture.start("second", second);
        fixture.start("third", third);
        third.bitrateBps = 1;
        RecordingEstimator alone = new RecordingEstimator();
        assertThat(rembs(fixture, first)).hasSizeGreaterThan(10)
                .isEqualTo(rembs(new FeedFixture(alone, Duration.ofSeconds(5)), alone));
        assertThat(fixture.statistics.shadowsDropped()).isEqualTo(1);
        assertThat(second.seen).hasSize(70);
        assertThat(third.seen).hasSize(100);
    }

    private static List<String> rembs(FeedFixture fixture, RecordingEstimator driving) {
        driving.onPacket = packet -> driving.bitrateBps = 1_000_000 - packet.arrivalTimeNs() / MS * 37 % 400_000;
        RembScheduler scheduler = new RembScheduler(1,
                new RembThrottler(Duration.ofSeconds(1), Duration.ofMillis(200)));
        List<String> rembs = new ArrayList<>();
        fixture.steps(0, 10_000 * MS, view -> {
            RembScheduler.Due due = scheduler.poll(view, driving.seen.getLast().nowNs());
            if (due != null) {
                rembs.add(driving.seen.getLast().nowNs() + ": " + due);
            }
        });
        return rembs;
    }

    @Test
    void noneIsStartedAfterTheEndOfAll() {
        EstimatorHandle shadow = fixture.start("second", second);
        fixture.step(0);
        EstimateView last = shadow.estimate();
        assertThat(last.hasEstimate()).isTrue();
        fixture.roles.close();
        assertThat(shadow.state()).isEqualTo(State.CLOSED);
        assertThat(shadow.estimate()).isSameAs(last);
        assertThat(fixture.roles.driving().state()).isEqualTo(State.CLOSED);
        assertThat(fixture.roles.driving().estimate().hasEstimate()).isTrue();
        assertThat(fixture.roles.shadows()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> fixture.start("third", third));
        assertThat(fixture.roles.shadows()).isEmpty();
    }

    private static EstimatorProvider providerOf(Estimator estimator) {
        return new EstimatorProvider() {
            @Override
            public String name() {
                return "given";
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                return estimator;
            }
        };
    }

    @Test
    void aPacketAllocatesNothingForShadows() {
        CountingEstimator driving = new CountingEstimator();
        CountingEstimator shadow = new CountingEstimator();
        FeedFixture counting = new FeedFixture(driving, Duration.ofSeconds(5));
        for (Estimator estimator : List.of(shadow, new CountingEstimator())) {
            counting.feed.startShadow(Shadow.create(providerOf(estimator), EstimatorConfig.defaults(), counting.roles));
        }
        RemoteStream stream = new RemoteStream(1, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16, 0);
        PacketSlot packet = new PacketSlot();
        Runnable packets = () -> {
            for (int i = 0; i < 10_000; i++) {
                packet.arrivalTimeNs++;
                packet.nowNs++;
                counting.feed.onPacket(stream, packet);
            }
        };
        packets.run();
        packets.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(packets)).isZero();
        assertThat(shadow.packets).isEqualTo(driving.packets).isGreaterThan(20_000);
    }

    /** Allocates nothing itself. */
    static final class CountingEstimator implements Estimator {
        long packets;

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            packets++;
            return false;
        }

        @Override
        public void onTime(long nowNs) {
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
        }

        @Override
        public void reset() {
        }

        @Override
        public boolean hasEstimate() {
            return false;
        }

        @Override
        public long estimateBps() {
            return 0;
        }

        @Override
        public long incomingBps() {
            return -1;
        }

        @Override
        public BandwidthUsage usage() {
            return BandwidthUsage.NORMAL;
        }

        @Override
        public int liveSsrcCount() {
            return 0;
        }

        @Override
        public long liveSsrc(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void describe(DiagnosticSink sink) {
        }
    }
}
