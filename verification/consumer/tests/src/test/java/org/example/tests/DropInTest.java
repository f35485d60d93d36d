package org.example.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An archive put on the path is all it takes, on either path; what is wrong with one is said and harms no other. */
@ParameterizedClass
@EnumSource(value = FreshJvm.class, names = {"CLASS_PATH", "MODULE_PATH"})
record DropInTest(FreshJvm jvm) {
    private static List<String> withoutBweDelay(String... plugins) {
        return FreshJvm.allAnd(plugins).stream().filter(archive -> !archive.equals("bwe-delay")).toList();
    }

    // ---- picked up and chosen

    @Test
    void withoutPluginsOursIsTheDefaultAndTellsTheSender() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.ALL, "--limit", "400000");
        assertThat(outcome.all("found")).startsWith("delay-kalman").doesNotContain("steady");
        outcome.assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void anArchiveOnThePathIsEnoughToBeFound() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("steady"), "--limit", "400000");
        assertThat(outcome.all("found")).startsWith("delay-kalman").contains("steady");
        assertThat(outcome.all("failed")).isEmpty();
        outcome.assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void aPluginIsChosenByNameOverOurs() throws IOException, InterruptedException {
        jvm.run(FreshJvm.allAnd("steady"), "--estimator", "steady").assertEstimated("steady", FreshJvm.STEADY_BPS);
    }

    @Test
    void aPluginOfMoreWeightThanOursIsTheDefault() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("steady", "leased-line"));
        assertThat(outcome.all("found")).startsWith("leased-line", "delay-kalman").contains("steady");
        outcome.assertEstimated("leased-line", FreshJvm.LEASED_LINE_BPS);
    }

    @Test
    void oursIsChosenByNameOverADefaultOfMoreWeight() throws IOException, InterruptedException {
        jvm.run(FreshJvm.allAnd("leased-line"), "--estimator", "delay-kalman", "--limit", "400000")
                .assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void anotherOfOursIsDroppedInLikeAnyPlugin() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("bwe-queue"), "--estimator", "standing-queue", "--limit", "400000");
        assertThat(outcome.all("found")).startsWith("delay-kalman").contains("standing-queue");
        outcome.assertEstimated("standing-queue", 400_000);
        jvm.run(FreshJvm.allAnd("bwe-queue"), "--limit", "400000").assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void aPluginNeedsNoneOfOurEstimators() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(withoutBweDelay("steady"));
        assertThat(outcome.all("found")).containsExactly("steady");
        outcome.assertEstimated("steady", FreshJvm.STEADY_BPS);
    }

    // ---- two of one name

    @Test
    void twoOfOneNameAreAnErrorThatNamesBothClassesAndBothArchives() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("steady", "house-steady"), "--estimator", "steady");
        outcome.assertRefused("two estimators are named 'steady': ",
                "org.example.steady.SteadyProvider in " + FreshJvm.location("steady"),
                "org.example.housesteady.HouseSteadyProvider in " + FreshJvm.location("house-steady"));
    }

    @Test
    void twoOfOneNameLeaveTheOthersToBeChosen() throws IOException, InterruptedException {
        List<String> archives = FreshJvm.allAnd("steady", "house-steady", "leased-line");
        jvm.run(archives).assertEstimated("leased-line", FreshJvm.LEASED_LINE_BPS);
        jvm.run(archives, "--estimator", "delay-kalman", "--limit", "400000").assertEstimated("delay-kalman", 400_000);
    }

    @Test
    void eachOfTwoThatShareANameWorksWithoutTheOther() throws IOException, InterruptedException {
        jvm.run(FreshJvm.allAnd("house-steady"), "--estimator", "steady")
                .assertEstimated("steady", FreshJvm.HOUSE_STEADY_BPS);
    }

    // ---- what cannot be had

    @Test
    void aProviderThatCannotBeCreatedIsReportedAndTheOthersWork() throws IOException, InterruptedException {
        Outcome outcome = jvm.run(FreshJvm.allAnd("unlicensed", "steady"), "--estimator", "steady");
        assertThat(outcome.all("found")).startsWith("delay-kalman").contains("steady");
        assertThat(outcome.all("failed")).singleElement().asString()
                .contains("org.example.unlicensed.UnlicensedProvider", "no licence in the property");
        outcome.assertEstimated("steady", FreshJvm.STEADY_BPS);
    }

    @Test
    void askedForAProviderThatCannotBeCreatedTheErrorSaysWhy() throws IOException, InterruptedException {
        jvm.run(FreshJvm.allAnd("unlicensed", "steady"), "--estimator", "unlicensed").assertRefused(
                "no estimator is named 'unlicensed'; found [", "delay-kalman", "steady", "]; could not be created: ",
                "org.example.unlicensed.UnlicensedProvider", "no licence in the property");
    }

    @Test
    void withoutOurEstimatorsTheErrorSaysWhatWasFound() throws IOException, InterruptedException {
        jvm.run(withoutBweDelay("steady"), "--estimator", "delay-kalman")
                .assertRefused("no estimator is named 'delay-kalman'; found [steady]");
    }

    @Test
    void withNoEstimatorAtAllTheErrorSaysSo() throws IOException, InterruptedException {
        jvm.run(withoutBweDelay()).assertRefused("no estimator found on the class path or module path");
    }

    @Test
    void withoutTheInterceptorTheErrorSaysSo() throws IOException, InterruptedException {
        jvm.run(List.of("application", "bwe-api", "bwe-delay"))
                .assertRefused("no interceptor is named 'remb'; found []");
    }
}
