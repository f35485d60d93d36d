package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Explanation;
import io.bwe.api.StreamStatistics;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What becomes of what a recording was given. */
class RecordingJsonTest {
    private static final long MS_NS = 1_000_000;

    private final Recording recording = new Recording("title");

    private static List<Object> numbers(double... numbers) {
        return new ArrayList<>(DoubleStream.of(numbers).boxed().toList());
    }

    private Map<String, Object> track() throws IOException {
        return Json.object(Json.list(Json.of(recording).get("tracks")).get(0));
    }

    private List<Object> streams() throws IOException {
        return Json.list(Json.object(Json.of(recording).get("streams")).get("lines"));
    }

    private static StreamStatistics statistics(long ssrc, long packets, long lost, long bitrateBps) {
        return new StreamStatistics(ssrc, true, packets, packets * 1_000, lost, 1_500_000, bitrateBps);
    }

    @Test
    void anEmptyRecordingHasNoColumns() throws IOException {
        recording.track("silent");
        assertThat(Json.of(recording)).containsEntry("title", "title").containsEntry("bins", 0.0)
                .containsEntry("durationS", 0.0).doesNotContainKeys("incoming", "capacity", "queueHigh", "streams");
        assertThat(track()).containsOnlyKeys("name", "overuse");
    }

    @Test
    void anEstimateHoldsUntilTheNext() throws IOException {
        Track track = recording.track("one");
        track.estimate(0, -1);
        track.estimate(10 * MS_NS, 100_000);
        track.estimate(40 * MS_NS, 200_000);
        recording.incoming(55 * MS_NS, 1);
        List<Object> expected = numbers(0, 100_000, 100_000, 100_000, 200_000, 200_000);
        expected.set(0, null);
        assertThat(track()).containsEntry("name", "one").containsEntry("estimate", expected);
    }

    @Test
    void theIncomingRateIsThatOfTheLastHalfSecond() throws IOException {
        for (int ms = 0; ms <= 2_000; ms += 10) {
            recording.incoming(ms * MS_NS, ms < 1_000 ? 1_250 : 2_500);
        }
        List<Object> incoming = Json.list(Json.of(recording).get("incoming"));
        assertThat(incoming).hasSize(201);
        assertThat(incoming.subList(0, 11)).containsOnlyNulls();
        assertThat(incoming.subList(12, 100)).containsOnly(1_000_000.0);
        assertThat(incoming.get(124)).isEqualTo(1_500_000.0);
        assertThat(incoming.subList(149, 200)).containsOnly(2_000_000.0);
    }

    @Test
    void theDetectorsSpikesStayInALongRecording() throws IOException {
        Track track = recording.track("one");
        for (int s = 0; s < 3_600; s++) {
            track.detector(s * 1_000 * MS_NS, s == 1_717 ? -44.4444 : 1, s == 99 ? 30 : 12.5);
            recording.queueDelay(s * 1_000 * MS_NS, s == 2_020 ? 333 : 5);
        }
        assertThat(Json.of(recording)).hasEntrySatisfying("bins", bins -> assertThat((double) bins).isBetween(12_000.0,
                24_000.0));
        assertThat(Json.list(track().get("signal"))).contains(-44.444);
        assertThat(Json.list(track().get("threshold"))).contains(30.0);
        assertThat(Json.list(Json.of(recording).get("queueHigh"))).contains(333.0);
    }

    @Test
    void valuesThatCannotBeDrawnAreLeftOut() throws IOException {
        Track track = recording.track("one");
        track.detector(0, Double.NaN, Double.NaN);
        track.detector(10 * MS_NS, Double.POSITIVE_INFINITY, -3);
        track.remb(0, -7);
        track.estimate(0, Long.MAX_VALUE);
        recording.queueDelay(0, -1);
        recording.queueDelay(0, Double.NaN);
        recording.capacity(0, -1);
        recording.incoming(0, -100);
        recording.stream(0, statistics(1, -5, Long.MIN_VALUE, -3));
        recording.stream(1, statistics(1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
        recording.stream(2, statistics(1, Long.MIN_VALUE, 0, 0));
        assertThat(Json.of(recording)).doesNotContainKeys("queueHigh", "capacity");
        assertThat(track()).doesNotContainKey("remb").containsEntry("estimate", numbers(1e12, 1e12));
        assertThat(Json.list(track().get("signal")).get(1)).isEqualTo(1e9);
        assertThat(Json.list(track().get("threshold")).get(1)).isEqualTo(3.0);
    }

    @Test
    void timesMayRunBackwards() throws IOException {
        Track track = recording.track("one");
        track.usage(100 * MS_NS, BandwidthUsage.OVERUSING);
        track.usage(20 * MS_NS, BandwidthUsage.OVERUSING);
        track.usage(-20 * MS_NS, BandwidthUsage.NORMAL);
        track.estimate(-1, 5);
        track.remb(Long.MIN_VALUE, 6);
        recording.event(-1, Explanation.Kind.PROBE, "", "");
        assertThat(Json.list(track().get("overuse"))).containsExactly(numbers(0, 0.1));
        assertThat(Json.list(track().get("estimate")).get(0)).isEqualTo(5.0);
        assertThat(Json.list(track().get("remb")).get(0)).isEqualTo(6.0);
    }

    @Test
    void overuseLastsUntilSomethingElseIsSaid() throws IOException {
        Track track = recording.track("one");
        track.usage(10 * MS_NS, BandwidthUsage.NORMAL);
        track.usage(20 * MS_NS, BandwidthUsage.OVERUSING);
        track.usage(50 * MS_NS, BandwidthUsage.UNDERUSING);
        track.usage(80 * MS_NS, BandwidthUsage.OVERUSING);
        recording.incoming(200 * MS_NS, 1);
        assertThat(Json.list(track().get("overuse"))).containsExactly(numbers(0.02, 0.05), numbers(0.08, 0.2));
    }

    @Test
    void lossIsThatOfTheLastSecond() throws IOException {
        recording.stream(0, statistics(1, 500, 77, 1));
        recording.stream(500 * MS_NS, statistics(1, 590, 87, 1));
        recording.stream(1_000 * MS_NS, statistics(1, 690, 87, 1));
        recording.stream(1_500 * MS_NS, statistics(1, 790, 80, 1));
        recording.stream(2_500 * MS_NS, statistics(1, 790, 90, 1));
        List<Object> loss = Json.list(Json.object(streams().get(0)).get("loss"));
        assertThat(loss.get(0)).as("nothing is known before the first sample").isNull();
        assertThat(loss.get(5)).isEqualTo(10.0);
        assertThat(loss.get(10)).isEqualTo(5.0);
        assertThat(loss.get(15)).as("late packets are no negative loss").isEqualTo(0.0);
        assertThat(loss.get(25)).isEqualTo(100.0);
    }

    @Test
    void aStreamThatCountsFromZeroAgainHasLostNothing() throws IOException {
        recording.stream(0, statistics(1, 500, 10, 1));
        recording.stream(200 * MS_NS, statistics(1, 5, 400, 1));
        recording.stream(400 * MS_NS, statistics(1, 15, 400, 1));
        assertThat(Json.list(Json.object(streams().get(0)).get("loss"))).containsOnly(null, 0.0);
    }

    @Test
    void lossIsAShareWhateverTheCounts() throws IOException {
        recording.stream(0, statistics(1, 0, 0, 1));
        recording.stream(200 * MS_NS, statistics(1, Long.MAX_VALUE, Long.MAX_VALUE, 1));
        assertThat(Json.list(Json.object(streams().get(0)).get("loss")).get(2)).isEqualTo(50.0);
    }

    @Test
    void lossIsLeftOutWhereItIsUnknown() throws IOException {
        recording.stream(0, statistics(1, 5, 0, 1));
        recording.stream(200 * MS_NS, statistics(1, 50, 7, 1));
        assertThat(Json.object(streams().get(0))).containsKeys("rate", "jitter", "loss");
        recording.lossUnknown();
        assertThat(Json.object(streams().get(0))).containsKeys("rate", "jitter").doesNotContainKey("loss");
    }

    @Test
    void streamsWithFewBytesAreSummedUp() throws IOException {
        for (int ssrc = 1; ssrc <= 100; ssrc++) {
            recording.stream(ssrc == 1 ? 0 : 100 * MS_NS, statistics(ssrc, ssrc <= 14 ? ssrc : 15, 0, 1_000));
            recording.stream(200 * MS_NS, statistics(ssrc, ssrc <= 14 ? ssrc : 15, 0, 1_000));
        }
        recording.stream(0, new StreamStatistics(999, false, 1, 1, 0, 0, 0));
        Map<String, Object> streams = Json.object(Json.of(recording).get("streams"));
        assertThat(streams).containsEntry("others", 52.0).containsEntry("unrecorded", 36.0);
        assertThat(streams()).hasSize(13);
        assertThat(Json.object(streams().get(0))).containsEntry("ssrc", "15");
        assertThat(Json.object(streams().get(12))).doesNotContainKey("ssrc");
        assertThat(Json.list(Json.object(streams().get(12)).get("rate"))).isEqualTo(numbers(1_000, 52_000, 52_000));
    }

    @Test
    void eventsAreInOrderAndTheFirstOfEachKind() throws IOException {
        recording.event(20 * MS_NS, Explanation.Kind.SWAP, "b", "x".repeat(600));
        for (int i = 0; i < 1_200; i++) {
            recording.event(5_250_000, Explanation.Kind.GROWTH, "a", "up");
        }
        List<Object> events = Json.list(Json.of(recording).get("events"));
        assertThat(events).hasSize(1_001);
        assertThat(events.get(0)).isEqualTo(List.of(0.005, (double) EventKind.GROWTH.ordinal(), "a", "up"));
        assertThat(Json.list(events.get(1_000)).get(3)).isEqualTo("x".repeat(499) + "…");
        assertThat(Json.object(Json.list(Json.of(recording).get("kinds")).get(EventKind.GROWTH.ordinal())))
                .isEqualTo(Map.of("label", "growth", "count", 1_200.0, "marked", false));
    }

    @Test
    void nothingInItIsHtml() throws IOException {
        String text = "</script><!-- & 'quotes' \"too\" \u2028 \\";
        recording.fact(text, text);
        recording.track(text);
        recording.event(0, Explanation.Kind.PROBE, text, text);
        assertThat(Json.write(recording)).doesNotContain("<").doesNotContain(">").doesNotContain("&");
        assertThat(Json.of(recording)).containsEntry("facts", List.of(List.of(text, text)));
        assertThat(track()).containsEntry("name", text);
    }

    @Test
    void thereIsABoundToTheTracks() {
        Collections.nCopies(Recording.MAX_TRACKS, "name").forEach(recording::track);
        assertThatThrownBy(() -> recording.track("one more")).isInstanceOf(IllegalStateException.class)
                .hasMessage("a recording has at most 16 tracks");
    }

    @Test
    void theWritersErrorIsTheCallers() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        assertThatThrownBy(() -> RecordingJson.write(recording, full)).isExactlyInstanceOf(IOException.class)
                .hasMessage("no space left");
    }
}
