package io.bwe.cli;

import io.bwe.api.PacketView;
import io.bwe.remb.RtpHeader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the flow of a capture that is replayed, the one with most RTP packets, and finds its send-time extension and
 * the clock rates of its streams. Used by one thread.
 */
final class FlowSelector {
    /** Flows beyond these are not considered; only a capture of noise has so many. */
    private static final int MAX_FLOWS = 4_096;
    /** Streams of all flows beyond these are taken to have the usual clock rate. */
    private static final int MAX_STREAMS = 16_384;

    /**
     * The choice.
     *
     * @param flow the flow to replay
     * @param rtpPackets how many RTP packets it has
     * @param flows how many flows with RTP there are in all
     * @param extensionId the id of its abs-send-time extension, or {@link SendTimeExtensionFinder#NONE}
     * @param clockRates the clock rates of its streams, by their behaviour
     */
    record Selection(Flow flow, long rtpPackets, int flows, int extensionId, ClockRates clockRates) {
    }

    private final @Nullable Endpoint sender;
    private final int givenId;
    private final Map<Flow, Statistics> flows = new LinkedHashMap<>();
    private int streams;

    private static final class Statistics {
        private final SendTimeExtensionFinder finder = new SendTimeExtensionFinder();
        private final Map<Long, ClockRateFinder> clockRateFinders = new HashMap<>();
        private long rtpPackets;
        private boolean hasGivenId;
    }

    /**
     * Starts without packets.
     *
     * @param sender whose flow to take, or null for any
     * @param givenId the id of the abs-send-time extension, or {@link SendTimeExtensionFinder#NONE} to find it
     */
    FlowSelector(@Nullable Endpoint sender, int givenId) {
        this.sender = sender;
        this.givenId = givenId;
    }

    /** Takes an RTP packet. */
    void onRtp(Flow flow, ByteBuffer data, int offset, int headerLength, long arrivalNs) {
        Statistics statistics = flows.get(flow);
        if (statistics == null) {
            if (flows.size() == MAX_FLOWS) {
                return;
            }
            statistics = new Statistics();
            flows.put(flow, statistics);
        }
        statistics.rtpPackets++;
        if (givenId == SendTimeExtensionFinder.NONE) {
            statistics.finder.onRtp(data, offset, headerLength, arrivalNs);
        } else if (RtpHeader.absSendTime(data, offset, headerLength, givenId) != PacketView.NO_SEND_TIME) {
            statistics.hasGivenId = true;
        }
        ClockRateFinder clockRateFinder = clockRateFinder(statistics, RtpHeader.ssrc(data, offset));
        if (clockRateFinder != null) {
            clockRateFinder.onPacket(arrivalNs, RtpHeader.timestamp(data, offset));
        }
    }

    private @Nullable ClockRateFinder clockRateFinder(Statistics statistics, long ssrc) {
        ClockRateFinder finder = statistics.clockRateFinders.get(ssrc);
        if (finder == null && streams < MAX_STREAMS) {
            finder = new ClockRateFinder();
            statistics.clockRateFinders.put(ssrc, finder);
            streams++;
        }
        return finder;
    }

    /** Makes the choice; null if no flow qualifies. */
    @Nullable
    Selection select() {
        Flow best = null;
        Statistics bestStatistics = null;
        for (Map.Entry<Flow, Statistics> entry : flows.entrySet()) {
            if (sender != null && !sender.matches(entry.getKey().source())) {
                continue;
            }
            if (bestStatistics == null || entry.getValue().rtpPackets > bestStatistics.rtpPackets) {
                best = entry.getKey();
                bestStatistics = entry.getValue();
            }
        }
        if (best == null || bestStatistics == null) {
            return null;
        }
        int extensionId = givenId == SendTimeExtensionFinder.NONE
                ? bestStatistics.finder.id()
                : bestStatistics.hasGivenId ? givenId : SendTimeExtensionFinder.NONE;
        return new Selection(best, bestStatistics.rtpPackets, flows.size(), extensionId,
                ClockRates.found(bestStatistics.clockRateFinders));
    }

    /** The flow with most RTP of whatever sender, to be named in an error; null if there is none. */
    @Nullable
    Flow busiest() {
        return flows.entrySet().stream()
                .max((a, b) -> Long.compare(a.getValue().rtpPackets, b.getValue().rtpPackets)).map(Map.Entry::getKey)
                .orElse(null);
    }
}
