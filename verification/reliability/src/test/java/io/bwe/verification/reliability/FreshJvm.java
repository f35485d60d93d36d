package io.bwe.verification.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, with the class path of this one. */
final class FreshJvm {
    /** Options that this JVM was told to give to those it starts, one per line. */
    private static final String PASSED_ON = "bwe.reliability.passed-on";

    private final Class<?> main;
    private final List<String> options = new ArrayList<>();

    private FreshJvm(Class<?> main) {
        this.main = main;
    }

    static FreshJvm of(Class<?> main) {
        FreshJvm jvm = new FreshJvm(main);
        String passedOn = System.getProperty(PASSED_ON, "");
        return passedOn.isEmpty() ? jvm : jvm.optionsForAll(passedOn.split("\n"));
    }

    /** Options of the JVM, as on its command line. */
    FreshJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Options of the JVM, and of those that it starts in the same way. */
    FreshJvm optionsForAll(String... more) {
        options.add("-D" + PASSED_ON + "=" + String.join("\n", more));
        return options(more);
    }

    /** The class path of this JVM. */
    static String classPath() {
        // Surefire's own property, because it may put the class path into the manifest of an otherwise empty archive.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /**
     * What came of it.
     *
     * @param output both streams, in the order written
     */
    record Ended(int exitCode, String output) {
    }

    /**
     * Runs it to its end.
     *
     * @throws AssertionError if it has not ended in time; it is killed then
     */
    Ended run(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            // A file and no pipe: a JVM that hangs must not keep this one from noticing.
            Path output = Files.createTempFile("jvm", ".txt");
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                        .start();
                boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!inTime) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("not ended after " + limit + ":\n" + Files.readString(output));
                }
                return new Ended(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
