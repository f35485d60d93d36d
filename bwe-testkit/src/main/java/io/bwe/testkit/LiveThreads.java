package io.bwe.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The threads of this JVM that are alive, virtual ones included, which only a thread dump lists. For tests that show
 * that nothing is left behind.
 */
public final class LiveThreads {
    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"([^\"]*)\"", Pattern.MULTILINE);

    private LiveThreads() {
    }

    /**
     * The threads whose names begin with a prefix. All threads of this library begin with {@code bwe-}.
     *
     * <p>Takes some milliseconds and writes a file of a few kilobytes into the folder for temporary files, which it
     * deletes again. May be called by any thread.
     *
     * @param prefix how the names begin
     * @return their names in alphabetical order; one that occurs several times is there as often
     * @throws UncheckedIOException if the thread dump can't be written or read
     */
    public static List<String> named(String prefix) {
        return THREAD.matcher(dump(ThreadDumpFormat.TEXT_PLAIN)).results().map(match -> match.group(1))
                .filter(name -> name.startsWith(prefix)).sorted().toList();
    }

    private static String dump(ThreadDumpFormat format) {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("dump.txt"); // must not exist when it is written
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(), format);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
