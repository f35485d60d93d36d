package io.bwe.remb;

import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;

/** The way in for packets of any SSRC. */
final class UnsignalledIngress extends Ingress {
    private final UnsignalledStreams streams;

    UnsignalledIngress(UnsignalledStreams streams, TransportTask transport, NanoClock clock, RembStatistics statistics,
            TaskGuard guard, RtpHandler next) {
        super(transport, clock, statistics, guard, next);
        this.streams = streams;
    }

    @Override
    RemoteStream streamFor(long ssrc) {
        return streams.streamFor(ssrc);
    }
}
