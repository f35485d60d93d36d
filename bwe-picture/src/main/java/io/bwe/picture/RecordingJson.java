package io.bwe.picture;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a recording as the JSON that the page's script reads. A column has a number for each bin, {@code null} where
 * there is none; columns without any number are left out. Rates are whole bits per second, delays milliseconds to the
 * microsecond, times seconds.
 */
final class RecordingJson {
    /** Streams with a line of their own. */
    static final int MAX_STREAMS_DRAWN = 12;

    /** Over which the incoming rate is taken, if bins are not longer. */
    static final long RATE_WINDOW_NS = 500_000_000L;
    /** Time after which there is a first incoming rate, as a share of the window. */
    private static final int SHORTEST_PART = 4;

    private static final double NS_PER_S = 1e9;
    private static final double BITS_PER_BYTE = 8;
    private static final double THOUSANDTHS = 1_000;
    /** Whatever texts there are, none can end the element or begin another. */
    private static final JsonFactory FACTORY = JsonFactory.builder().characterEscapes(new HtmlEscapes())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Recording recording;
    private final Timeline timeline;
    private final int bins;
    private final JsonGenerator json;

    private RecordingJson(Recording recording, JsonGenerator json) {
        this.recording = recording;
        this.timeline = recording.timeline();
        this.bins = timeline.bins();
        this.json = json;
    }

    /**
     * Writes a recording.
     *
     * @param recording the recording
     * @param writer where to; is flushed and not closed
     * @throws IOException if the writer throws it
     */
    static void write(Recording recording, Writer writer) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), writer)) {
            new RecordingJson(recording, json).write();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("title", recording.title());
        json.writeArrayPropertyStart("facts");
        for (Recording.Fact fact : recording.facts()) {
            json.writeStartArray().writeString(fact.label()).writeString(fact.text()).writeEndArray();
        }
        json.writeEndArray();
        json.writeName("durationS");
        writeNumber(timeline.endNs() / NS_PER_S);
        json.writeName("binS");
        writeNumber(timeline.binNs() / NS_PER_S);
        json.writeNumberProperty("bins", bins);
        json.writeName("windowS");
        writeNumber(Math.max(RATE_WINDOW_NS, timeline.binNs()) / NS_PER_S);
        writePath();
        json.writeArrayPropertyStart("tracks");
        recording.tracks().forEach(this::writeTrack);
        json.writeEndArray();
        writeStreams();
        writeEvents();
        json.writeEndObject();
    }

    private void writePath() {
        if (!recording.incoming().isEmpty()) {
            double[] rate = incomingBps();
            writeRates("incoming", bins, bin -> rate[bin]);
        }
        writeRates("capacity", bins, held(recording.capacity()));
        LineSeries queue = recording.queueDelay();
        writeColumn("queueHigh", bins, queue::high);
        writeColumn("queueLow", bins, queue::low);
    }

    private double[] incomingBps() {
        long binNs = timeline.binNs();
        int windowBins = (int) Math.max(1, RATE_WINDOW_NS / binNs);
        long windowNs = windowBins * binNs;
        long[] bytes = recording.incoming().sliding(bins, windowBins);
        double[] bps = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            // At both ends, what there is of the window; too little of it says nothing.
            long toNs = Math.min((bin + 1) * binNs, timeline.endNs());
            long fromNs = Math.max(0, (bin + 1L) * binNs - windowNs);
            bps[bin] = toNs - fromNs < windowNs / SHORTEST_PART
                    ? Double.NaN
                    : bytes[bin] * BITS_PER_BYTE * NS_PER_S / (toNs - fromNs);
        }
        return bps;
    }

    private void writeTrack(Track track) {
        json.writeStartObject();
        json.writeStringProperty("name", track.name());
        writeRates("estimate", bins, held(track.estimate()));
        writeRates("remb", bins, track.remb()::drawn);
        writeColumn("signal", bins, track.signal()::peak);
        writeColumn("threshold", bins, track.threshold()::drawn);
        json.writeArrayPropertyStart("overuse");
        for (FlagSeries.Span span : track.overuse()) {
            json.writeStartArray();
            writeNumber(span.from() * timeline.binNs() / NS_PER_S);
            writeNumber(Math.min(span.to() * timeline.binNs(), timeline.endNs()) / NS_PER_S);
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeStreams() {
        StreamLog log = recording.streams();
        List<StreamLine> lines = log.byBytes();
        if (lines.isEmpty()) {
            return;
        }
        json.writeName("streams").writeStartObject();
        json.writeName("binS");
        writeNumber(log.timeline().binNs() / NS_PER_S);
        json.writeNumberProperty("bins", log.timeline().bins());
        json.writeNumberProperty("unrecorded", log.unrecorded());
        int drawn = Math.min(MAX_STREAMS_DRAWN, lines.size());
        json.writeNumberProperty("others", lines.size() - drawn);
        json.writeArrayPropertyStart("lines");
        for (StreamLine line : lines.subList(0, drawn)) {
            writeStream(Long.toString(line.ssrc()), List.of(line));
        }
        if (drawn < lines.size()) {
            writeStream(null, lines.subList(drawn, lines.size()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A stream, or others together if there is no SSRC. */
    private void writeStream(@Nullable String ssrc, List<StreamLine> lines) {
        Timeline time = recording.streams().timeline();
        StreamColumns columns = new StreamColumns(time);
        json.writeStartObject();
        if (ssrc != null) {
            json.writeStringProperty("ssrc", ssrc);
        }
        double[] rate = columns.rate(lines);
        writeRates("rate", time.bins(), bin -> rate[bin]);
        if (recording.lossKnown()) {
            double[] loss = columns.loss(lines);
            writeColumn("loss", time.bins(), bin -> loss[bin]);
        }
        double[] jitter = columns.jitter(lines);
        writeColumn("jitter", time.bins(), bin -> jitter[bin]);
        json.writeEndObject();
    }

    private void writeEvents() {
        json.writeArrayPropertyStart("kinds");
        for (EventKind kind : EventKind.values()) {
            json.writeStartObject();
            json.writeStringProperty("label", kind.label());
            json.writeNumberProperty("count", recording.events().count(kind));
            json.writeName("marked").writeBoolean(kind.marked());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("events");
        for (Event event : recording.events().inOrder()) {
            json.writeStartArray();
            writeNumber(event.elapsedNs() / NS_PER_S);
            json.writeNumber(event.kind().ordinal());
            json.writeString(event.estimator());
            json.writeString(event.text());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** A line whose value holds until the next one: in an empty bin it is the last before. */
    private IntToDoubleFunction held(LineSeries series) {
        double[] column = new double[bins];
        double last = Double.NaN;
        for (int bin = 0; bin < bins; bin++) {
            boolean empty = Double.isNaN(series.last(bin));
            column[bin] = empty ? last : series.drawn(bin);
            last = empty ? last : series.last(bin);
        }
        return bin -> column[bin];
    }

    private void writeRates(String name, int count, IntToDoubleFunction values) {
        writeColumn(name, count, bin -> Math.rint(values.applyAsDouble(bin)));
    }

    private void writeColumn(String name, int count, IntToDoubleFunction values) {
        int from = 0;
        while (from < count && Double.isNaN(values.applyAsDouble(from))) {
            from++;
        }
        if (from == count) {
            return;
        }
        json.writeArrayPropertyStart(name);
        for (int bin = 0; bin < count; bin++) {
            double value = values.applyAsDouble(bin);
            if (Double.isNaN(value)) {
                json.writeNull();
            } else {
                writeNumber(value);
            }
        }
        json.writeEndArray();
    }

    /** Writes a number with up to three decimals. */
    private void writeNumber(double value) {
        double rounded = Math.rint(value * THOUSANDTHS) / THOUSANDTHS;
        if (rounded == (long) rounded) {
            json.writeNumber((long) rounded);
        } else {
            json.writeNumber(rounded);
        }
    }

    /** JSON's escapes, and those characters that mean something in HTML. */
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        HtmlEscapes() {
            Stream.of('<', '>', '&').forEach(character -> escapes[character] = ESCAPE_STANDARD);
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
