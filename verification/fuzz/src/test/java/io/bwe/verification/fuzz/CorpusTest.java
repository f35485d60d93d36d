package io.bwe.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs of the corpus, replayed without fuzzing. A folder of the corpus has the name of the target's class. */
class CorpusTest {
    private static final int SECONDS_PER_INPUT = 5;

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(CorpusTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> targets() {
        return children(resource("/corpus")).stream().filter(Files::isDirectory)
                .map(path -> path.getFileName().toString()).toList();
    }

    private static Stream<Arguments> inputs() {
        return targets().stream().flatMap(target -> children(resource("/corpus/" + target)).stream()
                .map(input -> Arguments.of(target, input.getFileName().toString())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("inputs")
    @Timeout(value = SECONDS_PER_INPUT, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keepsWhatTheTargetAsks(String target, String input) throws Throwable {
        MethodHandle run = MethodHandles.publicLookup().findStatic(Class.forName(target), "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
        run.invoke(Files.readAllBytes(resource("/corpus/" + target + "/" + input)));
    }

    @Test
    void everyTargetHasInputs() throws IOException {
        Path classes = resource("/corpus").resolveSibling("io");
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> written = files.map(file -> classes.getParent().relativize(file).toString())
                    .filter(file -> file.endsWith("Fuzz.class"))
                    .map(file -> file.replace(".class", "").replaceAll("[/\\\\]", ".")).sorted().toList();
            assertThat(targets()).isNotEmpty().isEqualTo(written)
                    .allSatisfy(target -> assertThat(children(resource("/corpus/" + target))).isNotEmpty());
        }
    }
}
