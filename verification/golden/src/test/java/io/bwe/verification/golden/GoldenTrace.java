package io.bwe.verification.golden;

import io.bwe.api.PacketView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** One scenario: the packets as they arrived, and what the reference made of each. */
final class GoldenTrace {
    private static final String PACKETS = ".packets.csv.gz";
    private static final long NS_PER_US = 1_000;

    private final String name;
    private final List<Row> rows;

    private GoldenTrace(String name, List<Row> rows) {
        this.name = name;
        this.rows = rows;
    }

    /**
     * The folder to verify against.
     *
     * @return the folder named by the system property {@code bwe.golden}, or the selection kept here
     */
    static Path folder() {
        String folder = System.getProperty("bwe.golden", "");
        if (!folder.isBlank()) {
            return Path.of(folder);
        }
        return resource("/golden");
    }

    /** A folder kept here. */
    static Path resource(String name) {
        URL folder = Objects.requireNonNull(GoldenTrace.class.getResource(name), name);
        try {
            return Path.of(folder.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The scenarios in a folder for which there is a chain's output.
     *
     * @param folder the folder
     * @param chain the chain: {@code kalman} or {@code trendline}
     * @return their names, sorted; never none
     * @throws IOException if the folder cannot be read
     */
    static List<String> names(Path folder, String chain) throws IOException {
        String suffix = outputSuffix(chain);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(suffix))
                    .map(file -> file.substring(0, file.length() - suffix.length())).sorted().toList();
            if (names.isEmpty()) {
                throw new IllegalStateException("no *" + suffix + " in " + folder);
            }
            return names;
        }
    }

    /** Where the packets of a scenario are. */
    static Path packets(Path folder, String name) {
        return folder.resolve(name + PACKETS);
    }

    /** Where the output of a scenario is. */
    static Path output(Path folder, String name, String chain) {
        return folder.resolve(name + outputSuffix(chain));
    }

    private static String outputSuffix(String chain) {
        return "." + chain + ".csv.gz";
    }

    /**
     * Reads a scenario.
     *
     * @param folder where it is
     * @param name its name
     * @param chain which output to read: {@code kalman} or {@code trendline}
     * @return the scenario
     * @throws IOException if a file is missing or cannot be read
     */
    static GoldenTrace read(Path folder, String name, String chain) throws IOException {
        return read(packets(folder, name), output(folder, name, chain), name);
    }

    /** Reads a scenario from two files. */
    static GoldenTrace read(Path packetsFile, Path outputFile, String name) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader packets = open(packetsFile); BufferedReader output = open(outputFile)) {
            Map<String, Integer> inputColumns = columns(packets);
            Map<String, Integer> outputColumns = columns(output);
            long offsetUs = 0;
            for (String line = packets.readLine(); line != null; line = packets.readLine()) {
                String expected = output.readLine();
                if (expected == null) {
                    throw new IllegalStateException(name + ": output ends at row " + rows.size());
                }
                Row row = Row.parse(rows.size(), inputColumns, fields(line), offsetUs, outputColumns, fields(expected));
                offsetUs = row.nowUs() - row.arrivalTimeUs();
                rows.add(row);
            }
            if (output.readLine() != null) {
                throw new IllegalStateException(name + ": output goes on behind row " + rows.size());
            }
        }
        return new GoldenTrace(name, List.copyOf(rows));
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII));
    }

    private static Map<String, Integer> columns(BufferedReader reader) throws IOException {
        String[] names = fields(Objects.requireNonNull(reader.readLine(), "header row"));
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            columns.put(names[i], i);
        }
        return columns;
    }

    private static String[] fields(String line) {
        return line.split(",", -1);
    }

    String name() {
        return name;
    }

    List<Row> rows() {
        return rows;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Something that happens before a packet. */
    sealed interface Op {
        /** A round-trip time was measured. */
        record RttUpdate(long rttNs) implements Op {
        }

        /** The application removed a stream. */
        record RemoveStream(long ssrc) implements Op {
        }
    }

    /** A packet and the reference's output for it. The sequence number, which no estimator reads, is the row number. */
    record Row(int index, long arrivalTimeUs, long nowUs, int absSendTime, int payloadSize, long ssrc,
            long rtpTimestamp, List<Op> ops, Map<String, Integer> columns, String[] fields) implements PacketView {
        private static Row parse(int index, Map<String, Integer> inputColumns, String[] input, long offsetUsBefore,
                Map<String, Integer> outputColumns, String[] output) {
            long offsetUs = offsetUsBefore;
            List<Op> ops = new ArrayList<>();
            for (String op : input[inputColumns.get("op")].split(";")) {
                String[] parts = op.split(":");
                switch (parts[0]) {
                    case "" -> {
                    }
                    case "rtt" -> ops.add(new Op.RttUpdate(Long.parseLong(parts[1]) * 1_000_000));
                    case "rm" -> ops.add(new Op.RemoveStream(Long.parseLong(parts[1])));
                    case "off" -> offsetUs = Long.parseLong(parts[1]);
                    default -> throw new IllegalStateException("row " + index + ": unknown op " + op);
                }
            }
            long arrivalTimeUs = Long.parseLong(input[inputColumns.get("arrival_time_us")]);
            return new Row(index, arrivalTimeUs, arrivalTimeUs + offsetUs,
                    Integer.parseInt(input[inputColumns.get("abs_send_time")]),
                    Integer.parseInt(input[inputColumns.get("payload_size")]),
                    Long.parseLong(input[inputColumns.get("ssrc")]),
                    Long.parseLong(input[inputColumns.get("rtp_timestamp")]), List.copyOf(ops), outputColumns, output);
        }

        /** What the reference has in a column, empty where it has nothing. */
        String expected(String column) {
            Integer at = columns.get(column);
            if (at == null) {
                throw new IllegalArgumentException("no column " + column + "; there are " + columns.keySet());
            }
            return fields[at];
        }

        /** The time to pass to the estimator as now. */
        long nowNs() {
            return nowUs * NS_PER_US;
        }

        @Override
        public long arrivalTimeNs() {
            return arrivalTimeUs * NS_PER_US;
        }

        @Override
        public int sequenceNumber() {
            return index & 0xFFFF;
        }

        @Override
        public int payloadType() {
            return 96;
        }

        @Override
        public boolean marker() {
            return false;
        }
    }
}
