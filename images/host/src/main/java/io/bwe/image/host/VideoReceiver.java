package io.bwe.image.host;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** The receiving end: every datagram goes through the interceptor, whose REMBs go back where it came from. */
final class VideoReceiver implements AutoCloseable {
    private static final int MAX_DATAGRAM_BYTES = 2_048;

    private final DatagramChannel channel;
    private final Interceptor interceptor;
    private final RtpHandler handler;

    VideoReceiver(DatagramChannel channel, String estimator) {
        this.channel = channel;
        this.interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.builder().estimator(estimator)
                .estimatorConfig(EstimatorConfig.builder().startBps(VideoSender.START_BPS).build()).build());
        interceptor.bindRtcpWriter(this::write);
        this.handler = interceptor.bindRemoteStream(StreamInfo.builder(VideoSender.SSRC).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, VideoSender.ABS_SEND_TIME_ID).build(),
                (packet, at, ordinal) -> {
                    // A server would route it.
                });
    }

    String estimator() {
        return interceptor.bandwidthControl().orElseThrow().estimatorName();
    }

    void start() {
        Thread.ofVirtual().name("receiver").start(this::receive);
    }

    private void receive() {
        ByteBuffer packet = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
        try {
            for (;;) {
                channel.read(packet.clear());
                handler.onRtp(packet.flip(), System.nanoTime());
            }
        } catch (AsynchronousCloseException e) {
            // The demo is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer rtcp) {
        try {
            channel.write(rtcp);
        } catch (ClosedChannelException e) {
            // The demo is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        interceptor.close();
    }
}
