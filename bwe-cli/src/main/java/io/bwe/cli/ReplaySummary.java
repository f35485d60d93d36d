package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The totals of a replay. Used by one thread. */
final class ReplaySummary {
    /** SSRCs that are counted one by one; a flow of noise has more. */
    private static final int MAX_SSRCS = 1_000;
    /** SSRCs that are printed. */
    private static final int SHOWN_SSRCS = 8;

    private final Map<Long, long[]> packetsBySsrc = new LinkedHashMap<>();
    private long packetsOfOtherSsrcs;
    private long packets;
    private long withoutSendTime;
    private long payloadBytes;
    private long firstNs;
    private long lastNs;
    private boolean hasEstimate;
    private long estimateBps;
    private long minEstimateBps = Long.MAX_VALUE;
    private long maxEstimateBps;
    private boolean overusing;
    private long overuseEpisodes;
    private long rembs;

    /** Takes a packet that the estimator just took, and whether it led to a REMB. */
    void onPacket(ReplayPacket packet, Estimator estimator, boolean remb) {
        if (packets == 0) {
            firstNs = packet.arrivalTimeNs();
        }
        packets++;
        lastNs = packet.arrivalTimeNs();
        payloadBytes += packet.payloadSize();
        if (packet.absSendTime() == PacketView.NO_SEND_TIME) {
            withoutSendTime++;
        }
        countSsrc(packet.ssrc());
        if (estimator.hasEstimate()) {
            hasEstimate = true;
            estimateBps = estimator.estimateBps();
            minEstimateBps = Math.min(minEstimateBps, estimateBps);
            maxEstimateBps = Math.max(maxEstimateBps, estimateBps);
        }
        boolean overusingNow = estimator.usage() == BandwidthUsage.OVERUSING;
        if (overusingNow && !overusing) {
            overuseEpisodes++;
        }
        overusing = overusingNow;
        if (remb) {
            rembs++;
        }
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

    /** How many packets the estimator took. */
    long packets() {
        return packets;
    }

    /** Whether no packet told when it was sent. */
    boolean neverSendTime() {
        return withoutSendTime == packets;
    }

    /**
     * Prints the totals.
     *
     * @param output where to
     * @param heading lines that say what was replayed, each a label and a text
     * @param skipped what was passed over
     */
    void print(PrintWriter output, Map<String, String> heading, List<String> skipped) {
        heading.forEach((label, text) -> line(output, label, text));
        line(output, "packets", String.format(Locale.ROOT, "%,d in %.3f s, %,d of them without send time", packets,
                durationSeconds(), withoutSendTime));
        line(output, "SSRCs", ssrcs());
        line(output, "incoming", durationSeconds() > 0 ? "mean " + rate(meanIncomingBps()) : "not measurable");
        line(output, "estimate", hasEstimate
                ? "final " + rate(estimateBps) + ", min " + rate(minEstimateBps) + ", max " + rate(maxEstimateBps)
                : "none");
        line(output, "over-use",
                String.format(Locale.ROOT, "%,d %s", overuseEpisodes, overuseEpisodes == 1 ? "episode" : "episodes"));
        line(output, "REMBs", String.format(Locale.ROOT, "%,d (at libwebrtc's pace)", rembs));
        String label = "skipped";
        for (String text : skipped) {
            line(output, label, text);
            label = "";
        }
        output.flush();
    }

    private static void line(PrintWriter output, String label, String text) {
        output.printf(Locale.ROOT, "%-11s%s%n", label, text);
    }

    private double durationSeconds() {
        return (lastNs - firstNs) / 1e9;
    }

    private long meanIncomingBps() {
        return Math.round(payloadBytes * 8 / durationSeconds());
    }

    private static String rate(long bps) {
        return String.format(Locale.ROOT, "%,d b/s", bps);
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
