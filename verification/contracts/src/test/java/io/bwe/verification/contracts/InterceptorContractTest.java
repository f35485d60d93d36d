package io.bwe.verification.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.spi.InterceptorProvider;
import io.bwe.testkit.InterceptorContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the contract is broken by a twin of a good interceptor; the contract finds that and nothing else. */
class InterceptorContractTest {
    /** Whose turn it is; the engine creates the class below. */
    private static InterceptorProvider current = new InterceptorTwinProvider(InterceptorTwin::new);
    private static Duration patience = Duration.ofSeconds(10);

    @AfterEach
    void soundAgain() {
        current = new InterceptorTwinProvider(InterceptorTwin::new);
    }

    /** Nested, so that it is run by the tests here and by nothing else. */
    static final class UnderContract extends InterceptorContract {
        @Override
        protected InterceptorProvider provider() {
            return current;
        }

        @Override
        protected Duration patience() {
            return patience;
        }

        @Override
        protected Map<String, String> impatientOptions() {
            return Map.of("close-grace", "100ms", "interval", "100ms");
        }
    }

    static List<Twin<InterceptorProvider>> twins() {
        return Stream.of(PassOnTwins.all(), LifeCycleTwins.all(), EstimationTwins.all()).flatMap(List::stream).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twins")
    void findsWhatIsWrongAndNothingElse(Twin<InterceptorProvider> twin) {
        current = twin.provider();
        // Ample for all but those that never end.
        patience = Duration.ofSeconds(twin.fault().contains("for ever") ? 3 : 10);
        ContractRun.assertFindsExactly(UnderContract.class, twin);
    }

    @Test
    void findsNothingWrongWithATwinThatIsSound() {
        Twin<InterceptorProvider> sound = new Twin<>("nothing", new InterceptorTwinProvider(InterceptorTwin::new),
                Set.of());
        current = sound.provider();
        ContractRun.assertFindsExactly(UnderContract.class, sound);
    }

    @Test
    void everyRuleIsBrokenByATwin() {
        Set<String> found = new TreeSet<>();
        twins().forEach(twin -> found.addAll(twin.tests()));
        assertThat(found).isEqualTo(ContractRun.testsOf(InterceptorContract.class));
    }
}
