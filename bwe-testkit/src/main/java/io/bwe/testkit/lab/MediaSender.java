package io.bwe.testkit.lab;

import io.bwe.testkit.TestPacket;
import java.util.ArrayDeque;
import java.util.Random;

/** Encoder, rate control and pacer of a media flow. */
final class MediaSender {
    static final int LARGEST_PAYLOAD = 1_150;
    private static final int SEQUENCE_NUMBER_MASK = 0xFFFF;

    private final Agenda agenda;
    private final MediaSettings spec;
    private final long ssrc;
    private final Encoder encoder;
    private final RateControl rateControl;
    private final Route route;
    private final MediaReceiver receiver;
    private final ArrayDeque<TestPacket> pacer = new ArrayDeque<>();
    private long pacerBytes;
    /** Until when what was sent takes at the pacer's rate. */
    private long debtUntilNs;
    /** The time between two packets of a frame that are spread evenly. */
    private long evenNs;
    private boolean pacing;
    private boolean paused;
    private int sequenceNumber;

    MediaSender(Agenda agenda, MediaSettings spec, long ssrc, RateControl rateControl, Route route,
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
        agenda.at(spec.startNs, this::frame);
    }

    private void frame() {
        long nowNs = agenda.nowNs();
        if (nowNs >= spec.endNs) {
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
        evenNs = encoder.intervalNs() / packets;
        long clockNs = spec.senderClockNs(nowNs);
        for (int i = packets; i > 0; i--) {
            int size = left / i;
            left -= size;
            pacer.add(new TestPacket().ssrc(ssrc).sequenceNumber(sequenceNumber++ & SEQUENCE_NUMBER_MASK)
                    .rtpTimestamp(clockNs / 1_000 * 9 / 100 & 0xFFFF_FFFFL).payloadSize(size).marker(i == 1));
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
        packet.absSendTime(TestPacket.absSendTimeOf(spec.senderClockNs(sentNs)));
        route.send(packet.payloadSize() + WirePacket.RTP_OVERHEAD_BYTES, () -> receiver.onPacket(packet, sentNs));
        debtUntilNs = Math.max(debtUntilNs, sentNs)
                + spec.pacing.gapNs(packet.payloadSize(), rateControl.targetBps(), pacerBytes, evenNs);
        pacerBytes -= packet.payloadSize();
        agenda.at(debtUntilNs - sentNs < spec.pacing.burstNs() ? sentNs : debtUntilNs, this::pace);
    }
}
