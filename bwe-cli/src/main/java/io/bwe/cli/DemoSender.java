package io.bwe.cli;

import io.bwe.remb.RembPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The WebRTC sender: sends paced video with abs-send-time from its socket and does what the REMBs say that come back on
 * it. One thread sends, one reads RTCP.
 */
final class DemoSender {
    /** The rate before the first REMB, in bits per second; also where the estimator starts. */
    static final long START_BPS = 1_000_000;
    /** The lowest and the highest rate the sender can produce, in bits per second. */
    static final long MIN_BPS = 50_000;
    static final long MAX_BPS = 4_000_000;
    /** Fixed, so that every run sends the same sequence of frame sizes. */
    private static final long SEED = 1;
    private static final int MAX_RTCP_BYTES = 2_048;

    private final DemoClock clock;
    private final DatagramChannel channel;
    private final DemoMeasurements measurements;
    private final DemoVideoSource source = new DemoVideoSource(new SplittableRandom(SEED));
    private final DemoRtpWriter writer = new DemoRtpWriter();
    private final ByteBuffer rtcp = ByteBuffer.allocateDirect(MAX_RTCP_BYTES);
    private volatile long targetBps = START_BPS;

    DemoSender(DemoClock clock, DatagramChannel channel, DemoMeasurements measurements) {
        this.clock = clock;
        this.channel = channel;
        this.measurements = measurements;
    }

    /**
     * What the sender sends when a REMB allows a rate.
     *
     * @param rembBps what the REMB allows, in bits per second
     * @return bits per second within the sender's own limits
     */
    static long targetBps(long rembBps) {
        return Math.clamp(rembBps, MIN_BPS, MAX_BPS);
    }

    void start(DemoWorkers workers) {
        workers.start("sender-rtcp", this::receiveRtcp);
        workers.start("sender-media", this::sendPacket);
    }

    private void sendPacket() throws IOException, InterruptedException {
        clock.sleepUntil(source.nextDueNs());
        source.advance(clock.nanoTime(), targetBps);
        channel.write(writer.write(source, clock.nanoTime()));
    }

    private void receiveRtcp() throws IOException {
        channel.read(rtcp.clear());
        long elapsedNs = clock.nanoTime();
        for (RembPacket remb : RembPacket.decode(rtcp.flip())) {
            if (LongStream.of(remb.ssrcs()).anyMatch(ssrc -> ssrc == DemoRtpWriter.SSRC)) {
                measurements.onRemb(elapsedNs, remb.bitrateBps());
                targetBps = targetBps(remb.bitrateBps());
            }
        }
    }
}
