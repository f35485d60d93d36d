package io.bwe.verification.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prometheus's text format, taken apart: each sample by its name and labels, each family's type by its name. */
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\]*)\",?");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

    private record Sample(String name, Map<String, String> labels) {
    }

    private final Map<Sample, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new TreeMap<>();

    Scrape(String text) {
        text.lines().forEach(this::add);
    }

    private void add(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            types.put(type.group(1), type.group(2));
        } else if (!line.startsWith("#") && !line.isEmpty()) {
            Matcher matcher = SAMPLE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            Double before = samples.put(new Sample(matcher.group(1), labels), Double.valueOf(matcher.group(3)));
            if (before != null) {
                throw new AssertionError("twice: " + line);
            }
        }
    }

    /** The one sample with this name and at least these labels, as {@code key=value}. */
    double value(String name, String... labels) {
        double[] found = samples.entrySet().stream().filter(entry -> entry.getKey().name.equals(name))
                .filter(entry -> matches(entry.getKey().labels, labels)).mapToDouble(Map.Entry::getValue).toArray();
        if (found.length != 1) {
            throw new AssertionError(found.length + " samples " + name + " " + Set.of(labels) + " in " + samples);
        }
        return found[0];
    }

    private static boolean matches(Map<String, String> labels, String... wanted) {
        for (String label : wanted) {
            int equals = label.indexOf('=');
            if (!label.substring(equals + 1).equals(labels.get(label.substring(0, equals)))) {
                return false;
            }
        }
        return true;
    }

    Map<String, String> types() {
        return types;
    }

    /** The names of all samples. */
    Set<String> names() {
        return samples.keySet().stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels of each sample with this name. */
    List<Map<String, String>> labels(String name) {
        return samples.keySet().stream().filter(sample -> sample.name.equals(name)).map(Sample::labels).toList();
    }

    /** Whether a sample's value only grows: a counter, or the count or sum of a summary. */
    boolean grows(String name) {
        String family = name.replaceFirst("_(count|sum)$", "");
        return "counter".equals(types.get(name)) || !family.equals(name) && "summary".equals(types.get(family));
    }

    int size() {
        return samples.size();
    }

    Set<String> labelKeys() {
        Set<String> keys = new TreeSet<>();
        samples.keySet().forEach(sample -> keys.addAll(sample.labels.keySet()));
        return keys;
    }
}
