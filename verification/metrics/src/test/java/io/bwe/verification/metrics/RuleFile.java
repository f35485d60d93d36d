package io.bwe.verification.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rules for Prometheus that operators are given. */
final class RuleFile {
    static final String PATH = "docs/operations/bwe-rules.yml";

    private final List<Tree> rules = new ArrayList<>();

    RuleFile() throws IOException {
        Tree.read(PATH).list("groups").forEach(group -> rules.addAll(group.list("rules")));
    }

    List<Tree> alerts() {
        return rules.stream().filter(rule -> rule.has("alert")).toList();
    }

    /** What is wrong with the expressions, in the order of the rules: one may use what those before have recorded. */
    List<String> faults(Vocabulary vocabulary) {
        List<String> faults = new ArrayList<>();
        for (Tree rule : rules) {
            PromQl expression = new PromQl(rule.get("expr").text());
            List<String> found = vocabulary.faults(expression);
            String name = rule.get(rule.has("record") ? "record" : "alert").text();
            found.forEach(fault -> faults.add(name + ": " + fault));
            if (rule.has("record") && found.isEmpty()) {
                vocabulary.record(name, expression);
            }
        }
        return faults;
    }
}
