package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.spy;

import io.bwe.api.DelayHistogram;
import io.bwe.api.EstimateView;
import io.bwe.api.InterceptorStatistics.PacketResult;
import io.bwe.api.PacketView;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class EstimatorFeedTest {
    private static final int NONE = PacketView.NO_SEND_TIME;

    private final RecordingEstimator estimator = spy(new RecordingEstimator());
    private final RembStatistics statistics = new RembStatistics();
    private final RemoteStream stream = new RemoteStream(7, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16,
            0);

    private EstimatorFeed feed(SendTimeSource source) {
        return FeedFixture.feed(estimator, source, statistics);
    }

    private void feed(EstimatorFeed feed, long arrivalTimeNs, long nowNs) {
        feed(feed, arrivalTimeNs, nowNs, 1, NONE);
    }

    private void feed(EstimatorFeed feed, long arrivalTimeNs, long nowNs, int absSendTime, int captureSendTime) {
        PacketSlot packet = new PacketSlot();
        packet.arrivalTimeNs = arrivalTimeNs;
        packet.nowNs = nowNs;
        packet.absSendTime = absSendTime;
        packet.captureSendTime = captureSendTime;
        feed.onPacket(stream, packet);
    }

    private Iterable<Integer> sendTimes() {
        return estimator.seen.stream().map(RecordingEstimator.Seen::absSendTime).toList();
    }

    @Test
    void aPacketThatComesLateIsClampedCountedAndFed() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed(feed, -5, 1);
        feed(feed, 100, 2);
        feed(feed, 90, 3);
        feed(feed, 100, 4);
        feed(feed, 101, 5);
        assertThat(estimator.seen).extracting(RecordingEstimator.Seen::arrivalTimeNs).containsExactly(-5L, 100L, 100L,
                100L, 101L);
        assertThat(statistics.packetsLate()).isEqualTo(1);
    }

    @Test
    void nowNeverRunsBackwardsFromCallToCall() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed(feed, 1, 10);
        feed(feed, 2, 8);
        feed.onTime(20);
        feed.onRtt(5, 15);
        feed.removeStream(stream, 18);
        feed(feed, 3, 19);
        feed.onTime(21);
        InOrder order = inOrder(estimator);
        order.verify(estimator).onRttUpdate(5, 20);
        order.verify(estimator).removeStream(7, 20);
        order.verify(estimator).onTime(21);
        assertThat(estimator.seen).extracting(RecordingEstimator.Seen::nowNs).containsExactly(10L, 10L, 20L);
    }

    @Test
    void remembersWhenAStreamWasLastFedByItsOwnStamp() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed.onTime(50);
        feed(feed, 1, 40);
        assertThat(stream.lastSeenNs()).isEqualTo(40);
        assertThat(stream.isEstimated()).isTrue();
    }

    @Test
    void absSendTimeAloneIsUsed() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed(feed, 1, 1, NONE, 50);
        feed(feed, 2, 2, 10, 51);
        feed(feed, 3, 3, NONE, 52);
        assertThat(sendTimes()).containsExactly(NONE, 10, NONE);
        feed.publishCounts();
        assertThat(statistics.packetsWithoutSendTime()).isEqualTo(2);
        assertThat(estimator.events).isEmpty();
    }

    @Test
    void absCaptureTimeAloneIsUsed() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_CAPTURE_TIME);
        feed(feed, 1, 1, 10, 50);
        feed(feed, 2, 2, 11, NONE);
        feed(feed, 3, 3, NONE, 52);
        assertThat(sendTimes()).containsExactly(50, NONE, 52);
        assertThat(estimator.events).isEmpty();
    }

    @Test
    void autoChangesOnceAndForGoodAndStartsAnew() {
        EstimatorFeed feed = feed(SendTimeSource.AUTO);
        feed(feed, 1, 1, NONE, 50);
        feed(feed, 2, 2, NONE, NONE);
        feed(feed, 3, 3, NONE, 52);
        assertThat(estimator.events).isEmpty();
        feed(feed, 4, 4, 10, 53);
        feed(feed, 5, 5, NONE, 54);
        feed(feed, 6, 6, 11, NONE);
        assertThat(sendTimes()).containsExactly(50, NONE, 52, 10, NONE, 11);
        assertThat(estimator.events).containsExactly("reset");
        InOrder order = inOrder(estimator);
        order.verify(estimator).onPacket(any(), eq(3L));
        order.verify(estimator).reset();
        order.verify(estimator).onPacket(any(), eq(4L));
    }

    @Test
    void aSendTimeOfZeroIsOne() {
        EstimatorFeed feed = feed(SendTimeSource.AUTO);
        feed(feed, 1, 1, 0, 50);
        assertThat(sendTimes()).containsExactly(0);
        feed.publishCounts();
        assertThat(statistics.packetsWithoutSendTime()).isZero();
    }

    @Test
    void countsBecomeVisibleWhenPublished() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed(feed, 1, 1);
        feed(feed, 2, 2, NONE, NONE);
        assertThat(statistics.packetsEstimated()).isZero();
        feed.publishCounts();
        feed.publishCounts();
        assertThat(statistics.packetsEstimated()).isEqualTo(2);
        assertThat(statistics.packetsWithoutSendTime()).isEqualTo(1);
    }

    @Test
    void everyPacketHasOneResult() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed(feed, 10, 1);
        feed(feed, 11, 2, NONE, NONE);
        feed(feed, 9, 3);
        feed(feed, 8, 4, NONE, NONE);
        feed(feed, 12, 5);
        feed(feed, 13, 6);
        feed.publishCounts();
        feed.publishCounts();
        assertThat(statistics.packets(PacketResult.ACCEPTED)).isEqualTo(3);
        assertThat(statistics.packets(PacketResult.NO_SEND_TIME)).isEqualTo(1);
        assertThat(statistics.packets(PacketResult.LATE)).as("with and without send time").isEqualTo(2);
        assertThat(statistics.packetsEstimated()).isEqualTo(6);
        assertThat(statistics.packetsWithoutSendTime()).as("in time and late").isEqualTo(2);
    }

    @Test
    void countsHowLongEachPacketTookUntilItsTick() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        feed.beginTick(30_000_000);
        feed(feed, 1, 10_000_000);
        feed(feed, 2, 29_000_000);
        feed.beginTick(50_000_000);
        feed(feed, 3, 49_000_000);
        assertThat(statistics.estimateDelays().count(DelayHistogram.bucketOf(20_000_000))).isEqualTo(1);
        assertThat(statistics.estimateDelays().count(DelayHistogram.bucketOf(1_000_000))).isEqualTo(2);
        assertThat(statistics.estimateDelays().sumNs()).isEqualTo(22_000_000);
    }

    @Test
    void theViewIsKeptWhileNothingHasChanged() {
        EstimatorFeed feed = feed(SendTimeSource.ABS_SEND_TIME);
        assertThat(feed.conclude(0).hasEstimate()).isFalse();
        feed(feed, 1, 1);
        EstimateView view = feed.conclude(1);
        assertThat(view.hasEstimate()).isTrue();
        assertThat(feed.conclude(2)).isSameAs(view);
    }

    @Test
    void resetReachesTheEstimator() {
        feed(SendTimeSource.AUTO).reset(5);
        assertThat(estimator.events).containsExactly("reset");
    }
}
