package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.Providers;
import io.bwe.verification.golden.GoldenTrace.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The estimator {@code standing-queue} against its vectors: the same whole number after every packet. Where it tells
 * something else, that is written to a folder, from where it can be copied if the change is wanted.
 */
class GoldenStandingQueueTest {
    private static final String CHAIN = "remb";
    private static final String REMB = "remb_bps";
    private static final Path CHANGED = Path.of("target", "standing-queue");
    private static final Path VECTORS = GoldenTrace.resource("/standing-queue");
    /** How many scenarios have their packets in the project. */
    private static final int KEPT = 12;

    private static Path packets(String name) {
        Path beside = GoldenTrace.packets(VECTORS, name);
        return Files.exists(beside) ? beside : GoldenTrace.packets(GoldenTrace.folder(), name);
    }

    static List<String> traces() throws IOException {
        return GoldenTrace.names(VECTORS, CHAIN).stream().filter(name -> Files.exists(packets(name))).toList();
    }

    @Test
    void scenariosAreThere() throws IOException {
        assertThat(traces()).hasSizeGreaterThanOrEqualTo(KEPT);
    }

    @ParameterizedTest
    @MethodSource("traces")
    void tellsTheSameNumbers(String name) throws IOException {
        GoldenTrace trace = GoldenTrace.read(packets(name), GoldenTrace.output(VECTORS, name, CHAIN), name);
        Estimator estimator = Providers.estimators().get("standing-queue").create(EstimatorConfig.defaults());
        Telling telling = new Telling();
        assertThat(trace.rows()).isNotEmpty();
        List<String> told = new ArrayList<>();
        for (Row row : trace.rows()) {
            row.ops().forEach(op -> GoldenChainTest.apply(op, estimator, row));
            estimator.onPacket(row, row.nowNs());
            told.add(row.absSendTime() != PacketView.NO_SEND_TIME && telling.isDue(estimator, row.arrivalTimeUs())
                    ? Long.toString(estimator.estimateBps())
                    : "");
        }
        for (Row row : trace.rows()) {
            String now = told.get(row.index());
            if (!now.equals(row.expected(REMB))) {
                fail("%s, row %d: told is '%s', and was '%s'; see %s", name, row.index(), now, row.expected(REMB),
                        write(name, told));
            }
        }
    }

    private static Path write(String name, List<String> told) throws IOException {
        Path file = GoldenTrace.output(Files.createDirectories(CHANGED), name, CHAIN);
        try (PrintWriter writer = new PrintWriter(new GZIPOutputStream(Files.newOutputStream(file)), false,
                StandardCharsets.US_ASCII)) {
            writer.print("index," + REMB + "\n");
            for (int i = 0; i < told.size(); i++) {
                writer.print(i + "," + told.get(i) + "\n");
            }
        }
        return file;
    }

    /** When the sender is told: the rule that the vectors were made with. */
    private static final class Telling {
        private static final long INTERVAL_US = 200_000;
        private static final long SPACING_US = 25_000;
        private static final double FALLEN = 0.97;

        private boolean told;
        private long lastUs;
        private long lastBps;

        /** Whether the estimate is to be told now, which then counts as done. */
        boolean isDue(Estimator estimator, long nowUs) {
            if (!estimator.hasEstimate()) {
                return false;
            }
            long bps = estimator.estimateBps();
            boolean due = !told || nowUs - lastUs >= INTERVAL_US
                    || bps < FALLEN * lastBps && nowUs - lastUs >= SPACING_US;
            if (due) {
                told = true;
                lastUs = nowUs;
                lastBps = bps;
            }
            return due;
        }
    }
}
