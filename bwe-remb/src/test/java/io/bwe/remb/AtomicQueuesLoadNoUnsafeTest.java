package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The queues are those of JCTools that do without {@code sun.misc.Unsafe}, which newer JDKs warn of and which a small
 * run-time image does not have.
 */
class AtomicQueuesLoadNoUnsafeTest {
    private static final Pattern LOADED = Pattern.compile("\\[class,load *] (\\S+) source: ");

    @Test
    void anInterceptorAtWorkLoadsNoUnsafe() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:stdout:tags", "-cp", System.getProperty("java.class.path"),
                UnsafeProbe.class.getName()).redirectErrorStream(true).start();
        String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains(UnsafeProbe.DONE);
        assertThat(probe.exitValue()).isZero();
        List<String> loaded = LOADED.matcher(output).results().map(match -> match.group(1)).toList();
        assertThat(loaded).as("what shows that the log is understood")
                .contains("org.jctools.queues.atomic.MpscAtomicArrayQueue",
                        "org.jctools.queues.atomic.SpmcAtomicArrayQueue");
        assertThat(loaded).doesNotContain("sun.misc.Unsafe", "org.jctools.util.UnsafeAccess")
                .noneMatch(name -> name.startsWith("org.jctools.util.UnsafeRef"));
    }
}
