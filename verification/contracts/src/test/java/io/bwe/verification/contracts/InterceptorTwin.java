package io.bwe.verification.contracts;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.RtpWriter;
import io.bwe.api.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does what a real interceptor does. A subclass does one thing wrong. */
class InterceptorTwin implements Interceptor {
    final Interceptor real;
    final Set<Long> bound = ConcurrentHashMap.newKeySet();
    /** Something was bound. */
    volatile boolean used;
    /** A stream that was bound was unbound. */
    volatile boolean unbound;
    /** Close has begun. */
    volatile boolean closing;
    /** Close has returned. */
    volatile boolean closed;

    InterceptorTwin(Interceptor real) {
        this.real = real;
    }

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    @Override
    public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
        used = true;
        bound.add(stream.ssrc());
        return real.bindRemoteStream(stream, next);
    }

    @Override
    public void unbindRemoteStream(StreamInfo stream) {
        unbound |= bound.remove(stream.ssrc());
        real.unbindRemoteStream(stream);
    }

    @Override
    public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
        used = true;
        return real.unsignalledRtp(extensions, next);
    }

    @Override
    public RtpWriter bindLocalStream(StreamInfo stream, RtpWriter next) {
        used = true;
        return real.bindLocalStream(stream, next);
    }

    @Override
    public void unbindLocalStream(StreamInfo stream) {
        real.unbindLocalStream(stream);
    }

    @Override
    public RtcpHandler bindRtcpReader(RtcpHandler next) {
        used = true;
        return real.bindRtcpReader(next);
    }

    @Override
    public RtcpWriter bindRtcpWriter(RtcpWriter next) {
        used = true;
        return real.bindRtcpWriter(next);
    }

    @Override
    public Optional<BandwidthControl> bandwidthControl() {
        return real.bandwidthControl();
    }

    @Override
    public void close() {
        closing = true;
        real.close();
        closed = true;
    }
}
