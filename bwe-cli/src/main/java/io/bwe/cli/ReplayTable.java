package io.bwe.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a CSV row for each packet: its index and arrival time, what the estimator describes in the estimator's
 * order, and the SSRCs and the bit rate that the sender would be told. A field is empty where its value does not
 * apply. Used by one thread.
 */
final class ReplayTable implements DiagnosticSink {
    private static final String INDEX = "index";
    private static final String ARRIVAL = "arrival_us";
    private static final String CALLBACK_BITRATE = "cb_bps";
    private static final String CALLBACK_SSRCS = "cb_ssrcs";
    private static final String REMB_BITRATE = "remb_bps";
    private static final int BUFFER_BYTES = 1 << 16;

    private final String target;
    private final CsvWriter writer;
    /** The estimator's names, learned from the first packet. */
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    /** Where in the estimator's values the callback's bit rate is; the size of the list if it is not there. */
    private int callbackAt;
    private boolean sameNames = true;
    private long rows;

    /**
     * Creates a table without rows.
     *
     * @param target what errors call the output
     * @param output where it is written; stays open
     */
    ReplayTable(String target, OutputStream output) {
        this.target = target;
        writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(BUFFER_BYTES).build(output,
                StandardCharsets.UTF_8);
    }

    /**
     * Writes the row of a packet that the estimator just took.
     *
     * @param updated what the estimator returned for it
     * @param remb whether the sender would be told now
     * @throws BadInputException if the output cannot be written, or the estimator changes what it describes
     */
    void writeRow(ReplayPacket packet, Estimator estimator, boolean updated, boolean remb) throws BadInputException {
        values.clear();
        estimator.describe(this);
        if (!sameNames || rows > 0 && values.size() != names.size()) {
            throw new BadInputException(
                    "the estimator describes other values after packet " + rows + " than after the first");
        }
        try {
            if (rows == 0) {
                writeHeader();
            }
            CsvWriter.CsvWriterRecord row = writer.writeRecord().writeField(Long.toString(rows))
                    .writeField(Long.toString(packet.shownArrivalUs()));
            for (int i = 0; i < values.size(); i++) {
                row.writeField(values.get(i));
                if (i == callbackAt) {
                    writeCallback(row, estimator, updated, remb);
                }
            }
            if (callbackAt == values.size()) {
                row.writeField(updated ? Long.toString(estimator.estimateBps()) : "");
                writeCallback(row, estimator, updated, remb);
            }
            row.endRecord();
        } catch (UncheckedIOException e) {
            throw cannotWrite(target, e.getCause());
        }
        rows++;
    }

    /**
     * Writes what is still buffered.
     *
     * @throws BadInputException if the output cannot be written
     */
    void finish() throws BadInputException {
        try {
            writer.flush();
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /** Words an error of the operating system as one line. */
    static BadInputException cannotWrite(String target, IOException e) {
        String reason = String.valueOf(e.getMessage());
        return new BadInputException("cannot write " + (reason.contains(target) ? reason : target + ": " + reason), e);
    }

    private void writeHeader() {
        callbackAt = names.indexOf(CALLBACK_BITRATE);
        if (callbackAt < 0) {
            callbackAt = names.size();
        }
        List<String> header = new ArrayList<>(names);
        if (callbackAt == names.size()) {
            header.add(CALLBACK_BITRATE);
        }
        header.addAll(callbackAt + 1, List.of(CALLBACK_SSRCS, REMB_BITRATE));
        header.addAll(0, List.of(INDEX, ARRIVAL));
        writer.writeRecord(header);
    }

    private static void writeCallback(CsvWriter.CsvWriterRecord row, Estimator estimator, boolean updated,
            boolean remb) {
        row.writeField(updated ? liveSsrcs(estimator) : "");
        row.writeField(remb ? Long.toString(estimator.estimateBps()) : "");
    }

    private static String liveSsrcs(Estimator estimator) {
        StringBuilder ssrcs = new StringBuilder();
        for (int i = 0; i < estimator.liveSsrcCount(); i++) {
            ssrcs.append(i == 0 ? "" : ";").append(estimator.liveSsrc(i));
        }
        return ssrcs.toString();
    }

    @Override
    public void value(String name, long value) {
        add(name, Long.toString(value));
    }

    @Override
    public void value(String name, double value) {
        add(name, Double.toString(value));
    }

    @Override
    public void absent(String name) {
        add(name, "");
    }

    private void add(String name, String value) {
        if (rows == 0) {
            names.add(name);
        } else if (values.size() >= names.size() || !names.get(values.size()).equals(name)) {
            sameNames = false;
        }
        values.add(value);
    }
}
