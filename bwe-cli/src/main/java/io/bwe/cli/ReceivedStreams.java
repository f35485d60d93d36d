package io.bwe.cli;

import io.bwe.api.PacketView;
import io.bwe.api.StreamStatistics;
import io.bwe.remb.ReceptionStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How the streams of a run are received: rate, loss and jitter of each. Used by one thread. */
final class ReceivedStreams {
    /** A flow of noise has more. */
    private static final int MAX_STREAMS = 256;
    /** How long a stream counts as active after its last packet: libwebrtc's kStreamTimeOut. */
    private static final long ACTIVE_NS = 2_000_000_000L;

    private static final class Stream {
        private final ReceptionStatistics reception;
        private long lastNs;

        Stream(int clockRate) {
            reception = new ReceptionStatistics(clockRate);
        }
    }

    private final Map<Long, Stream> streams = new LinkedHashMap<>();

    /** Takes a packet. */
    void onPacket(PacketView packet) {
        Stream stream = streams.get(packet.ssrc());
        if (stream == null) {
            if (streams.size() >= MAX_STREAMS) {
                return;
            }
            stream = new Stream(packet.clockRate());
            streams.put(packet.ssrc(), stream);
        }
        stream.lastNs = packet.arrivalTimeNs();
        stream.reception.onPacket(packet);
    }

    /** Tells how each does at a time. */
    void sample(long nowNs, Consumer<StreamStatistics> sink) {
        streams.forEach((ssrc, stream) -> {
            stream.reception.publish();
            sink.accept(stream.reception.read(ssrc, nowNs - stream.lastNs <= ACTIVE_NS));
        });
    }
}
