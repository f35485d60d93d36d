package io.bwe.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import java.util.ArrayList;
import java.util.List;

/**
 * One estimator's columns of a {@link ReplayTable}: what it describes, in its order, and the SSRCs and the bit rate
 * that the sender would be told. All are empty from the packet on at which the estimator failed. Used by one thread.
 */
final class ReplayColumns implements DiagnosticSink {
    private static final String CALLBACK_BITRATE = "cb_bps";
    private static final String CALLBACK_SSRCS = "cb_ssrcs";
    private static final String REMB_BITRATE = "remb_bps";

    private final ReplayedEstimator estimator;
    private final String prefix;
    /** The estimator's names, learned from the first packet. */
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private String liveSsrcs = "";
    /** Where in the estimator's values the callback's bit rate is; their number if it is not there. */
    private int callbackAt;
    private boolean learning = true;
    private boolean sameNames = true;

    /**
     * Prepares the columns.
     *
     * @param estimator is described
     * @param prefix stands before each name
     */
    ReplayColumns(ReplayedEstimator estimator, String prefix) {
        this.estimator = estimator;
        this.prefix = prefix;
    }

    /** Reads the estimator after a packet. */
    void read() {
        values.clear();
        liveSsrcs = "";
        estimator.use(it -> {
            it.describe(this);
            liveSsrcs = estimator.updated() ? liveSsrcs(it) : "";
        });
        if (learning) {
            learn();
        }
        if (!estimator.hasFailed() && (!sameNames || values.size() != names.size())) {
            estimator.fail("describes other values than after the first packet");
        }
    }

    private void learn() {
        if (estimator.hasFailed()) {
            names.clear();
        }
        int at = names.indexOf(CALLBACK_BITRATE);
        callbackAt = at < 0 ? names.size() : at;
        learning = false;
    }

    /** The names of the columns; known after the first {@link #read()}. */
    List<String> header() {
        List<String> header = new ArrayList<>(names);
        if (callbackAt == names.size()) {
            header.add(CALLBACK_BITRATE);
        }
        header.addAll(callbackAt + 1, List.of(CALLBACK_SSRCS, REMB_BITRATE));
        header.replaceAll(name -> prefix + name);
        return header;
    }

    /** Adds the fields of the packet read last. */
    void write(CsvWriter.CsvWriterRecord row) {
        for (int i = 0; i < names.size(); i++) {
            row.writeField(estimator.hasFailed() ? "" : values.get(i));
            if (i == callbackAt) {
                writeCallback(row);
            }
        }
        if (callbackAt == names.size()) {
            row.writeField(estimator.updated() ? Long.toString(estimator.estimateBps()) : "");
            writeCallback(row);
        }
    }

    private void writeCallback(CsvWriter.CsvWriterRecord row) {
        row.writeField(liveSsrcs);
        row.writeField(estimator.remb() ? Long.toString(estimator.estimateBps()) : "");
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
        if (learning) {
            names.add(name);
        } else if (values.size() >= names.size() || !names.get(values.size()).equals(name)) {
            sameNames = false;
        }
        values.add(value);
    }
}
