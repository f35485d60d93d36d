package io.bwe.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A packet trace of twelve seconds at 1.6 Mb/s: the link is wide at first, so that a probe gives an estimate, and from
 * the sixth second on it carries less than is sent, so that a queue grows.
 */
final class CongestedTrace {
    static final int PACKETS = 2_400;
    private static final int CONGESTED_FROM = 1_200;
    private static final int INTERVAL_US = 5_000;
    /** What a packet takes on the narrow link. */
    private static final int SERVICE_US = 5_500;
    private static final int PAYLOAD_SIZE = 1_000;

    private CongestedTrace() {
    }

    static Path in(Path folder) {
        StringBuilder rows = new StringBuilder("arrival_time_us,abs_send_time,payload_size,ssrc\n");
        long freeUs = 0;
        for (int i = 0; i < PACKETS; i++) {
            long sentUs = (long) i * INTERVAL_US;
            freeUs = i < CONGESTED_FROM ? sentUs : Math.max(sentUs, freeUs) + SERVICE_US;
            long sendTime = (sentUs << 18) / 1_000_000 & 0xFF_FFFF;
            rows.append(1_000_000 + freeUs + 20_000).append(',').append(sendTime).append(',').append(PAYLOAD_SIZE)
                    .append(",77\n");
        }
        try {
            return Files.writeString(folder.resolve("congested.csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
