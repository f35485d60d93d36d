package io.bwe.cli;

import io.bwe.cli.ReplayCourse.Outcome;
import io.bwe.cli.ReplayCourse.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a replay as a JSON object, for scripts. No state. Rates are in bits per second of payload and padding,
 * times in seconds of arrival time since the first packet; what is not known is null.
 *
 * <ul>
 * <li>{@code input}, the path as it was given; {@code format}, {@code pcap}, {@code pcapng} or {@code packet trace};
 * {@code compressed}, whether gzip is around it
 * <li>{@code flow} that was replayed, {@code SENDER -> RECEIVER}, null for a trace; {@code absSendTimeId}, the header
 * extension that send times come from, null for a trace or if there is none
 * <li>{@code damage}, why the packets ended before the file's proper end, null if they did not; {@code skipped}, a list
 * of texts that say what was passed over or set right
 * <li>{@code durationSeconds}, {@code packets}, {@code packetsWithoutSendTime}, {@code incomingBps} on average
 * <li>{@code ssrcs}, in order of appearance, each {@code ssrc} and {@code packets}; only the first 1,000 are told apart,
 * and {@code packetsOfOtherSsrcs} are those of the rest
 * <li>{@code estimators}, in the order given, each:
 * <ul>
 * <li>{@code name}; {@code failed}, at which packet and why, null if it did not fail
 * <li>{@code estimateBps} at the end, null also if it failed; {@code lowestEstimateBps}, {@code highestEstimateBps},
 * {@code firstEstimateSeconds}
 * <li>{@code overuseEpisodes}, how often it turned to over-use; {@code rembs}, how often the sender would have been told
 * at libwebrtc's pace
 * <li>{@code timeline}, up to 20 rows, each {@code untilSeconds}, its end; {@code incomingBps}, null if the row is too
 * short to tell; {@code estimateBps} at its end; {@code lowestEstimateBps} in it; {@code usage}, {@code over} if over-use
 * was signalled in it, else {@code under} if under-use was, else {@code normal}; {@code rembs} in it
 * <li>{@code explanations}, only with {@code --explain}, each {@code seconds}, when; {@code kind}, as
 * {@link io.bwe.api.Explanation.Kind} in lower case; {@code text}; and {@code explanationsLeft}, how many more there were
 * </ul>
 * </ul>
 */
final class ReplayJson {
    private ReplayJson() {
    }

    /**
     * Writes the object.
     *
     * @param input what was replayed
     * @param summary the totals of the packets
     * @param course the course over time
     * @param explanations what was explained, if that is wanted
     * @param estimators those that the course is about
     * @return a single line
     */
    static String of(ReplayInput input, ReplaySummary summary, ReplayCourse course,
            Optional<ExplanationLog> explanations, List<ReplayedEstimator> estimators) {
        List<Row> rows = course.rows();
        return JsonFields.write(json -> {
            writeInput(json, input);
            writePackets(json, summary);
            json.objects("estimators", estimators,
                    (it, estimator) -> {
                        writeEstimator(it, estimator, rows, estimators.indexOf(estimator));
                        explanations.ifPresent(log -> {
                            writeExplanations(it, log.of(estimator.name()));
                            it.number("explanationsLeft", log.left(estimator.name()));
                        });
                    });
        });
    }

    private static void writeExplanations(JsonFields json, List<ExplanationLog.Entry> entries) {
        json.objects("explanations", entries, (it, entry) -> {
            it.seconds("seconds", entry.elapsedNs());
            it.text("kind", entry.explanation().kind().name().toLowerCase(Locale.ROOT));
            it.text("text", entry.explanation().text());
        });
    }

    private static void writeInput(JsonFields json, ReplayInput input) {
        json.text("input", input.file().path().toString());
        json.text("format", input.file().kind().toString());
        json.flag("compressed", input.file().compressed());
        json.text("flow", input.flow().map(Flow::toString).orElse(null));
        json.ifKnown("absSendTimeId", input.sendTimeExtensionId().orElse(-1));
        json.text("damage", input.packets().damage());
        json.texts("skipped", input.packets().skipped());
    }

    private static void writePackets(JsonFields json, ReplaySummary summary) {
        json.seconds("durationSeconds", summary.durationNs());
        json.number("packets", summary.packets());
        json.number("packetsWithoutSendTime", summary.packetsWithoutSendTime());
        json.ifKnown("incomingBps", summary.incomingBps());
        json.objects("ssrcs", summary.packetsBySsrc().entrySet(), (it, entry) -> {
            it.number("ssrc", entry.getKey());
            it.number("packets", entry.getValue());
        });
        json.number("packetsOfOtherSsrcs", summary.packetsOfOtherSsrcs());
    }

    private static void writeEstimator(JsonFields json, ReplayedEstimator estimator, List<Row> rows, int index) {
        boolean known = estimator.hasEstimate();
        json.text("name", estimator.name());
        json.text("failed", estimator.failure().orElse(null));
        json.ifKnown("estimateBps", known && !estimator.hasFailed() ? estimator.estimateBps() : -1);
        json.ifKnown("lowestEstimateBps", known ? estimator.minEstimateBps() : -1);
        json.ifKnown("highestEstimateBps", known ? estimator.maxEstimateBps() : -1);
        json.seconds("firstEstimateSeconds", estimator.firstEstimateNs());
        json.number("overuseEpisodes", estimator.overuseEpisodes());
        json.number("rembs", estimator.rembs());
        json.objects("timeline", rows, (it, row) -> {
            Outcome outcome = row.outcomes().get(index);
            it.seconds("untilSeconds", row.endNs());
            it.ifKnown("incomingBps", row.incomingBps());
            it.ifKnown("estimateBps", outcome.estimateBps());
            it.ifKnown("lowestEstimateBps", outcome.lowestBps());
            it.text("usage", UsageStyle.of(outcome.usage()).text());
            it.number("rembs", outcome.rembs());
        });
    }
}
