package io.bwe.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a CSV row for each packet: its index and arrival time and the columns of the estimators, which have the
 * estimator's name before theirs if there are several. A field is empty where its value does not apply. Used by one
 * thread.
 */
final class ReplayTable implements ReplayObserver {
    private static final String INDEX = "index";
    private static final String ARRIVAL = "arrival_us";
    private static final char PREFIX_END = '.';
    private static final int BUFFER_BYTES = 1 << 16;

    private final String target;
    private final CsvWriter writer;
    private final List<ReplayColumns> columns = new ArrayList<>();
    private long rows;

    /**
     * Creates a table without rows.
     *
     * @param target what errors call the output
     * @param output where it is written; stays open
     * @param estimators what the columns are about, in their order
     */
    ReplayTable(String target, OutputStream output, List<ReplayedEstimator> estimators) {
        this.target = target;
        writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(BUFFER_BYTES).build(output,
                StandardCharsets.UTF_8);
        for (ReplayedEstimator estimator : estimators) {
            columns.add(new ReplayColumns(estimator, estimators.size() == 1 ? "" : estimator.name() + PREFIX_END));
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) throws BadInputException {
        columns.forEach(ReplayColumns::read);
        try {
            if (rows == 0) {
                writeHeader();
            }
            CsvWriter.CsvWriterRecord row = writer.writeRecord().writeField(Long.toString(rows))
                    .writeField(Long.toString(packet.shownArrivalUs()));
            columns.forEach(it -> it.write(row));
            row.endRecord();
        } catch (UncheckedIOException e) {
            throw OutputFile.cannotWrite(target, e.getCause());
        }
        rows++;
    }

    private void writeHeader() {
        List<String> header = new ArrayList<>(List.of(INDEX, ARRIVAL));
        columns.forEach(it -> header.addAll(it.header()));
        writer.writeRecord(header);
    }

    /** Writes what is still buffered. */
    @Override
    public void finish() throws BadInputException {
        try {
            writer.flush();
        } catch (IOException e) {
            throw OutputFile.cannotWrite(target, e);
        }
    }
}
