package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole way of packets from queue to estimator, on one thread that plays all tasks of an interceptor in turn. */
class PacketPathAllocationTest {
    private static final long TICK_NS = 10_000_000;
    private static final long PACKET_NS = 200_000;
    private static final int WARM_UP_TICKS = 2_000;
    private static final int COUNTED_TICKS = 200;

    private final RembStatistics statistics = new RembStatistics();
    private final EstimatorFeed feed = FeedFixture.feed(new ShadowEstimatorsTest.CountingEstimator(),
            SendTimeSource.ABS_SEND_TIME,
            statistics);
    private final SlotPool pool = new SlotPool(64, 64, 0);
    private final ArrivalMerge merge = new ArrivalMerge(0, TICK_NS, new ArrivalMerge.Sink() {
        @Override
        public void packet(RemoteStream stream, PacketSlot packet) {
            feed.onPacket(stream, packet);
            pool.release(packet);
        }

        @Override
        public void event(TransportEvent event) {
            throw new AssertionError("nobody added one");
        }
    });
    private final List<StreamDriver> streams = List.of(driver(1), driver(2), driver(3));
    private final ByteBuffer packet = new RtpPacketBuilder().absSendTime(StreamDriver.SEND_TIME_ID, 7).build();
    private long nowNs;

    private StreamDriver driver(long ssrc) {
        return new StreamDriver(new RemoteStream(ssrc, 90_000, StreamDriver.EXTENSIONS, pool, 64, 0), pool);
    }

    private void ticks(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            long endNs = nowNs + TICK_NS;
            for (int turn = 0; nowNs < endNs; turn = (turn + 1) % streams.size()) {
                nowNs += PACKET_NS;
                StreamDriver.offer(streams.get(turn).stream, packet, nowNs, turn, nowNs);
            }
            pool.adapt(streams.size(), 0, nowNs);
            for (int i = 0; i < streams.size(); i++) {
                streams.get(i).runTask(nowNs);
            }
            feed.beginTick(nowNs);
            merge.release(merge.watermarkNs(nowNs));
            streams.get(0).stream.makeRoom();
            streams.get(1).stream.makeRoom();
            streams.get(2).stream.makeRoom();
            feed.publishCounts();
        }
    }

    @Test
    void queueRingMergeAndFeedAllocateNothing() {
        streams.forEach(driver -> merge.add(driver.stream));
        ticks(WARM_UP_TICKS);
        assertThat(AllocationProbe.steadyBytesAllocatedBy(() -> ticks(COUNTED_TICKS)))
                .as("bytes for %d ticks", COUNTED_TICKS).isZero();
        assertThat(statistics.estimated.get()).isEqualTo(nowNs / PACKET_NS);
    }
}
