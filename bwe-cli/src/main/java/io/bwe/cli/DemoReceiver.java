package io.bwe.cli;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The media server's side: takes RTP from its socket, stamps it, shows it to the interceptor, and sends the RTCP that
 * the interceptor makes. This is all that an application has to do.
 */
final class DemoReceiver {
    private static final int MAX_PACKET_BYTES = 2_048;

    private final DemoClock clock;
    private final DatagramChannel channel;
    private final RtpHandler rtp;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_PACKET_BYTES);

    DemoReceiver(DemoClock clock, DatagramChannel channel, Interceptor interceptor, DemoMeasurements measurements) {
        this.clock = clock;
        this.channel = channel;
        interceptor.bindRtcpWriter(this::sendRtcp);
        StreamInfo video = StreamInfo.builder(DemoRtpWriter.SSRC).payloadType(DemoRtpWriter.PAYLOAD_TYPE)
                .mimeType("video/VP8").rtcpFeedback("goog-remb")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, DemoRtpWriter.ABS_SEND_TIME_ID).build();
        rtp = interceptor.bindRemoteStream(video, (packet, arrivalTimeNs, ordinal) -> measurements
                .onReceived(clock.nanoTime(), packet.remaining() - DemoRtpWriter.HEADER_BYTES));
    }

    void start(DemoWorkers workers) {
        workers.start("receiver", this::receive);
    }

    private void receive() throws IOException {
        channel.read(buffer.clear());
        long arrivalTimeNs = clock.nanoTime();
        rtp.onRtp(buffer.flip(), arrivalTimeNs);
    }

    private void sendRtcp(ByteBuffer packet) {
        try {
            channel.write(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
