package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter screen = new StringWriter();
    private final ManualClock clock = new ManualClock();

    private ProgressLine line(boolean enabled) {
        ProgressLine line = new ProgressLine("replay", new PrintWriter(screen), enabled, clock);
        line.start(200);
        return line;
    }

    @Test
    void showsAfterASecondAndGoesAwayAtTheEnd() throws IOException {
        ProgressLine line = line(true);
        InputStream bytes = line.watch(new ByteArrayInputStream(new byte[200]));
        clock.advance(Duration.ofMillis(999));
        bytes.readNBytes(50);
        assertThat(screen.toString()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        bytes.readNBytes(50);
        assertThat(screen.toString()).isEqualTo("\rreplay [" + "=".repeat(20) + " ".repeat(20) + "]  50 %");
        bytes.readNBytes(50);
        assertThat(screen.toString()).doesNotContain("75 %");
        clock.advance(Duration.ofMillis(100));
        bytes.readAllBytes();
        assertThat(screen.toString()).contains("100 %");
        line.clear();
        assertThat(screen.toString()).endsWith(" \r");
    }

    @Test
    void writesNothingWhereThereIsNoTerminal() throws IOException {
        ProgressLine line = line(false);
        InputStream bytes = line.watch(new ByteArrayInputStream(new byte[200]));
        clock.advance(Duration.ofSeconds(5));
        bytes.readAllBytes();
        line.clear();
        assertThat(screen.toString()).isEmpty();
    }
}
