package io.bwe.picture;

import io.bwe.api.Explanation;
import io.bwe.api.StreamStatistics;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes pages into {@code target/pages}, where the tests in a browser find them. */
class SamplePagesTest {
    private static final Path FOLDER = Path.of("target/pages");
    private static final String HOSTILE = "</script><script>document.documentElement.dataset.broken=1</script>";

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(FOLDER);
    }

    private static void write(Recording recording, String name, long maxBytes) throws IOException {
        Path page = FOLDER.resolve(name);
        PicturePage.write(recording, page);
        assertThat(Files.size(page)).isLessThan(maxBytes);
    }

    /** Makes an image, too, if those who run the tests know that there is a browser. */
    private static void render(String name) throws IOException {
        if (Boolean.getBoolean("bwe.browser")) {
            PicturePng.render(FOLDER.resolve(name + ".html"), FOLDER.resolve(name + ".png"));
        }
    }

    @Test
    void everything() throws IOException {
        Recording recording = new Recording("bwe replay call-17.pcapng");
        recording.fact("file", "call-17.pcapng (pcapng, 3.2 MB)");
        recording.fact("packets", "3,000 in 30.0 s");
        recording.fact("estimators", "delay-kalman");
        new SampleRun(recording, 3, "delay-kalman").run(30_000, 3_000);
        recording.event(400 * SampleRun.MS_NS, Explanation.Kind.FIRST_ESTIMATE, "delay-kalman", "300 kb/s");
        recording.event(3_000 * SampleRun.MS_NS, Explanation.Kind.PROBE, "delay-kalman",
                "1.2 Mb/s taken over from a probe");
        recording.event(12_000 * SampleRun.MS_NS, Explanation.Kind.RESET, "delay-kalman",
                "a jump of the arrival clock");
        recording.event(20_000 * SampleRun.MS_NS, Explanation.Kind.SWAP, "delay-kalman",
                "took over from delay-trendline");
        recording.event(1 * SampleRun.MS_NS, Explanation.Kind.STREAMS, "", "SSRC 1592590336 began");
        write(recording, "everything.html", 1_500_000);
        render("everything");
    }

    @Test
    void fourEstimatorsOnAHundredThousandPackets() throws IOException {
        Recording recording = new Recording("bwe replay of 100,000 packets");
        recording.fact("file", "long.csv.gz (packet trace, 1.9 MB)");
        recording.fact("packets", "100,000 in 200.0 s");
        new SampleRun(recording, 20, "delay-kalman", "delay-trendline", "delay-rtp", "house-steady").run(200_000,
                100_000);
        for (String name : List.of("delay-kalman", "delay-trendline", "delay-rtp", "house-steady")) {
            recording.event(SampleRun.MS_NS, Explanation.Kind.STREAMS, name, "stream 1592590336 began");
        }
        write(recording, "long.html", 8_000_000);
        render("long");
    }

    /** The largest values there are, and a signal that is far beyond the threshold. */
    @Test
    void extremes() throws IOException {
        Recording recording = new Recording("as much as can be");
        Track track = recording.track("delay-kalman");
        recording.capacity(0, Long.MAX_VALUE);
        for (int step = 0; step < 1_000; step++) {
            long now = 10 * step * SampleRun.MS_NS;
            double far = Math.pow(10, step / 100.0);
            track.estimate(now, Long.MAX_VALUE);
            track.detector(now, Math.min(far, 3_000) * (step % 200 < 100 ? 1 : -1), 6);
            recording.incoming(now, 1_000_000_000);
            recording.queueDelay(now, far);
            recording.stream(now, new StreamStatistics(1, true, step, step * 1_000_000L, step, step * 1_000_000_000L,
                    step * 1_000_000_000L));
        }
        write(recording, "extremes.html", 1_500_000);
    }

    @Test
    void hostile() throws IOException {
        Recording recording = new Recording(HOSTILE);
        recording.fact(HOSTILE, HOSTILE);
        new SampleRun(recording, 1, HOSTILE, "<!--<script>", "&lt;b&gt; \u2028 \ud800").run(5_000, 500);
        write(recording, "hostile.html", 1_500_000);
    }

    @Test
    void empty() throws IOException {
        write(new Recording("nothing"), "empty.html", 200_000);
    }
}
