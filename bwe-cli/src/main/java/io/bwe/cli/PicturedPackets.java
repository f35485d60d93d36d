package io.bwe.cli;

import io.bwe.api.PacketView;
import io.bwe.api.QueueDelay;
import io.bwe.picture.Recording;

/** What a picture shows of the packets of a run, whatever estimators make of them. Used by one thread at a time. */
final class PicturedPackets {
    /** How often the streams are sampled. */
    private static final long SAMPLE_NS = 250_000_000;
    private static final double NS_PER_MS = 1e6;

    private final Recording recording;
    private final ReceivedStreams streams = new ReceivedStreams();
    private final QueueDelay queueDelay = new QueueDelay();
    private long nextSampleNs;

    PicturedPackets(Recording recording) {
        this.recording = recording;
    }

    /** Takes the next packet, which came so long after the start. */
    void onPacket(PacketView packet, long elapsedNs) {
        recording.incoming(elapsedNs, packet.payloadSize());
        queueDelay.onPacket(packet);
        if (packet.absSendTime() != PacketView.NO_SEND_TIME) {
            recording.queueDelay(elapsedNs, queueDelay.delayNs() / NS_PER_MS);
        }
        streams.onPacket(packet);
        if (elapsedNs >= nextSampleNs) {
            nextSampleNs = elapsedNs + SAMPLE_NS;
            streams.sample(packet.arrivalTimeNs(), sample -> recording.stream(elapsedNs, sample));
        }
    }
}
