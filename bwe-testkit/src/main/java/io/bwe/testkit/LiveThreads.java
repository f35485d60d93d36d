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
 * The threads of this JVM that are alive, virtual ones included, and what holds them together. Only a thread dump lists
 * both. For tests that show that nothing is left behind.
 *
 * <p>Take dumps when virtual threads rest, few and apart: on JDK 25 a dump that meets a virtual thread just as it goes to
 * work or to sleep can crash the JVM (JDK-8364343).
 */
public final class LiveThreads {
    private static final Pattern CONTAINER = Pattern.compile("\"container\": \"([^\"]*)\"");
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

    /**
     * What holds threads together and is open, such as StructuredTaskScopes and executors. An executor that nobody has
     * shut down counts until it is collected.
     *
     * <p>Takes some milliseconds and writes a file like {@link #named(String)}. May be called by any thread.
     *
     * @param type a part of the name of the class, for instance {@code StructuredTaskScope}
     * @return their names in alphabetical order: the class, which is the JDK's own and not always the same, and an
     *         identity
     * @throws UncheckedIOException if the thread dump can't be written or read
     */
    public static List<String> containers(String type) {
        return CONTAINER.matcher(dump(ThreadDumpFormat.JSON)).results().map(match -> match.group(1))
                .filter(name -> name.contains(type)).sorted().toList();
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
