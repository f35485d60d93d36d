package io.bwe.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

/**
 * {@link PacketTraceReader} for any bytes in a file that has a trace's first line, packed or not: every value is in
 * range, nothing but {@link BadInputException} is thrown, and what is allocated is bounded.
 */
public final class PacketTraceFuzz {
    /**
     * Fixed: the file's buffer of 64 KiB, twice that if packed, and the CSV reader's; 180 KiB were seen. For each byte
     * of the file: what costs most is a field, which takes a byte with its comma if it is empty, becomes a string of 56
     * bytes if it has a character more, and has its place in lists that grow; next is an operation ("rm:1;"), 5 bytes
     * which become four objects of about 200.
     */
    private static final FuzzedFile.Bound BOUND = new FuzzedFile.Bound(1 << 18, 128);
    private static final long MAX_TIME_NS = 2_000_000_000_000_000_000L;
    private static final long MAX_RTT_NS = 1_000_000_000_000L;

    private PacketTraceFuzz() {
    }

    /**
     * Runs one input.
     *
     * @param input the file
     */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.check(input, true, PacketTraceFuzz::read, BOUND);
    }

    private static long read(InputFile file) throws BadInputException, IOException {
        ReplayPacket packet = new ReplayPacket();
        try (PacketTraceReader reader = new PacketTraceReader(file, FuzzedFile.silent())) {
            long hash = 0;
            long latestNs = -MAX_TIME_NS;
            while (reader.next(packet)) {
                ReplayPackets.assertInRange(packet);
                assertTrue(packet.arrivalTimeNs() >= latestNs && packet.arrivalTimeNs() <= MAX_TIME_NS, "arrival time");
                assertTrue(packet.nowNs() >= -2 * MAX_TIME_NS && packet.nowNs() <= 2 * MAX_TIME_NS, "now");
                latestNs = packet.arrivalTimeNs();
                packet.operations().forEach(PacketTraceFuzz::assertInRange);
                hash = 31 * hash + ReplayPackets.hash(packet);
            }
            assertFalse(reader.next(packet), "a trace that has ended has ended");
            if (reader.damage() != null) {
                FuzzedFile.assertOneLine(reader.damage());
            }
            return hash;
        }
    }

    private static void assertInRange(StreamOperation operation) {
        switch (operation) {
            case StreamOperation.RttUpdate(long rttNs) ->
                assertTrue(rttNs >= 0 && rttNs <= MAX_RTT_NS, "round-trip time");
            case StreamOperation.StreamRemoval(long ssrc) -> assertTrue(ssrc >= 0 && ssrc < 1L << 32, "removed SSRC");
        }
    }
}
