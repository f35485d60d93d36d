package io.bwe.picture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a browser without a window, each time as a process that ends by itself. Closing deletes its files. */
final class Browser implements AutoCloseable {
    /** Sets up nothing, asks nobody, finds no host, whatever it would like to look up. */
    private static final List<String> OPTIONS = List.of("--headless", "--disable-gpu", "--hide-scrollbars",
            "--force-device-scale-factor=1", "--force-color-profile=srgb", "--mute-audio", "--no-first-run",
            "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
            "--disable-breakpad", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=10000");
    private static final Duration END = Duration.ofSeconds(5);
    private static final int DELETE_TRIES = 20;

    private final Path program;
    private final Path work;
    private final Duration timeout;
    private final Path log;

    /**
     * Starts nothing yet.
     *
     * @param program the browser
     * @param work an empty folder for its profile and what it says
     * @param timeout how long a run may take
     */
    Browser(Path program, Path work, Duration timeout) {
        this.program = program;
        this.work = work;
        this.timeout = timeout;
        this.log = work.resolve("log");
    }

    /**
     * Opens a page and waits until the browser has ended.
     *
     * @return what it wrote to standard output
     * @throws IOException if it fails or takes too long
     */
    Path run(String url, int width, int height, String action) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(OPTIONS);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.add("--user-data-dir=" + work.resolve("profile"));
        command.add("--window-size=" + width + "," + height);
        command.add(action);
        command.add(url);
        Path output = work.resolve("output");
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " did not end within " + timeout.toSeconds() + " s and was killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " was running");
        } finally {
            kill(process);
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + " failed with exit code " + process.exitValue() + lastWords());
        }
        return output;
    }

    /** Programs of this name are often scripts, and browsers are many processes. */
    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it complained of last, to be appended to a message; empty if it said nothing. */
    String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "" : ": " + lines.getLast().strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        // A process of the browser that is just ending may still write into its profile.
        for (int tries = 1;; tries++) {
            try {
                deleteAll();
                return;
            } catch (IOException | UncheckedIOException e) {
                if (tries == DELETE_TRIES) {
                    throw new IOException("cannot delete " + work, e);
                }
                pause();
            }
        }
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
