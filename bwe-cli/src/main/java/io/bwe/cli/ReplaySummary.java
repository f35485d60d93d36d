package io.bwe.cli;

import io.bwe.api.PacketView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The totals of a replay's packets, whatever estimators made of them. Used by one thread. */
final class ReplaySummary implements ReplayObserver {
    /** SSRCs that are counted one by one; a flow of noise has more. */
    private static final int MAX_SSRCS = 1_000;
    /** SSRCs that are printed. */
    private static final int SHOWN_SSRCS = 8;

    private final Map<Long, long[]> packetsBySsrc = new LinkedHashMap<>();
    private long packetsOfOtherSsrcs;
    private long packets;
    private long packetsWithoutSendTime;
    private long payloadBytes;
    private long firstNs;
    private long lastNs;

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        if (packets == 0) {
            firstNs = packet.arrivalTimeNs();
        }
        packets++;
        lastNs = packet.arrivalTimeNs();
        payloadBytes += packet.payloadSize();
        if (packet.absSendTime() == PacketView.NO_SEND_TIME) {
            packetsWithoutSendTime++;
        }
        countSsrc(packet.ssrc());
    }

    private void countSsrc(long ssrc) {
        long[] count = packetsBySsrc.get(ssrc);
        if (count != null) {
            count[0]++;
        } else if (packetsBySsrc.size() < MAX_SSRCS) {
            packetsBySsrc.put(ssrc, new long[]{1});
        } else {
            packetsOfOtherSsrcs++;
        }
    }

    /** How many packets were replayed. */
    long packets() {
        return packets;
    }

    /** How many of them did not tell when they were sent. */
    long packetsWithoutSendTime() {
        return packetsWithoutSendTime;
    }

    /** How many there were of each SSRC, in order of appearance; those of the first 1,000 SSRCs. */
    Map<Long, Long> packetsBySsrc() {
        Map<Long, Long> packets = new LinkedHashMap<>();
        packetsBySsrc.forEach((ssrc, count) -> packets.put(ssrc, count[0]));
        return packets;
    }

    /** How many there were of other SSRCs. */
    long packetsOfOtherSsrcs() {
        return packetsOfOtherSsrcs;
    }

    /** From the first to the last arrival, in nanoseconds. */
    long durationNs() {
        return lastNs - firstNs;
    }

    /** Payload and padding on average, in bits per second; -1 if that cannot be measured. */
    long incomingBps() {
        return durationNs() > 0 ? Math.round(payloadBytes * 8e9 / durationNs()) : -1;
    }

    /** Whether no packet told when it was sent. */
    boolean neverSendTime() {
        return packetsWithoutSendTime == packets;
    }

    /** The totals in their order, each a label and a text. */
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("packets", String.format(Locale.ROOT, "%,d in %.3f s, %,d of them without send time", packets,
                durationNs() / 1e9, packetsWithoutSendTime));
        lines.put("SSRCs", ssrcs());
        lines.put("incoming",
                incomingBps() < 0 ? "not measurable" : String.format(Locale.ROOT, "mean %,d b/s", incomingBps()));
        return lines;
    }

    private String ssrcs() {
        StringJoiner text = new StringJoiner(", ");
        packetsBySsrc.entrySet().stream().limit(SHOWN_SSRCS).forEach(entry -> text
                .add(String.format(Locale.ROOT, "%d (%,d packets)", entry.getKey(), entry.getValue()[0])));
        if (packetsBySsrc.size() > SHOWN_SSRCS) {
            text.add((packetsBySsrc.size() - SHOWN_SSRCS) + " more");
        }
        if (packetsOfOtherSsrcs > 0) {
            text.add(String.format(Locale.ROOT, "%,d packets of still others", packetsOfOtherSsrcs));
        }
        return text.toString();
    }
}
