package io.bwe.testkit;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import java.util.Arrays;

/**
 * Puts an estimator at the far end of a {@link LinkModel} and keeps what it said after every packet.
 *
 * <p>{@snippet :
 * LinkModel link = LinkModel.builder().capacity(CapacitySchedule.constant(2_000_000)).build();
 * EstimatorReceiver receiver = EstimatorReceiver.closedLoop(estimator);
 * link.add(VideoSource.builder().build(), receiver);
 * link.run(Duration.ofSeconds(30));
 * long bps = receiver.meanEstimateBps(20_000_000_000L, 30_000_000_000L);
 * }
 */
public final class EstimatorReceiver implements PacketReceiver {
    /** How often the sender is told, as libwebrtc's REMB throttler does it. */
    private static final long FEEDBACK_INTERVAL_NS = 200_000_000;
    /** A fall below this share of what was told last is told at once, in percent. */
    private static final long TELL_AT_ONCE_PERCENT = 97;

    private final Estimator estimator;
    private final boolean feedback;
    private long[] timesNs = new long[1_024];
    private long[] estimatesBps = new long[1_024];
    private BandwidthUsage[] usages = new BandwidthUsage[1_024];
    private int packets;
    private boolean toldBefore;
    private long toldNs;
    private long toldBps;

    private EstimatorReceiver(Estimator estimator, boolean feedback) {
        this.estimator = estimator;
        this.feedback = feedback;
    }

    /**
     * The sender is told the estimate: every 200 ms, and at once when it falls by more than 3 %.
     *
     * @param estimator the estimator, fed by this receiver from now on
     * @return a new receiver
     */
    public static EstimatorReceiver closedLoop(Estimator estimator) {
        return new EstimatorReceiver(estimator, true);
    }

    /**
     * The sender is told nothing.
     *
     * @param estimator the estimator, fed by this receiver from now on
     * @return a new receiver
     */
    public static EstimatorReceiver openLoop(Estimator estimator) {
        return new EstimatorReceiver(estimator, false);
    }

    @Override
    public long onPacket(PacketView packet, long nowNs) {
        estimator.onPacket(packet, nowNs);
        long bps = estimator.estimateBps();
        record(nowNs, bps);
        if (!feedback || !estimator.hasEstimate()) {
            return NO_FEEDBACK;
        }
        boolean due = !toldBefore || nowNs - toldNs >= FEEDBACK_INTERVAL_NS
                || bps * 100 < toldBps * TELL_AT_ONCE_PERCENT;
        if (!due) {
            return NO_FEEDBACK;
        }
        toldBefore = true;
        toldNs = nowNs;
        toldBps = bps;
        return bps;
    }

    private void record(long nowNs, long bps) {
        if (packets == timesNs.length) {
            timesNs = Arrays.copyOf(timesNs, 2 * packets);
            estimatesBps = Arrays.copyOf(estimatesBps, 2 * packets);
            usages = Arrays.copyOf(usages, 2 * packets);
        }
        timesNs[packets] = nowNs;
        estimatesBps[packets] = bps;
        usages[packets] = estimator.usage();
        packets++;
    }

    /**
     * The estimate after each packet, averaged.
     *
     * @param fromNs the start of the span, on the model's clock
     * @param toNs its end
     * @return bits per second, 0 if no packet arrived
     */
    public long meanEstimateBps(long fromNs, long toNs) {
        return (long) Arrays.stream(estimatesBps, indexOf(fromNs), indexOf(toNs)).average().orElse(0);
    }

    /**
     * The lowest estimate after a packet.
     *
     * @param fromNs the start of the span, on the model's clock
     * @param toNs its end
     * @return bits per second, 0 if no packet arrived
     */
    public long lowestEstimateBps(long fromNs, long toNs) {
        return Arrays.stream(estimatesBps, indexOf(fromNs), indexOf(toNs)).min().orElse(0);
    }

    /**
     * The highest estimate after a packet.
     *
     * @param fromNs the start of the span, on the model's clock
     * @param toNs its end
     * @return bits per second, 0 if no packet arrived
     */
    public long highestEstimateBps(long fromNs, long toNs) {
        return Arrays.stream(estimatesBps, indexOf(fromNs), indexOf(toNs)).max().orElse(0);
    }

    /**
     * After how many packets the estimator said a usage.
     *
     * @param usage the usage
     * @param fromNs the start of the span, on the model's clock
     * @param toNs its end
     * @return a count
     */
    public long packetsWithUsage(BandwidthUsage usage, long fromNs, long toNs) {
        return Arrays.stream(usages, indexOf(fromNs), indexOf(toNs)).filter(said -> said == usage).count();
    }

    private int indexOf(long timeNs) {
        int index = Arrays.binarySearch(timesNs, 0, packets, timeNs);
        if (index < 0) {
            return -index - 1;
        }
        while (index > 0 && timesNs[index - 1] == timeNs) {
            index--;
        }
        return index;
    }
}
