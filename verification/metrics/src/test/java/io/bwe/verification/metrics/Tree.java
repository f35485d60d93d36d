package io.bwe.verification.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A part of a YAML or JSON file. Asking for what is not there, or is something else, is an error. */
record Tree(Object value) {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", "."), "..", "..");

    /** A file of the project, by its path in there. */
    static Tree read(String path) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Tree(new Yaml(new SafeConstructor(options)).load(text(path)));
    }

    /** A file's text. */
    static String text(String path) throws IOException {
        return Files.readString(PROJECT.resolve(path));
    }

    private <T> T as(Class<T> type) {
        if (!type.isInstance(value)) {
            throw new AssertionError("no " + type.getSimpleName() + ": " + value);
        }
        return type.cast(value);
    }

    boolean has(String key) {
        return as(Map.class).containsKey(key);
    }

    Tree get(String key) {
        if (!has(key)) {
            throw new AssertionError("no " + key + " in " + value);
        }
        return new Tree(as(Map.class).get(key));
    }

    Set<String> keys() {
        return ((Map<?, ?>) as(Map.class)).keySet().stream().map(String.class::cast).collect(Collectors.toSet());
    }

    List<Tree> list(String key) {
        List<Tree> elements = new ArrayList<>();
        for (Object element : get(key).as(List.class)) {
            elements.add(new Tree(element));
        }
        return elements;
    }

    String text() {
        return as(String.class);
    }

    int number() {
        return as(Integer.class);
    }
}
