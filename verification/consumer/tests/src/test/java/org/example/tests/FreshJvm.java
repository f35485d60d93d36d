package org.example.tests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the application in a JVM of its own: a path with the archives named, the main class, and no flag. */
enum FreshJvm {
    CLASS_PATH {
        @Override
        List<String> options(String path) {
            return List.of("-cp", path, MAIN_CLASS);
        }
    },
    MODULE_PATH {
        @Override
        List<String> options(String path) {
            return List.of("-p", path, "-m", "org.example.application/" + MAIN_CLASS);
        }
    };

    private static final String MAIN_CLASS = "org.example.application.Application";
    private static final Path ARCHIVES = Path.of(System.getProperty("org.example.archives"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final long TIMEOUT_S = 120;
    /** Where a JVM takes flags from by itself. */
    private static final Set<String> FLAG_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** The application and all of bwe that it uses. */
    static final List<String> ALL = List.of("application", "bwe-api", "bwe-delay", "bwe-remb", "jctools-core");

    /** What {@code steady} makes of the 800 kb/s that the application receives. */
    static final long STEADY_BPS = 1_000_000;
    /** What {@code house-steady} starts from and does not go beyond. */
    static final long HOUSE_STEADY_BPS = 600_000;
    /** What {@code leased-line} starts from and does not go beyond. */
    static final long LEASED_LINE_BPS = 2_500_000;

    abstract List<String> options(String path);

    /** Runs the application and waits for its end. */
    Outcome run(List<String> archives, String... arguments) throws IOException, InterruptedException {
        String path = archives.stream().map(FreshJvm::archive).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options(path));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("application", ".out");
        Path err = Files.createTempFile("application", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(FLAG_VARIABLES);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + TIMEOUT_S + " s: " + command);
            }
            return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The place of an archive by its name without version. */
    static Path archive(String name) {
        Path archive = ARCHIVES.resolve(name + ".jar");
        if (!Files.isRegularFile(archive)) {
            throw new AssertionError("no archive " + archive);
        }
        return archive;
    }

    /** The place of an archive as a class's code source tells it. */
    static String location(String name) throws IOException {
        return archive(name).toUri().toURL().toString();
    }

    /** {@link #ALL} and plugins. */
    static List<String> allAnd(String... plugins) {
        return Stream.concat(ALL.stream(), Stream.of(plugins)).toList();
    }
}
