package io.bwe.image.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An image and what can be done with it from outside. */
record Image(Path folder) {
    private static final long LIMIT_S = 60;

    /** One of those that the build has made: {@code minimal} or {@code cli}. */
    static Image named(String name) {
        return new Image(Path.of(System.getProperty("io.bwe.images"), name, "target", "image"));
    }

    /**
     * What a process wrote and how it ended.
     *
     * @param errors all of standard error
     */
    record Outcome(int exitCode, String output, String errors) {
    }

    /** Runs one of the programs in its folder {@code bin}. */
    Outcome run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(folder.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile("errors", ".txt");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                    throw new AssertionError("does not end: " + command);
                }
                return new Outcome(process.exitValue(), output, Files.readString(errors));
            } finally {
                process.destroyForcibly();
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the modules in it. */
    List<String> modules() {
        return run("java", "--list-modules").output().lines().map(line -> line.replaceFirst("@.*", "")).toList();
    }

    /** How many bytes its files have. */
    long size() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file)).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
