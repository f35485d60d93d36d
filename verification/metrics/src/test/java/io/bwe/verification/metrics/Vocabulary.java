package io.bwe.verification.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What an expression may speak of: what a server was seen to show, and what rules have made of it. */
final class Vocabulary {
    /** Labels that Prometheus itself adds to everything it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    /** A name that can be asked for: the labels of its series, and whether they only grow. */
    private record Entry(List<Map<String, String>> series, boolean grows) {
        boolean hasLabel(String label) {
            return OF_PROMETHEUS.contains(label) || series.stream().anyMatch(labels -> labels.containsKey(label));
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> variables;

    /**
     * All that was scraped.
     *
     * @param variables what {@code $name} may stand for a label's value
     */
    Vocabulary(Scrape scrape, Set<String> variables) {
        scrape.names().forEach(name -> entries.put(name, new Entry(scrape.labels(name), scrape.grows(name))));
        this.variables = variables;
    }

    /** Learns a name that a recording rule gives to the value of an expression. */
    void record(String name, PromQl expression) {
        List<Map<String, String>> series = new ArrayList<>();
        for (PromQl.Selector selector : expression.selectors()) {
            series.addAll(entries.get(selector.name()).series);
        }
        if (entries.put(name, new Entry(series, false)) != null) {
            throw new AssertionError("twice: " + name);
        }
    }

    /** What is wrong with an expression; empty if nothing is. */
    List<String> faults(PromQl expression) {
        List<String> faults = new ArrayList<>();
        expression.selectors().forEach(selector -> check(selector, faults));
        Set<String> unknown = new HashSet<>(expression.groupLabels());
        unknown.removeIf(label -> expression.selectors().stream().map(selector -> entries.get(selector.name()))
                .anyMatch(entry -> entry != null && entry.hasLabel(label)));
        unknown.forEach(label -> faults.add("no label " + label + " to group by"));
        return faults;
    }

    private void check(PromQl.Selector selector, List<String> faults) {
        Entry entry = entries.get(selector.name());
        if (entry == null) {
            faults.add("no metric " + selector.name());
            return;
        }
        if (PromQl.OF_COUNTERS.contains(selector.function()) && !entry.grows) {
            faults.add(selector.function() + "() of " + selector.name() + ", which is no counter");
        }
        if (PromQl.OF_GAUGES.contains(selector.function()) && entry.grows) {
            faults.add(selector.function() + "() of " + selector.name() + ", which is a counter");
        }
        List<Map<String, String>> series = new ArrayList<>(entry.series);
        for (PromQl.Condition condition : selector.conditions()) {
            check(selector.name(), entry, condition, faults);
            if (!isOpen(condition)) {
                series.removeIf(labels -> !meets(labels, condition));
            }
        }
        if (series.isEmpty()) {
            faults.add("no series " + selector.name() + " meets all of " + selector.conditions());
        }
    }

    /** Whether what a condition asks for is known only in front of Prometheus. */
    private static boolean isOpen(PromQl.Condition condition) {
        return condition.value().startsWith("$") || OF_PROMETHEUS.contains(condition.label());
    }

    private void check(String name, Entry entry, PromQl.Condition condition, List<String> faults) {
        String value = condition.value();
        if (!entry.hasLabel(condition.label())) {
            faults.add("no label " + condition.label() + " of " + name);
        } else if (value.startsWith("$")) {
            if (!variables.contains(value.substring(1))) {
                faults.add("no variable " + value);
            }
        } else if (!isOpen(condition)) {
            // Also a value that is not wanted has to be one that there is.
            boolean regex = condition.operator().endsWith("~");
            for (String alternative : regex ? value.split("\\|") : new String[]{value}) {
                PromQl.Condition wanted = new PromQl.Condition(condition.label(), regex ? "=~" : "=", alternative);
                if (entry.series.stream().noneMatch(labels -> meets(labels, wanted))) {
                    faults.add("no " + name + " has " + condition.label() + " " + alternative);
                }
            }
        }
    }

    private static boolean meets(Map<String, String> labels, PromQl.Condition condition) {
        String value = labels.getOrDefault(condition.label(), "");
        return switch (condition.operator()) {
            case "=" -> value.equals(condition.value());
            case "!=" -> !value.equals(condition.value());
            case "=~" -> Pattern.matches(condition.value(), value);
            default -> !Pattern.matches(condition.value(), value);
        };
    }
}
