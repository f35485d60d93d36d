package io.bwe.testkit.lab;

import java.util.List;
import java.util.stream.Stream;

/**
 * A collection of scenarios: the test cases of RFC 8867, some in the manner of RFC 8869 (Wi-Fi and mobile radio), plans of
 * capacity in steps, what users complain of, traffic that is in the way, and senders and receivers of all sorts. Immutable;
 * any thread may use it.
 */
public final class Scenarios {
    private Scenarios() {
    }

    /**
     * All scenarios.
     *
     * @return an unmodifiable list; names are unique
     */
    public static List<Scenario> all() {
        return Stream.of(Rfc8867Scenarios.all(), RadioScenarios.all(), StepScenarios.all(), PainScenarios.all(),
                CrossTrafficScenarios.all(), SenderScenarios.all()).flatMap(List::stream).toList();
    }
}
