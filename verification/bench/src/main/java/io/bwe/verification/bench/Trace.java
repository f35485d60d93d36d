package io.bwe.verification.bench;

import io.bwe.testkit.TestPacket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * Packets in order of arrival, in arrays, so that every estimator is fed from the same memory. Arrival times are there in
 * nanoseconds and in rounded milliseconds: nobody who is measured has to convert for the benchmark's sake.
 *
 * <p>Its length in time is a whole number of seconds, so a trace that starts again goes on without a step in its clocks.
 */
final class Trace {
    /** Packets of 1,200 bytes, one stream, 2 ms apart, no jitter. */
    static final String PACED = "paced";
    /** Two streams of video, see {@link #video()}. */
    static final String VIDEO = "video";

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;
    private static final int PACED_PACKETS = 64_000;
    private static final long PACED_INTERVAL_NS = 2 * NS_PER_MS;
    private static final int PACED_SIZE = 1_200;

    private static final int VIDEO_SECONDS = 256;
    private static final int STREAMS = 2;
    private static final long FRAME_NS = NS_PER_SECOND / 30;
    private static final double FRAME_BYTES = 5_200;
    private static final int LARGEST_PAYLOAD = 1_150;
    /** Beyond the payload, on the wire. */
    private static final int OVERHEAD = 48;
    private static final long PACING_NS_PER_BYTE = 1_300;
    private static final long WIDE_NS_PER_BYTE = 2_000;
    /** Less than is sent: the queue grows until the link is wide again. */
    private static final long NARROW_NS_PER_BYTE = 3_600;
    private static final int CYCLE_SECONDS = 32;
    private static final int NARROW_SECONDS = 3;
    private static final long PROPAGATION_NS = 20 * NS_PER_MS;
    private static final double JITTER_NS = 200_000;
    private static final long SEED = 1;

    final int packets;
    /** Time from the first packet of a round to the first of the next, in whole seconds. */
    final int seconds;
    final long[] arrivalNs;
    final long[] arrivalMs;
    final int[] absSendTime;
    final int[] payloadSize;
    final int[] ssrc;

    private Trace(int packets, long[] arrivalNs, int[] absSendTime, int[] payloadSize, int[] ssrc) {
        this.packets = packets;
        this.arrivalNs = Arrays.copyOf(arrivalNs, packets);
        this.arrivalMs = new long[packets];
        for (int i = 0; i < packets; i++) {
            arrivalMs[i] = (arrivalNs[i] + NS_PER_MS / 2) / NS_PER_MS;
        }
        this.absSendTime = Arrays.copyOf(absSendTime, packets);
        this.payloadSize = Arrays.copyOf(payloadSize, packets);
        this.ssrc = Arrays.copyOf(ssrc, packets);
        seconds = (int) ((arrivalNs[packets - 1] - arrivalNs[0]) / NS_PER_SECOND) + 1;
    }

    /**
     * A trace by name.
     *
     * @param name {@link #PACED}, {@link #VIDEO}, or the path of a packet trace (CSV, packed with gzip)
     * @return the trace
     */
    static Trace of(String name) {
        return switch (name) {
            case PACED -> paced(PACED_PACKETS, PACED_INTERVAL_NS);
            case VIDEO -> video();
            default -> read(Path.of(name));
        };
    }

    /**
     * Packets at a steady distance.
     *
     * @param packets how many
     * @param intervalNs time from one to the next
     * @return the trace
     */
    static Trace paced(int packets, long intervalNs) {
        Collector collector = new Collector();
        for (int i = 0; i < packets; i++) {
            long sentNs = i * intervalNs;
            collector.add(sentNs + PROPAGATION_NS, TestPacket.absSendTimeOf(sentNs), PACED_SIZE, 1);
        }
        return collector.trace();
    }

    /**
     * 2.5 Mb/s of two cameras: frames of varying size, their packets paced, over a link that is too narrow for 3 s of
     * every 32, with jitter. So there are groups of one packet and of several, over-use, and a changing estimate.
     */
    private static Trace video() {
        SplittableRandom random = new SplittableRandom(SEED);
        Collector collector = new Collector();
        long pacerFreeNs = 0;
        long linkFreeNs = 0;
        long lastArrivalNs = 0;
        for (long frame = 0; frame * FRAME_NS / STREAMS < VIDEO_SECONDS * NS_PER_SECOND; frame++) {
            long capturedNs = frame * FRAME_NS / STREAMS;
            int left = (int) (FRAME_BYTES * (1 + 0.3 * (random.nextDouble() - 0.5)));
            int parts = (left + LARGEST_PAYLOAD - 1) / LARGEST_PAYLOAD;
            for (int part = parts; part > 0; part--) {
                int size = left / part;
                left -= size;
                long sentNs = Math.max(capturedNs, pacerFreeNs);
                pacerFreeNs = sentNs + size * PACING_NS_PER_BYTE;
                boolean narrow = sentNs / NS_PER_SECOND % CYCLE_SECONDS >= CYCLE_SECONDS - NARROW_SECONDS;
                linkFreeNs = Math.max(linkFreeNs, sentNs)
                        + (size + OVERHEAD) * (narrow ? NARROW_NS_PER_BYTE : WIDE_NS_PER_BYTE);
                long jitterNs = (long) (-Math.log(1 - random.nextDouble()) * JITTER_NS);
                lastArrivalNs = Math.max(lastArrivalNs, linkFreeNs + PROPAGATION_NS + jitterNs);
                collector.add(lastArrivalNs, TestPacket.absSendTimeOf(sentNs), size, (int) (frame % STREAMS) + 1);
            }
        }
        return collector.trace();
    }

    private static Trace read(Path file) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            Collector collector = new Collector();
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", 5);
                collector.add(Long.parseLong(cells[0]) * NS_PER_US, Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]), Integer.parseUnsignedInt(cells[3]));
            }
            return collector.trace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Collector {
        private int packets;
        private long[] arrivalNs = new long[1 << 16];
        private int[] absSendTime = new int[1 << 16];
        private int[] payloadSize = new int[1 << 16];
        private int[] ssrc = new int[1 << 16];

        private void add(long arrival, int sendTime, int size, int stream) {
            if (packets == arrivalNs.length) {
                arrivalNs = Arrays.copyOf(arrivalNs, 2 * packets);
                absSendTime = Arrays.copyOf(absSendTime, 2 * packets);
                payloadSize = Arrays.copyOf(payloadSize, 2 * packets);
                ssrc = Arrays.copyOf(ssrc, 2 * packets);
            }
            arrivalNs[packets] = arrival;
            absSendTime[packets] = sendTime;
            payloadSize[packets] = size;
            ssrc[packets] = stream;
            packets++;
        }

        private Trace trace() {
            return new Trace(packets, arrivalNs, absSendTime, payloadSize, ssrc);
        }
    }
}
