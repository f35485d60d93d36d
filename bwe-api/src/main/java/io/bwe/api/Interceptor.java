package io.bwe.api;

import java.util.List;
import java.util.Optional;

/**
 * Looks at, and may add to, the RTP and RTCP of one transport (one peer connection). Packets are pushed through: the
 * application gives each method the handler or writer that is next, and pushes packets into the one it gets back.
 *
 * <p>Every method has a default that passes everything through, so an interceptor overrides what it is interested in.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, also at the same time as each other and as the handlers
 * and writers they return. After {@link #close()} handlers and writers still pass packets on.
 *
 * <p><b>Errors.</b> What the next handler or writer throws reaches the caller that put the packet in.
 */
public interface Interceptor extends AutoCloseable {
    /**
     * A stream from the remote side begins. Packets of its retransmission and error-correction SSRCs go into the same
     * handler. Binding an SSRC again replaces the stream bound before, whose handler goes on passing packets on.
     *
     * @param stream what was negotiated for it
     * @param next where its packets go
     * @return where the application puts its packets
     * @throws IllegalStateException if the interceptor is closed
     */
    default RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
        return next;
    }

    /**
     * A stream from the remote side has ended. A stream that was never bound is ignored, as is everything after
     * {@link #close()}.
     *
     * @param stream the stream, recognised by its SSRC
     */
    default void unbindRemoteStream(StreamInfo stream) {
    }

    /**
     * Opens a way in for packets of any SSRC that no bound stream announced (simulcast without SSRCs in the session
     * description, for instance). The number of SSRCs tracked this way is limited. Their clock rates are not known, so
     * estimators that go by RTP timestamps cannot judge their delay.
     *
     * @param extensions the header extensions such packets carry
     * @param next where the packets go
     * @return where the application puts them
     * @throws IllegalStateException if the interceptor is closed
     */
    default RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
        return next;
    }

    /**
     * A stream to the remote side begins.
     *
     * @param stream what was negotiated for it
     * @param next where its packets go
     * @return where the application puts its packets
     * @throws IllegalStateException if the interceptor is closed
     */
    default RtpWriter bindLocalStream(StreamInfo stream, RtpWriter next) {
        return next;
    }

    /**
     * A stream to the remote side has ended. A stream that was never bound is ignored, as is everything after
     * {@link #close()}.
     *
     * @param stream the stream, recognised by its SSRC
     */
    default void unbindLocalStream(StreamInfo stream) {
    }

    /**
     * Sets where received RTCP goes.
     *
     * @param next where the packets go
     * @return where the application puts received RTCP
     * @throws IllegalStateException if the interceptor is closed
     */
    default RtcpHandler bindRtcpReader(RtcpHandler next) {
        return next;
    }

    /**
     * Sets where RTCP to be sent goes, the interceptor's own included. Binding again replaces the writer.
     *
     * @param next where the packets go
     * @return where the application puts RTCP to be sent
     * @throws IllegalStateException if the interceptor is closed
     */
    default RtcpWriter bindRtcpWriter(RtcpWriter next) {
        return next;
    }

    /**
     * The live estimate and what can be done about it, if this interceptor (or, in a chain, one of its members)
     * estimates bandwidth.
     *
     * @return the same object at every call, or empty
     */
    default Optional<BandwidthControl> bandwidthControl() {
        return Optional.empty();
    }

    /**
     * Ends everything the interceptor runs and waits for it. What was received before is estimated first. Returns
     * within a bounded time even if the application's own writer or listener does not; {@link CloseReport} says what
     * was left. Does nothing the second time, except to wait like the first. Packets put into handlers and writers
     * afterwards are passed on unseen.
     */
    @Override
    default void close() {
    }
}
