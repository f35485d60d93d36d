package io.bwe.remb;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.RtpWriter;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Wires the parts together: streams that are bound get a way into the transport task, RTCP that passes by is searched
 * for round-trip times, and the writer that is bound gets the REMBs.
 */
final class RembInterceptor implements Interceptor {
    // Made beforehand and no constants: the first use of one takes memory, which may be what there is none of.
    private static final String RTT_FAILURE = "a round-trip time could not be taken in".intern();
    private static final String REPORT_FAILURE = "an RTCP report could not be remembered".intern();

    private final RembStatistics statistics = new RembStatistics();
    private final RembOptions.Settings settings;
    private final NanoClock clock;
    private final RembRuntime runtime;
    private final TransportTask transport;
    private final RembControl control;
    private final RttTracker rttTracker = new RttTracker();
    /** The streams of each bound media SSRC: its own, retransmission, error correction. */
    private final ConcurrentHashMap<Long, List<RemoteStream>> bound = new ConcurrentHashMap<>();

    RembInterceptor(InterceptorConfig config) {
        EstimatorProvider estimator = config.estimatorProvider();
        List<EstimatorProvider> shadows = config.shadowProviders();
        // Not of the shadows: what the running estimator is given must not depend on them.
        this.settings = RembOptions.parse(config.options(), estimator.worksWithoutSendTime());
        this.clock = config.clock();
        this.runtime = new RembRuntime(config, settings, estimator, shadows, statistics);
        this.transport = runtime.transport();
        this.control = new RembControl(runtime, clock, statistics);
    }

    @Override
    public RtpHandler bindRemoteStream(StreamInfo info, RtpHandler next) {
        runtime.requireOpen();
        TimingExtensions extensions = TimingExtensions.of(info.headerExtensions(), settings.sendTimeSource());
        if (info.isAudio() && !settings.estimateAudio()
                || !extensions.offerSendTime() && !settings.estimateWithoutSendTime()) {
            unbindRemoteStream(info); // it may have been one to estimate before
            return next;
        }
        List<RemoteStream> streams = new ArrayList<>();
        LongStream.concat(LongStream.of(info.ssrc()),
                LongStream.concat(info.rtxSsrc().stream(), info.fecSsrc().stream())).distinct()
                .forEach(ssrc -> streams.add(new RemoteStream(ssrc, info.clockRate(), extensions,
                        transport.pool(), settings.queueCapacity(), clock.nanoTime())));
        // Known to the transport task before it can be unbound, else the end might overtake the beginning.
        streams.forEach(transport::bind);
        List<RemoteStream> before = bound.put(info.ssrc(), List.copyOf(streams));
        if (before != null) {
            end(before);
        }
        return new BoundIngress(streams.toArray(RemoteStream[]::new), transport, clock, statistics, runtime.guard(),
                next);
    }

    @Override
    public void unbindRemoteStream(StreamInfo info) {
        List<RemoteStream> streams = bound.remove(info.ssrc());
        if (streams != null) {
            end(streams);
        }
    }

    private void end(List<RemoteStream> streams) {
        streams.forEach(RemoteStream::closeIngress);
        long nowNs = clock.nanoTime();
        streams.forEach(stream -> transport.post(new TransportEvent.StreamEnded(stream, nowNs)));
    }

    @Override
    public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
        runtime.requireOpen();
        TimingExtensions timing = TimingExtensions.of(extensions, settings.sendTimeSource());
        if (!timing.offerSendTime() && !settings.estimateWithoutSendTime()) {
            return next;
        }
        UnsignalledStreams streams = new UnsignalledStreams(timing, settings.maxUnsignalled(),
                transport.pool(), settings.queueCapacity(), clock.nanoTime());
        transport.bind(streams);
        return new UnsignalledIngress(streams, transport, clock, statistics, runtime.guard(), next);
    }

    /** Nothing is estimated of what is sent. */
    @Override
    public RtpWriter bindLocalStream(StreamInfo info, RtpWriter next) {
        runtime.requireOpen();
        return next;
    }

    @Override
    public RtcpHandler bindRtcpReader(RtcpHandler next) {
        runtime.requireOpen();
        return packet -> {
            measureRtt(packet);
            next.onRtcp(packet);
        };
    }

    private void measureRtt(ByteBuffer packet) {
        try {
            long nowNs = clock.nanoTime();
            long rttNs = rttTracker.onIncoming(packet, nowNs);
            if (rttNs > 0) {
                transport.post(new TransportEvent.RttMeasured(rttNs, nowNs));
            }
        } catch (Throwable e) {
            runtime.guard().failed(RTT_FAILURE, e);
        }
    }

    @Override
    public RtcpWriter bindRtcpWriter(RtcpWriter next) {
        runtime.requireOpen();
        runtime.outbox().setWriter(next);
        return packet -> {
            remember(packet);
            next.writeRtcp(packet);
        };
    }

    private void remember(ByteBuffer packet) {
        try {
            rttTracker.onOutgoing(packet, clock.nanoTime());
        } catch (Throwable e) {
            runtime.guard().failed(REPORT_FAILURE, e);
        }
    }

    @Override
    public Optional<BandwidthControl> bandwidthControl() {
        return Optional.of(control);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
