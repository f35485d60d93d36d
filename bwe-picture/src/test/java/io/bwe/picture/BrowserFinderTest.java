package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserFinderTest {
    @TempDir
    private Path folder;
    private Path one;
    private Path two;

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(folder.resolve("one"));
        two = Files.createDirectory(folder.resolve("two"));
    }

    private static Path program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Map<String, String> path() {
        return Map.of("PATH", one + File.pathSeparator + File.pathSeparator + two);
    }

    @Test
    void findsOneOnThePath() throws IOException {
        Path chrome = program(two.resolve("google-chrome"));
        assertThat(new BrowserFinder(path(), List.of()).find()).isEqualTo(chrome);
        Path chromium = program(two.resolve("chromium"));
        assertThat(new BrowserFinder(path(), List.of()).find()).isEqualTo(chromium);
    }

    @Test
    void passesOverWhatCannotBeRun() throws IOException {
        Files.createFile(one.resolve("chromium"));
        Files.createDirectory(one.resolve("chrome"));
        Path chromium = program(two.resolve("chromium"));
        assertThat(new BrowserFinder(path(), List.of()).find()).isEqualTo(chromium);
    }

    @Test
    void findsOneInTheUsualFolders() throws IOException {
        Path usual = program(folder.resolve("usual"));
        assertThat(new BrowserFinder(path(), List.of(folder.resolve("none"), usual)).find()).isEqualTo(usual);
        Path windows = program(two.resolve("Google/Chrome/Application/chrome.exe"));
        assertThat(new BrowserFinder(Map.of("ProgramFiles", two.toString()), List.of()).find()).isEqualTo(windows);
    }

    @Test
    void takesTheOneThatIsNamed() throws IOException {
        program(one.resolve("chromium"));
        Path mine = program(folder.resolve("mine"));
        assertThat(new BrowserFinder(Map.of("PATH", one.toString(), "BWE_CHROMIUM", mine.toString()), List.of()).find())
                .isEqualTo(mine);
    }

    @Test
    void takesNoOtherThanTheOneThatIsNamed() throws IOException {
        program(one.resolve("chromium"));
        assertThatThrownBy(() -> new BrowserFinder(Map.of("PATH", one.toString(), "BWE_CHROMIUM", "/no/such"),
                List.of()).find()).isInstanceOf(IOException.class)
                .hasMessage("BWE_CHROMIUM is '/no/such', which is no program that can be run");
    }

    @Test
    void saysWhatItLookedFor() {
        assertThatThrownBy(() -> new BrowserFinder(path(), List.of()).find()).isInstanceOf(IOException.class)
                .hasMessage("a PNG needs Chromium or Chrome, and none was found: no chromium, chromium-browser,"
                        + " google-chrome, google-chrome-stable, chrome on the PATH or in the usual folders;"
                        + " install one or name it in BWE_CHROMIUM");
    }
}
