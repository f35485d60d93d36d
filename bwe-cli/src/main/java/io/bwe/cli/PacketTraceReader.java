package io.bwe.cli;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.bwe.api.PacketView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a packet trace: a CSV file with a line of column names and then a line per packet in order of arrival. The
 * columns may come in any order:
 * <ul>
 * <li>{@code arrival_time_us}: receiver's clock, microseconds; also the estimator's now, unless an offset is in force.
 * <li>{@code abs_send_time}: 6.18 fixed-point seconds, 0 to 2^24 - 1, or -1 for none.
 * <li>{@code payload_size}: bytes of RTP payload and padding.
 * <li>{@code ssrc}: 0 to 2^32 - 1.
 * <li>{@code rtp_timestamp}: optional, 0 to 2^32 - 1; default 0.
 * <li>{@code clock_rate}: optional, RTP timestamp units per second, 1 to 10^9; default 90,000.
 * <li>{@code transmission_offset}: optional, RTP timestamp units, -2^23 to 2^23 - 1; default 0.
 * <li>{@code op}: optional; {@code ;}-separated, what happens before the packet: {@code rtt:<ms>} round-trip time,
 * {@code rm:<ssrc>} end of a stream, {@code off:<us>} from now on the estimator's now is the arrival time plus this.
 * </ul>
 * Used by one thread.
 */
final class PacketTraceReader implements PacketSource {
    static final String ARRIVAL = "arrival_time_us";
    private static final String SEND_TIME = "abs_send_time";
    private static final String PAYLOAD_SIZE = "payload_size";
    private static final String SSRC = "ssrc";
    private static final String RTP_TIMESTAMP = "rtp_timestamp";
    private static final String CLOCK_RATE = "clock_rate";
    private static final String TRANSMISSION_OFFSET = "transmission_offset";
    private static final String OPERATIONS = "op";

    /** Characters; a longer field is no trace's. */
    private static final int MAX_FIELD_CHARS = 1 << 16;
    /** Characters of a field that a message quotes. */
    private static final int MAX_SHOWN_CHARS = 40;
    private static final int NO_COLUMN = -1;
    /** About 63 years; sums and differences of two such times in nanoseconds do not overflow. */
    private static final long MAX_TIME_US = 2_000_000_000_000_000L;
    private static final long MAX_SEND_TIME = (1 << 24) - 1;
    /** No UDP datagram holds more. */
    private static final long MAX_PAYLOAD_SIZE = 65_535;
    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;
    /** The highest that a stream may be announced with. */
    private static final long MAX_CLOCK_RATE = 1_000_000_000;
    private static final long MAX_TRANSMISSION_OFFSET = (1 << 23) - 1;
    private static final long MAX_RTT_MS = 1_000_000;

    private final InputFile file;
    private final InputBytes bytes;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final int columns;
    private final int arrivalColumn;
    private final int sendTimeColumn;
    private final int payloadSizeColumn;
    private final int ssrcColumn;
    private final int rtpTimestampColumn;
    private final int clockRateColumn;
    private final int transmissionOffsetColumn;
    private final int operationsColumn;
    private final MonotonicTime arrival = new MonotonicTime();
    private final MonotonicTime now = new MonotonicTime();
    private long offsetUs;
    private long lines;
    private @Nullable String damage;

    /**
     * Starts at the front of a trace.
     *
     * @throws BadInputException if a column is missing
     */
    PacketTraceReader(InputFile file, ProgressLine progress) throws BadInputException, IOException {
        this.file = file;
        this.bytes = file.open(progress);
        try {
            reader = CsvReader.builder().maxBufferSize(MAX_FIELD_CHARS).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(bytes, StandardCharsets.UTF_8);
            records = reader.iterator();
            CsvRecord header = nextRecord();
            List<String> names = header == null ? List.of() : header.getFields();
            columns = names.size();
            arrivalColumn = required(names, ARRIVAL);
            sendTimeColumn = required(names, SEND_TIME);
            payloadSizeColumn = required(names, PAYLOAD_SIZE);
            ssrcColumn = required(names, SSRC);
            rtpTimestampColumn = names.indexOf(RTP_TIMESTAMP);
            clockRateColumn = names.indexOf(CLOCK_RATE);
            transmissionOffsetColumn = names.indexOf(TRANSMISSION_OFFSET);
            operationsColumn = names.indexOf(OPERATIONS);
        } catch (BadInputException | IOException e) {
            bytes.close();
            throw e;
        }
    }

    private int required(List<String> names, String name) throws BadInputException {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new BadInputException(file.path() + ": looks like a packet trace but has no column " + name);
        }
        return column;
    }

    @Override
    public boolean next(ReplayPacket packet) throws BadInputException, IOException {
        CsvRecord csv = nextRecord();
        if (csv == null) {
            damage = bytes.damage();
            return false;
        }
        try {
            if (csv.getFieldCount() != columns) {
                throw new BadInputException(csv.getFieldCount() + " fields instead of " + columns);
            }
            fill(csv, packet);
        } catch (BadInputException e) {
            String where = "line " + csv.getStartingLineNumber();
            if (nextRecord() == null) {
                damage = "is cut in " + where;
                return false;
            }
            throw new BadInputException(file.path() + ": " + where + ": " + e.getMessage(), e);
        }
        lines++;
        return true;
    }

    private @Nullable CsvRecord nextRecord() throws BadInputException, IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new BadInputException(file.path() + ": is no CSV file: " + printable(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private void fill(CsvRecord csv, ReplayPacket packet) throws BadInputException {
        long arrivalUs = number(csv, arrivalColumn, ARRIVAL, -MAX_TIME_US, MAX_TIME_US);
        int absSendTime = (int) number(csv, sendTimeColumn, SEND_TIME, PacketView.NO_SEND_TIME, MAX_SEND_TIME);
        int payloadSize = (int) number(csv, payloadSizeColumn, PAYLOAD_SIZE, 0, MAX_PAYLOAD_SIZE);
        long ssrc = number(csv, ssrcColumn, SSRC, 0, MAX_UNSIGNED_INT);
        long rtpTimestamp = optional(csv, rtpTimestampColumn, RTP_TIMESTAMP, 0, MAX_UNSIGNED_INT, 0);
        int clockRate = (int) optional(csv, clockRateColumn, CLOCK_RATE, 1, MAX_CLOCK_RATE,
                PacketView.DEFAULT_CLOCK_RATE);
        int transmissionOffset = (int) optional(csv, transmissionOffsetColumn, TRANSMISSION_OFFSET,
                -MAX_TRANSMISSION_OFFSET - 1, MAX_TRANSMISSION_OFFSET, 0);
        packet.setOperations(
                isAbsent(csv, operationsColumn) ? List.of() : readOperations(csv.getField(operationsColumn)));
        long arrivalNs = arrival.next(arrivalUs * 1_000);
        packet.setTimes(arrivalUs, arrivalNs, now.next(arrivalNs + offsetUs * 1_000));
        packet.setContent(absSendTime, payloadSize, ssrc, rtpTimestamp);
        packet.setTiming(clockRate, transmissionOffset);
        packet.setHeader((int) lines & 0xffff, 0, false);
    }

    private static boolean isAbsent(CsvRecord csv, int column) {
        return column == NO_COLUMN || csv.getField(column).isEmpty();
    }

    private List<StreamOperation> readOperations(String text) throws BadInputException {
        List<StreamOperation> operations = new ArrayList<>();
        for (String operation : text.split(";")) {
            int colon = operation.indexOf(':');
            String name = colon < 0 ? operation : operation.substring(0, colon);
            String value = operation.substring(colon + 1);
            switch (name) {
                case "rtt" ->
                    operations.add(new StreamOperation.RttUpdate(number(value, operation, 0, MAX_RTT_MS) * 1_000_000));
                case "rm" ->
                    operations.add(new StreamOperation.StreamRemoval(number(value, operation, 0, MAX_UNSIGNED_INT)));
                case "off" -> offsetUs = number(value, operation, -MAX_TIME_US, MAX_TIME_US);
                default -> throw new BadInputException("'" + shown(operation) + "' is no op (rtt:MS, rm:SSRC, off:US)");
            }
        }
        return operations;
    }

    private static long optional(CsvRecord csv, int column, String name, long min, long max, long otherwise)
            throws BadInputException {
        return isAbsent(csv, column) ? otherwise : number(csv, column, name, min, max);
    }

    private static long number(CsvRecord csv, int column, String name, long min, long max) throws BadInputException {
        return number(csv.getField(column), name, min, max);
    }

    private static long number(String text, String name, long min, long max) throws BadInputException {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, in the same words as a number out of range.
        }
        throw new BadInputException(
                shown(name) + " '" + shown(text) + "' is not a whole number from " + min + " to " + max);
    }

    /** The beginning of a field, such as can stand in a message of one line. */
    private static String shown(String text) {
        return printable(text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "...");
    }

    private static String printable(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    @Override
    public boolean hasSequenceNumbers() {
        return false;
    }

    @Override
    public @Nullable String damage() {
        return damage;
    }

    @Override
    public String extent() {
        return String.format(Locale.ROOT, "%,d lines", lines);
    }

    @Override
    public List<String> skipped() {
        long clamped = arrival.clamped() + now.clamped();
        return clamped == 0
                ? List.of()
                : List.of(String.format(Locale.ROOT, "%,d times that ran backwards (replayed as the latest before)",
                        clamped));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
