package io.bwe.remb;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Sees the virtual threads of this JVM, which no other API lists. */
final class VirtualThreads {
    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"(bwe-[^\"]*)\"", Pattern.MULTILINE);

    private VirtualThreads() {
    }

    /** The names of the library's threads that are alive. */
    static List<String> ofTheLibrary() {
        try {
            Path dir = Files.createTempDirectory("threads");
            Path dump = dir.resolve("dump.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(dump.toString(),
                    ThreadDumpFormat.TEXT_PLAIN);
            List<String> names = THREAD.matcher(Files.readString(dump)).results().map(match -> match.group(1))
                    .sorted().toList();
            Files.delete(dump);
            Files.delete(dir);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
