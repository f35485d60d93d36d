package io.bwe.verification.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract test that the documentation shows is one that runs. */
class ContractSampleTest {
    private static final Path PROJECT = Path.of(System.getProperty("basedir", "."), "..", "..");

    @Test
    void theDocumentationShowsTheContractTestOfDelayKalman() throws IOException {
        String source = Files.readString(
                PROJECT.resolve("bwe-delay/src/test/java/io/bwe/delay/DelayKalmanContractTest.java"));
        String shown = source.substring(source.indexOf("class ")).indent(3);
        assertThat(Files.readString(PROJECT.resolve("docs/modules.md"))).contains("```java\n" + shown + "   ```");
    }
}
