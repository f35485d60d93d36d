package io.bwe.testkit.lab;

import io.bwe.testkit.TestPacket;
import java.util.ArrayDeque;
import java.util.Random;

/** Encoder, rate control and pacer of a media flow. */
final class MediaSender {
    static final int LARGEST_PAYLOAD = 1_150;
    private static final int SEQUENCE_NUMBER_MASK = 0xFFFF;
    private static final int BITS_PER_BYTE = 8;
    private static final double NS_PER_SECOND = 1e9;
    /** libwebrtc's pacer sends faster where its queue would take longer than this. */
    private static final double LONGEST_PACING_S = 2;

    private final Agenda agenda;
    private final MediaFlow spec;
    private final long ssrc;
    private final Encoder encoder;
    private final RateControl rateControl;
    private final Route route;
    private final MediaReceiver receiver;
    private final ArrayDeque<TestPacket> pacer = new ArrayDeque<>();
    private long pacerBytes;
    private boolean pacing;
    private boolean paused;
    private int sequenceNumber;

    MediaSender(Agenda agenda, MediaFlow spec, long ssrc, RateControl rateControl, Route route,
            MediaReceiver receiver, Random noise) {
        this.agenda = agenda;
        this.spec = spec;
        this.ssrc = ssrc;
        this.rateControl = rateControl;
        this.route = route;
        this.receiver = receiver;
        encoder = spec.encoder(noise);
    }

    void start() {
        agenda.at(spec.startNs(), this::frame);
    }

    private void frame() {
        long nowNs = agenda.nowNs();
        if (nowNs >= spec.endNs()) {
            return;
        }
        if (spec.isPaused(nowNs)) {
            paused = true;
        } else {
            if (paused) {
                encoder.restart();
                paused = false;
            }
            packetise(encoder.encode(rateControl.targetBps(), nowNs), nowNs);
        }
        agenda.after(encoder.intervalNs(), this::frame);
    }

    private void packetise(int bytes, long nowNs) {
        int packets = (bytes + LARGEST_PAYLOAD - 1) / LARGEST_PAYLOAD;
        int left = bytes;
        for (int i = packets; i > 0; i--) {
            int size = left / i;
            left -= size;
            pacer.add(new TestPacket().ssrc(ssrc).sequenceNumber(sequenceNumber++ & SEQUENCE_NUMBER_MASK)
                    .rtpTimestamp(nowNs / 1_000 * 9 / 100 & 0xFFFF_FFFFL).payloadSize(size).marker(i == 1));
            pacerBytes += size;
        }
        if (!pacing) {
            pace();
        }
    }

    private void pace() {
        TestPacket packet = pacer.poll();
        pacing = packet != null;
        if (packet == null) {
            return;
        }
        long sentNs = agenda.nowNs();
        packet.absSendTime(TestPacket.absSendTimeOf(sentNs));
        route.send(packet.payloadSize() + WirePacket.RTP_OVERHEAD_BYTES, () -> receiver.onPacket(packet, sentNs));
        double bits = (double) packet.payloadSize() * BITS_PER_BYTE;
        double rateBps = Math.max(rateControl.targetBps() * spec.pacingFactor(),
                pacerBytes * BITS_PER_BYTE / LONGEST_PACING_S);
        pacerBytes -= packet.payloadSize();
        agenda.after(spec.pacingFactor() == 0 ? 0 : Math.round(bits / rateBps * NS_PER_SECOND), this::pace);
    }
}
