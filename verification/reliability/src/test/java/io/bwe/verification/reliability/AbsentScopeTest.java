package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.verification.reliability.TaggedTests.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where StructuredTaskScope has a shape that the library does not know, something else takes its place, and every test
 * of the life cycle passes all the same. The JVM for that has a StructuredTaskScope that can do nothing.
 */
class AbsentScopeTest {
    private static final String LIFE_CYCLE = "life-cycle";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Enough to see one that leaks among them; the ten thousand have run in a JVM as it comes. */
    private static final String INTERCEPTORS = "1000";
    private static final String LOGGED = "StructuredTaskScope has no known shape here";
    private static final String SOURCE = """
            package java.util.concurrent;

            public final class StructuredTaskScope {
                private StructuredTaskScope() {
                }
            }
            """;

    @TempDir
    Path folder;

    private Path compiled() throws IOException {
        Path sources = folder.resolve("sources");
        Path source = Files.createDirectories(sources.resolve("java/util/concurrent"))
                .resolve("StructuredTaskScope.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--patch-module", "java.base=" + sources, "-proc:none", "-d",
                classes.toString(), source.toString())).isZero();
        return classes;
    }

    @Test
    void theLifeCycleIsTheSameWithoutStructuredTaskScope() throws Exception {
        FreshJvm.Ended ended = FreshJvm.of(TaggedTests.class)
                .optionsForAll("--patch-module", "java.base=" + compiled())
                .options("-D" + LeakTest.INTERCEPTORS + "=" + INTERCEPTORS).run(LIMIT, LIFE_CYCLE);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        // The tests themselves load the library once more.
        String opened = new Opened(0, 2).print();
        assertThat(ended.output()).contains(opened);
        assertThat(ended.output().split(opened)[0].split(LOGGED, -1)).as("how often the log says so\n%s",
                ended.output()).hasSize(1 + 1);
    }
}
