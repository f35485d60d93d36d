package io.bwe.remb;

import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import org.jspecify.annotations.Nullable;

/** The way in of a bound stream: its own SSRC and those of its retransmissions and error correction. */
final class BoundIngress extends Ingress {
    private final RemoteStream[] streams;

    BoundIngress(RemoteStream[] streams, TransportTask transport, NanoClock clock, RembStatistics statistics,
            TaskGuard guard, RtpHandler next) {
        super(transport, clock, statistics, guard, next);
        this.streams = streams;
    }

    @Override
    @Nullable
    RemoteStream streamFor(long ssrc) {
        for (RemoteStream stream : streams) {
            if (stream.ssrc() == ssrc) {
                return stream;
            }
        }
        return null;
    }
}
