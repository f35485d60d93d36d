package io.bwe.image.host;

import io.bwe.remb.RembPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;

/** The sending end: evenly paced packets with abs-send-time at the rate that the last REMB allows. */
final class VideoSender {
    static final long SSRC = 0x1234_5678L;
    static final int ABS_SEND_TIME_ID = 3;
    static final long START_BPS = 1_000_000;

    private static final long MIN_BPS = 50_000;
    private static final long MAX_BPS = 4_000_000;
    private static final int PAYLOAD_TYPE = 96;
    private static final int HEADER_BYTES = 20;
    private static final int PAYLOAD_BYTES = 1_000;
    private static final int MAX_RTCP_BYTES = 2_048;
    /** RTP version 2 with a header extension. */
    private static final byte FIRST_BYTE = (byte) 0x90;
    /** The profile of one-byte header extensions (RFC 8285). */
    private static final short ONE_BYTE_PROFILE = (short) 0xBEDE;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long RTP_CLOCK_RATE = 90_000;

    private final DatagramChannel channel;
    private final ByteBuffer rtcp = ByteBuffer.allocateDirect(MAX_RTCP_BYTES);
    private int sent;
    private int rembs;
    private long targetBps = START_BPS;

    VideoSender(DatagramChannel channel) {
        this.channel = channel;
    }

    int packetsSent() {
        return sent;
    }

    int rembsReceived() {
        return rembs;
    }

    long targetBps() {
        return targetBps;
    }

    /** Sends and obeys for a while, on the calling thread. */
    void run(Duration time) throws IOException, InterruptedException {
        channel.configureBlocking(false);
        long startNs = System.nanoTime();
        long dueNs = 0;
        for (long nowNs = 0; nowNs < time.toNanos(); nowNs = System.nanoTime() - startNs) {
            if (nowNs < dueNs) {
                Thread.sleep((dueNs - nowNs) / NS_PER_MS + 1);
                continue;
            }
            channel.write(packet(nowNs));
            sent++;
            dueNs += PAYLOAD_BYTES * 8 * NS_PER_SECOND / Math.clamp(targetBps, MIN_BPS, MAX_BPS);
            readRtcp();
        }
    }

    private ByteBuffer packet(long nowNs) {
        // 6.18 fixed-point seconds, of which the low 24 bits are sent.
        long absSendTime = (nowNs / NS_PER_MS << 18) / 1_000 & 0xFF_FFFF;
        return ByteBuffer.allocate(HEADER_BYTES + PAYLOAD_BYTES)
                .put(FIRST_BYTE).put((byte) PAYLOAD_TYPE).putShort((short) sent)
                .putInt((int) (nowNs / NS_PER_MS * RTP_CLOCK_RATE / 1_000)).putInt((int) SSRC)
                .putShort(ONE_BYTE_PROFILE).putShort((short) 1)
                .putInt((int) (ABS_SEND_TIME_ID << 28 | 2 << 24 | absSendTime))
                .rewind();
    }

    private void readRtcp() throws IOException {
        while (channel.read(rtcp.clear()) > 0) {
            List<RembPacket> packets = RembPacket.decode(rtcp.flip());
            for (RembPacket remb : packets) {
                rembs++;
                targetBps = remb.bitrateBps();
            }
        }
    }
}
