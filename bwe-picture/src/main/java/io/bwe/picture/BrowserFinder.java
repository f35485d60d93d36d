package io.bwe.picture;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds a Chromium or Chrome on this machine. */
final class BrowserFinder {
    /** Names the browser to take; nothing else is looked for then. */
    static final String VARIABLE = "BWE_CHROMIUM";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable", "chrome");
    /** As it is on the PATH, and on that of Windows. */
    private static final List<String> ENDINGS = List.of("", ".exe");
    /** Where installers put it on Linux and macOS, whatever the PATH of the caller holds. */
    static final List<Path> USUAL = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"), Path.of("/usr/local/bin/chromium"), Path.of("/snap/bin/chromium"),
            Path.of("/opt/google/chrome/chrome"), Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    /** Variables of Windows that name folders in which programs are, and where it is in those. */
    private static final List<String> WINDOWS_FOLDERS = List.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData");
    private static final List<String> WINDOWS_PROGRAMS = List.of("Google/Chrome/Application/chrome.exe",
            "Chromium/Application/chrome.exe");

    private final Map<String, String> environment;
    private final List<Path> usual;

    /**
     * Looks in an environment.
     *
     * @param environment variables by name
     * @param usual files to try when none is on the PATH
     */
    BrowserFinder(Map<String, String> environment, List<Path> usual) {
        this.environment = environment;
        this.usual = usual;
    }

    /**
     * Finds one.
     *
     * @return the program
     * @throws IOException if there is none; the message is one line that says what was looked for
     */
    Path find() throws IOException {
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            return Stream.of(named).flatMap(BrowserFinder::path).filter(BrowserFinder::isProgram).findFirst()
                    .orElseThrow(() -> new IOException(
                            VARIABLE + " is '" + named + "', which is no program that can be run"));
        }
        return Stream.of(onPath(), usual.stream(), onWindows()).flatMap(paths -> paths).filter(BrowserFinder::isProgram)
                .findFirst().orElseThrow(() -> new IOException("a PNG needs Chromium or Chrome, and none was found: no "
                        + String.join(", ", NAMES) + " on the PATH or in the usual folders; install one or name it in "
                        + VARIABLE));
    }

    private Stream<Path> onPath() {
        List<String> folders = List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator));
        return NAMES.stream().flatMap(name -> folders.stream().filter(folder -> !folder.isBlank())
                .flatMap(folder -> ENDINGS.stream().map(ending -> folder + File.separator + name + ending)))
                .flatMap(BrowserFinder::path);
    }

    private Stream<Path> onWindows() {
        return WINDOWS_FOLDERS.stream().map(environment::get).filter(folder -> folder != null)
                .flatMap(folder -> WINDOWS_PROGRAMS.stream().map(program -> folder + "/" + program))
                .flatMap(BrowserFinder::path);
    }

    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
