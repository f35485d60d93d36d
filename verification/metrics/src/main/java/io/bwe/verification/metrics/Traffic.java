package io.bwe.verification.metrics;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import java.nio.ByteBuffer;

/** A connection that receives a few packets. Knows nothing of metrics. */
final class Traffic implements AutoCloseable {
    static final int PACKETS = 100;
    static final long START_BPS = 700_000;
    private static final long SSRC = 0x1234_5678;
    private static final int SEND_TIME_ID = 3;
    private static final int SIZE = 200;

    private final Interceptor interceptor;

    Traffic(InterceptorConfig config) {
        interceptor = Providers.interceptors().get("remb").create(config);
    }

    BandwidthControl control() {
        return interceptor.bandwidthControl().orElseThrow();
    }

    /** Receives packets, and one that is none. */
    void receive() {
        StreamInfo video = StreamInfo.builder(SSRC).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
        RtpHandler handler = interceptor.bindRemoteStream(video, (packet, arrivalTimeNs, ordinal) -> {
        });
        for (int i = 0; i < PACKETS; i++) {
            handler.onRtp(packet(i), 1_000_000_000L + i * 5_000_000L);
        }
        handler.onRtp(ByteBuffer.allocate(SIZE));
    }

    /** A packet with the one-byte header extension abs-send-time (RFC 8285), sent every 5 ms. */
    private static ByteBuffer packet(int number) {
        ByteBuffer packet = ByteBuffer.allocate(SIZE);
        packet.put((byte) 0x90).put((byte) 96).putShort((short) number).putInt(450 * number).putInt((int) SSRC);
        packet.putShort((short) 0xBEDE).putShort((short) 1);
        packet.putInt(SEND_TIME_ID << 28 | 2 << 24 | (int) ((long) number * 5 * (1 << 18) / 1_000) & 0xFFFFFF);
        return packet.clear();
    }

    @Override
    public void close() {
        interceptor.close();
    }
}
