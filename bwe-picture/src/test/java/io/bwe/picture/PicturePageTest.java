package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturePageTest {
    /** Attributes of markup that load something, but for the empty icon. */
    private static final Pattern LOADS = Pattern.compile("(?i)\\b(src|href|action|data|poster)\\s*=\\s*(?!\"data:,\")");
    private static final Pattern ASKS = Pattern.compile(
            "url\\(|@import|\\bfetch\\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\\bimport\\(|new Worker");

    private static String page(Recording recording) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PicturePage.write(recording, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Its markup, without what is in scripts and styles. */
    private static String markup(String page) {
        return page.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
    }

    @Test
    void holdsEverythingItNeeds() throws IOException {
        String page = page(new Recording("a run"));
        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n")
                .contains("<title>a run</title>", "var uPlot=", ".u-legend", "\"title\":\"a run\"")
                .doesNotContain("{{");
        assertThat(markup(page)).doesNotContainPattern("https?:").doesNotContainPattern(LOADS);
        assertThat(page)
                .doesNotContainPattern("url\\(|@import|\\bfetch\\(|XMLHttpRequest|WebSocket|sendBeacon|import\\(");
    }

    @Test
    void forbidsWhatItDoesNotNeed() throws IOException {
        assertThat(page(new Recording("a run"))).contains("<meta http-equiv=\"Content-Security-Policy\" content=\""
                + "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">");
    }

    @Test
    void hasTheLibrarysLicence() throws IOException {
        assertThat(page(new Recording("a run"))).contains("Copyright (c) 2022 Leon Sorokin",
                "Permission is hereby granted, free of charge");
    }

    @Test
    void textsFromOutsideAreNoMarkup() throws IOException {
        String text = "</title></script><script>alert(1)</script> & {{values}}";
        Recording recording = new Recording(text);
        recording.fact(text, text);
        recording.track(text);
        String page = page(recording);
        assertThat(page).doesNotContain("<script>alert").contains("<title>&lt;/title&gt;&lt;/script&gt;&lt;script&gt;"
                + "alert(1)&lt;/script&gt; &amp; {{values}}</title>");
        assertThat(page.split("</script>", -1)).as("three scripts").hasSize(4);
    }

    @Test
    void replacesAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page.html"), "x".repeat(1_000_000));
        PicturePage.write(new Recording("a run"), file);
        assertThat(Files.readString(file)).isEqualTo(page(new Recording("a run")));
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        boolean[] closed = {false};
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        PicturePage.write(new Recording("a run"), out);
        assertThat(closed[0]).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("</html>\n");
    }
}
