package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of a browser; verification/browser has the real one. */
@DisabledOnOs(OS.WINDOWS)
class PicturePngTest {
    private static final String DRAWS = """
            for last in "$@"; do
                case $last in
                    --dump-dom) echo '<!DOCTYPE html>'; echo '<html lang="en" data-height="1234">' ;;
                    --screenshot=*) echo "$@" > "${last#--screenshot=}" ;;
                    --user-data-dir=*) mkdir -p "${last#--user-data-dir=}/Default" ;;
                esac
            done
            """;

    @TempDir
    private Path folder;
    private Path page;
    private Path png;

    @BeforeEach
    void writePage() throws IOException {
        page = folder.resolve("a page.html");
        png = folder.resolve("images/picture.png");
        Files.createDirectory(png.getParent());
        PicturePage.write(new Recording("a run"), page);
    }

    private void render(String script, Duration timeout) throws IOException {
        Path browser = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + script);
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        PicturePng.render(page, png, new BrowserFinder(Map.of("BWE_CHROMIUM", browser.toString()), List.of()), timeout);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(png.getParent())) {
            return files.toList();
        }
    }

    @Test
    void takesAPictureOfTheWholePage() throws IOException {
        render(DRAWS, Duration.ofSeconds(60));
        assertThat(Files.readString(png)).contains("--window-size=1280,1234 ", "--headless",
                "--host-resolver-rules=MAP * ~NOTFOUND").endsWith("a%20page.html#png\n");
        assertThat(left()).containsExactly(png);
    }

    @Test
    void hasNoSandboxForRootAlone() throws IOException {
        render(DRAWS, Duration.ofSeconds(60));
        assertThat(Files.readString(png).contains("--no-sandbox")).isEqualTo(
                System.getProperty("user.name").equals("root"));
    }

    @Test
    void replacesAnImage() throws IOException {
        Files.writeString(png, "old");
        render(DRAWS, Duration.ofSeconds(60));
        assertThat(Files.readString(png)).isNotEqualTo("old");
    }

    @Test
    void killsABrowserThatDoesNotEnd() throws IOException {
        assertThatThrownBy(() -> render("echo $$ > \"" + folder + "/pid\"; sleep 1000\n", Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class).hasMessageEndingWith("browser did not end within 1 s and was killed");
        assertThat(left()).isEmpty();
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void saysWhyABrowserFailed() throws IOException {
        assertThatThrownBy(() -> render("echo first >&2; echo no display >&2; exit 3\n", Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class).hasMessageEndingWith("browser failed with exit code 3: no display");
        assertThat(left()).isEmpty();
    }

    @Test
    void saysThatAPageWasNotDrawn() {
        assertThatThrownBy(() -> render("echo '<html><head></head></html>'\n", Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class).hasMessage(
                        page + " is no page of this program, or the browser could not draw it");
    }

    @Test
    void saysThatThereIsNoPage() throws IOException {
        Files.delete(page);
        assertThatThrownBy(() -> render(DRAWS, Duration.ofSeconds(60))).isInstanceOf(NoSuchFileException.class)
                .hasMessage(page + ": no such page");
    }
}
