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

/** Starts the application in a JVM of its own: a path with the archives named, the main class, and no other flag. */
enum FreshJvm {
    CLASS_PATH {
        @Override
        List<String> options(List<Path> archives) {
            return List.of("-cp", path(archives), MAIN_CLASS);
        }
    },
    MODULE_PATH {
        @Override
        List<String> options(List<Path> archives) {
            return List.of("-p", path(archives), "-m", "org.example.application/" + MAIN_CLASS);
        }
    },
    /** The application has no descriptor, all others are modules. Nothing requires bwe, so it has to be named. */
    AUTOMATIC_MODULE {
        @Override
        List<String> options(List<Path> archives) throws IOException {
            List<Path> all = new ArrayList<>(archives);
            all.set(0, Undescribed.copyOf(archives.get(0)));
            return List.of("-p", path(all), "--add-modules", API, "-m", "application/" + MAIN_CLASS);
        }
    },
    /** The application is on the class path, all others are modules, of which the first has to be named. */
    CLASS_PATH_BESIDE_MODULES {
        @Override
        List<String> options(List<Path> archives) {
            return List.of("-p", path(archives.subList(1, archives.size())), "--add-modules", API, "-cp",
                    archives.get(0).toString(), MAIN_CLASS);
        }
    };

    private static final String API = "io.bwe.api";

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

    /**
     * The JVM's options up to the main class.
     *
     * @param archives the application first
     */
    abstract List<String> options(List<Path> archives) throws IOException;

    private static String path(List<Path> archives) {
        return archives.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs the application and waits for its end. */
    Outcome run(List<String> archives, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options(archives.stream().map(FreshJvm::archive).toList()));
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
