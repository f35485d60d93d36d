package org.example.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that is no module finds all the same what is on the module path. */
@ParameterizedClass
@EnumSource(value = FreshJvm.class, names = {"AUTOMATIC_MODULE", "CLASS_PATH_BESIDE_MODULES"})
record MixedPathTest(FreshJvm jvm) {
    @Test
    void oursIsTheDefault() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.ALL, "--limit", "400000");
        assertThat(outcome.all("found")).startsWith("delay-kalman").doesNotContain("steady");
        outcome.assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void aPluginOnTheModulePathIsFoundAndChosen() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("steady", "leased-line"), "--estimator", "steady");
        assertThat(outcome.all("found")).startsWith("leased-line", "delay-kalman").contains("steady");
        outcome.assertEstimated("steady", FreshJvm.STEADY_BPS);
    }
}
