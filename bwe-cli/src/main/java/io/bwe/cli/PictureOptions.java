package io.bwe.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where the user wants charts. */
final class PictureOptions {
    @Option(names = "--html", paramLabel = "OUT", description = "Writes a page with charts, for a browser.")
    private @Nullable String html;

    @Option(names = "--png", paramLabel = "OUT",
            description = "Writes the charts as an image; needs Chromium or Chrome.")
    private @Nullable String png;

    PictureOptions() {
    }

    /** Where they go. */
    PictureFiles files() {
        return new PictureFiles(Optional.ofNullable(html).map(OutputFile::new),
                Optional.ofNullable(png).map(OutputFile::new));
    }
}
