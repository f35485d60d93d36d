package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.spi.EstimatorProvider;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatorsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsWhatTheServiceLoaderFindsAndMarksTheDefault() {
        assertThat(Bwe.run(out, err, "estimators")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(" +", " "))).contains(
                "KIND NAME WEIGHT SEND TIME MODULE", "estimator delay-kalman 100 needed class path default",
                "estimator standing-queue 50 needed class path",
                "estimator echo 0 needed class path", "estimator echo-unstamped 0 not needed class path",
                "interceptor remb 100 class path default");
        assertThat(err()).doesNotContain("broken");
    }

    @Test
    void namesBrokenProviders(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(EstimatorProvider.class.getName()), "com.example.Missing\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertThat(Bwe.run(out, err, "estimators")).isZero();
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(err()).contains("bwe: broken estimator: ").contains("com.example.Missing");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("delay-kalman");
    }
}
