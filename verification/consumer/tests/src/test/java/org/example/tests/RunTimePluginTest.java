package org.example.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** An archive that the application loads while it runs is found through the class loader or module layer it is in. */
@ParameterizedClass
@CsvSource({"CLASS_PATH,--class-loader", "MODULE_PATH,--class-loader", "MODULE_PATH,--module-layer"})
record RunTimePluginTest(FreshJvm jvm, String loadedIn) {
    private String steady() {
        return FreshJvm.archive("steady").toString();
    }

    @Test
    void isFoundBesideWhatWasThereFromTheStart() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.ALL, loadedIn, steady(), "--estimator", "steady");
        assertThat(outcome.all("found")).startsWith("delay-kalman").contains("steady");
        outcome.assertEstimated("steady", FreshJvm.STEADY_BPS);
    }

    @Test
    void oursStaysTheDefault() throws IOException, InterruptedException {
        jvm.run(FreshJvm.ALL, loadedIn, steady(), "--limit", "400000").assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void isTheDefaultIfItHasTheWeight() throws IOException, InterruptedException {
        jvm.run(FreshJvm.ALL, loadedIn, FreshJvm.archive("leased-line").toString())
                .assertEstimated("leased-line", FreshJvm.LEASED_LINE_BPS);
    }

    @Test
    void isToldFromOneOfTheSameNameThatWasThereFromTheStart() throws IOException, InterruptedException {
        jvm.run(FreshJvm.allAnd("house-steady"), loadedIn, steady(), "--estimator", "steady").assertRefused(
                "two estimators are named 'steady': ",
                "org.example.steady.SteadyProvider in " + FreshJvm.location("steady"),
                "org.example.housesteady.HouseSteadyProvider in " + FreshJvm.location("house-steady"));
    }

    @Test
    void thatCannotBeCreatedIsReportedAndTheOthersWork() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("steady"), loadedIn, FreshJvm.archive("unlicensed").toString(),
                "--estimator", "steady");
        assertThat(outcome.all("failed")).singleElement().asString()
                .contains("org.example.unlicensed.UnlicensedProvider", "no licence in the property");
        outcome.assertEstimated("steady", FreshJvm.STEADY_BPS);
    }
}
