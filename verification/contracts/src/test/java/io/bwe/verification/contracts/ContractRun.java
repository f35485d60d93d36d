package io.bwe.verification.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs a contract class with JUnit inside a test, and compares what failed. */
final class ContractRun {
    private ContractRun() {
    }

    /** The names of all tests of a contract. */
    static Set<String> testsOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods()).filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Fails unless the tests of a contract that fail are those of the twin, and all others pass. */
    static void assertFindsExactly(Class<?> subclass, Twin<?> twin) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter").selectors(selectClass(subclass))
                .execute();
        Set<String> all = testsOf(subclass);
        Set<String> failed = results.testEvents().failed().stream().map(ContractRun::testName)
                .collect(Collectors.toCollection(TreeSet::new));
        String how = results.testEvents().failed().stream().map(event -> testName(event) + ": " + thrownBy(event))
                .collect(Collectors.joining("\n"));
        assertThat(failed).as("tests that find: %s\n%s", twin.fault(), how)
                .containsExactlyInAnyOrderElementsOf(twin.tests());
        assertThat(results.testEvents().succeeded().count()).as("tests that pass in spite of: %s", twin.fault())
                .isEqualTo(all.size() - failed.size());
    }

    private static String testName(Event event) {
        return event.getTestDescriptor().getDisplayName().replace("()", "");
    }

    private static String thrownBy(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getThrowable().map(Throwable::toString).orElse("");
    }
}
