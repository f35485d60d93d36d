package io.bwe.cli;

import io.bwe.testkit.lab.SenderKind;
import java.io.PrintWriter;
import java.util.List;

/**
 * The evaluation as a JSON object on a single line: {@code sender}, {@code firstSeed}, {@code seeds} and
 * {@code cases}, each with {@code scenario}, {@code estimator}, and for each figure an object with {@code median},
 * {@code lowest} and {@code highest}, or null where it does not apply. No state.
 */
final class EvaluationJson {
    private EvaluationJson() {
    }

    static void print(List<EvaluationCase> cases, SenderKind sender, EvaluationSeeds seeds, PrintWriter output) {
        output.println(JsonFields.write(json -> {
            json.text("sender", EvaluateCommand.Sender.of(sender).name());
            json.number("firstSeed", seeds.first());
            json.number("seeds", seeds.count());
            json.objects("cases", cases, EvaluationJson::write);
        }));
    }

    private static void write(JsonFields json, EvaluationCase it) {
        json.text("scenario", it.scenario().name());
        json.text("estimator", it.estimator().name());
        for (EvaluatedMetric metric : EvaluatedMetric.values()) {
            json.object(metric.jsonName(), it.spread(metric).orElse(null), (fields, spread) -> {
                fields.rounded("median", spread.median());
                fields.rounded("lowest", spread.lowest());
                fields.rounded("highest", spread.highest());
            });
        }
    }
}
