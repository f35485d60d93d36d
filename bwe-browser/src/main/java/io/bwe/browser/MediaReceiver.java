package io.bwe.browser;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.remb.RembPacket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The media of a session: SRTP in, through the interceptor {@code remb}, and RTCP out. Packets are taken by one thread;
 * everything else may be called by any.
 */
final class MediaReceiver implements AutoCloseable {
    private static final String INTERCEPTOR = "remb";
    /** The SSRC of a receiver that sends nothing; the interceptor's own default. */
    private static final long SENDER_SSRC = 1;
    private static final long REPORT_INTERVAL_NS = 1_000_000_000;
    private static final int UNKNOWN_CLOCK_RATE = 90_000;
    private static final long NONE = -1;
    private static final int CNAME_BYTES = 12;

    /**
     * Where the packets of an SSRC go.
     *
     * @param handler of the interceptor
     * @param clockRate RTP timestamp units per second
     * @param mediaSsrc the SSRC of the media, of retransmissions too
     */
    private record Route(RtpHandler handler, int clockRate, long mediaSsrc) {
    }

    private final Consumer<ByteBuffer> out;
    private final Refusals refusals;
    private final Interceptor interceptor;
    private final BandwidthControl control;
    private final RtcpWriter rtcpWriter;
    private final RtcpHandler rtcpReader;
    private final String cname;
    private final ReceptionReports reports = new ReceptionReports();
    private final KeyFrameRequests keyFrameRequests = new KeyFrameRequests();
    private final NackRequests nackRequests = new NackRequests();
    private final List<LongConsumer> rembListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong rtpPackets = new AtomicLong();
    private final AtomicLong rtpBytes = new AtomicLong();
    private final AtomicLong rtcpPackets = new AtomicLong();
    private final AtomicLong keyFrames = new AtomicLong();
    private final AtomicLong requestsSent = new AtomicLong();
    private final AtomicLong nacked = new AtomicLong();
    private final AtomicLong rembs = new AtomicLong();

    private final ReentrantLock bindLock = new ReentrantLock();
    private final Map<Long, StreamInfo> bound = new HashMap<>();
    private List<HeaderExtension> extensions = List.of();

    private volatile Map<Long, Route> routes = Map.of();
    private volatile Route unsignalled;
    private volatile Set<Integer> vp8PayloadTypes = Set.of();
    private volatile Set<Integer> rtxPayloadTypes = Set.of();
    private volatile boolean reducedSize;
    private volatile @Nullable SrtpSession srtp;
    private volatile long lastRembBps = NONE;
    private volatile long lastRttNs = NONE;
    private long nextReportNs = Long.MIN_VALUE;

    /**
     * Creates the receiver and its interceptor.
     *
     * @param config what the interceptor is created from
     * @param out sends a datagram to the browser, or drops it
     * @param refusals is told of what is refused
     */
    MediaReceiver(InterceptorConfig config, Consumer<ByteBuffer> out, Refusals refusals) {
        this.out = out;
        this.refusals = refusals;
        byte[] name = new byte[CNAME_BYTES];
        new SecureRandom().nextBytes(name);
        cname = HexFormat.of().formatHex(name);
        interceptor = Providers.interceptors().get(INTERCEPTOR).create(config);
        control = interceptor.bandwidthControl()
                .orElseThrow(() -> new IllegalStateException("the interceptor " + INTERCEPTOR + " estimates nothing"));
        rtcpWriter = interceptor.bindRtcpWriter(this::writeRtcp);
        rtcpReader = interceptor.bindRtcpReader(this::readRtcp);
        unsignalled = unsignalled(extensions);
    }

    private Route unsignalled(List<HeaderExtension> negotiated) {
        return new Route(interceptor.unsignalledRtp(negotiated, MediaReceiver::drop), UNKNOWN_CLOCK_RATE, NONE);
    }

    /** The end of a packet's way: nothing is decoded here. */
    private static void drop(ByteBuffer rtp, long arrivalTimeNs, long ordinal) {
    }

    /** Binds the streams of an offer, and unbinds those that are in it no more. */
    void streams(Offer offer) {
        bindLock.lock();
        try {
            Map<Long, Route> newRoutes = new HashMap<>();
            Map<Long, StreamInfo> offered = new HashMap<>();
            for (StreamInfo stream : offer.streamInfos()) {
                offered.put(stream.ssrc(), stream);
                Route route = sameAsBound(stream)
                        ? routes.get(stream.ssrc())
                        : new Route(interceptor.bindRemoteStream(stream, MediaReceiver::drop), stream.clockRate(),
                                stream.ssrc());
                newRoutes.put(stream.ssrc(), route);
                stream.rtxSsrc().ifPresent(ssrc -> newRoutes.put(ssrc, route));
            }
            if (!extensions.equals(offer.allExtensions())) {
                extensions = offer.allExtensions();
                unsignalled = unsignalled(extensions);
            }
            vp8PayloadTypes = offer.payloadTypes("VP8");
            rtxPayloadTypes = offer.payloadTypes("rtx");
            reducedSize = offer.reducedSize();
            routes = Map.copyOf(newRoutes);
            bound.forEach((ssrc, stream) -> {
                if (!offered.containsKey(ssrc)) {
                    interceptor.unbindRemoteStream(stream);
                    keyFrameRequests.forget(ssrc);
                    nackRequests.forget(ssrc);
                }
            });
            bound.clear();
            bound.putAll(offered);
        } finally {
            bindLock.unlock();
        }
    }

    private boolean sameAsBound(StreamInfo stream) {
        StreamInfo before = bound.get(stream.ssrc());
        return before != null && before.toString().equals(stream.toString())
                && before.rtxSsrc().equals(stream.rtxSsrc());
    }

    /** The DTLS handshake is done. */
    void keys(SrtpProfile profile, byte[] keyingMaterial) {
        srtp = new SrtpSession(profile, keyingMaterial, refusals);
    }

    void onSrtp(ByteBuffer datagram, long arrivalTimeNs) {
        SrtpSession session = srtp;
        if (session == null) {
            refusals.refuse(Refusal.MEDIA_BEFORE_DTLS);
            return;
        }
        session.unprotectRtp(datagram).filter(RtpPayload::isRtp).ifPresent(rtp -> onRtp(rtp, arrivalTimeNs));
    }

    private void onRtp(ByteBuffer rtp, long arrivalTimeNs) {
        rtpPackets.incrementAndGet();
        rtpBytes.addAndGet(rtp.remaining());
        long ssrc = rtp.getInt(rtp.position() + 8) & 0xFFFF_FFFFL;
        Route route = routes.getOrDefault(ssrc, unsignalled);
        route.handler.onRtp(rtp, arrivalTimeNs);
        reports.onRtp(rtp, route.clockRate, arrivalTimeNs);
        onVideo(rtp, ssrc, route);
    }

    private void onVideo(ByteBuffer rtp, long ssrc, Route route) {
        int payloadType = RtpPayload.payloadType(rtp);
        long nowNs = System.nanoTime();
        if (vp8PayloadTypes.contains(payloadType)) {
            boolean keyFrame = RtpPayload.beginsVp8KeyFrame(rtp);
            if (keyFrame) {
                keyFrames.incrementAndGet();
            }
            keyFrameRequests.onVideo(ssrc, keyFrame, nowNs);
            nackRequests.onPacket(ssrc, rtp.getShort(rtp.position() + 2) & 0xFFFF, nowNs);
        } else if (route.mediaSsrc != NONE && rtxPayloadTypes.contains(payloadType)) {
            int original = RtpPayload.originalSequenceNumber(rtp);
            if (original >= 0) {
                nackRequests.onPacket(route.mediaSsrc, original, nowNs);
            }
        }
    }

    void onSrtcp(ByteBuffer datagram) {
        SrtpSession session = srtp;
        if (session == null) {
            refusals.refuse(Refusal.MEDIA_BEFORE_DTLS);
            return;
        }
        session.unprotectRtcp(datagram).ifPresent(rtcpReader::onRtcp);
    }

    private void readRtcp(ByteBuffer rtcp) {
        rtcpPackets.incrementAndGet();
        if (!RtcpReading.read(rtcp, new Reports(System.nanoTime(), NtpTime.now()))) {
            refusals.refuse(Refusal.RTCP_MALFORMED);
        }
    }

    /** Takes what is read. */
    private final class Reports implements RtcpReading.Listener {
        private final long nowNs;
        private final long nowNtp;

        Reports(long nowNs, long nowNtp) {
            this.nowNs = nowNs;
            this.nowNtp = nowNtp;
        }

        @Override
        public void onSenderReport(long ssrc, int ntpMiddle) {
            reports.onSenderReport(ssrc, ntpMiddle, nowNs);
        }

        @Override
        public void onReferenceTimeAnswer(int ntpMiddle, long delay) {
            if (ntpMiddle != 0) {
                // The interceptor has seen it, too; it keeps what it learns to itself.
                lastRttNs = NtpTime.roundTripNs(nowNtp, ntpMiddle, delay);
            }
        }
    }

    /** Sends what is due. Called several times a second, by one thread. */
    void tick(long nowNs) {
        if (srtp == null) {
            return;
        }
        for (OptionalLong ssrc; (ssrc = keyFrameRequests.next(nowNs)).isPresent();) {
            requestsSent.incrementAndGet();
            rtcpWriter.writeRtcp(RtcpWriting.pictureLossIndication(SENDER_SSRC, ssrc.getAsLong()));
        }
        nackRequests.due(nowNs).forEach((ssrc, numbers) -> {
            nacked.addAndGet(numbers.size());
            rtcpWriter.writeRtcp(RtcpWriting.nack(SENDER_SSRC, ssrc, numbers));
        });
        if (nextReportNs == Long.MIN_VALUE || nowNs - nextReportNs >= 0) {
            nextReportNs = nowNs + REPORT_INTERVAL_NS;
            rtcpWriter.writeRtcp(
                    RtcpWriting.report(SENDER_SSRC, reports.nextReport(nowNs), cname, NtpTime.now()));
        }
    }

    /** Sends RTCP of this class and of the interceptor. */
    private void writeRtcp(ByteBuffer rtcp) {
        SrtpSession session = srtp;
        if (session == null) {
            return;
        }
        out.accept(session.protectRtcp(reducedSize ? rtcp : RtcpWriting.compound(rtcp)));
        for (RembPacket remb : RembPacket.decode(rtcp)) {
            rembs.incrementAndGet();
            lastRembBps = remb.bitrateBps();
            rembListeners.forEach(listener -> listener.accept(remb.bitrateBps()));
        }
    }

    void requestKeyFrames() {
        keyFrameRequests.demand(System.nanoTime());
    }

    void addRembListener(LongConsumer listener) {
        rembListeners.add(listener);
    }

    BandwidthControl control() {
        return control;
    }

    SessionStatistics statistics() {
        return new SessionStatistics(srtp != null, rtpPackets.get(), rtpBytes.get(), rtcpPackets.get(),
                keyFrames.get(), requestsSent.get(), nacked.get(), rembs.get(),
                ifAny(lastRembBps), ifAny(lastRttNs), refusals.counts());
    }

    private static OptionalLong ifAny(long value) {
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Ends the interceptor. */
    @Override
    public void close() {
        interceptor.close();
    }
}
