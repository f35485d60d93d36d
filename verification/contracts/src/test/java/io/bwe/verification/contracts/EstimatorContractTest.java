package io.bwe.verification.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the contract is broken by a twin of a good estimator, and the contract finds that and nothing else. */
class EstimatorContractTest {
    /** Whose turn it is; the engine creates the class below. */
    private static EstimatorProvider current = new EstimatorTwinProvider(EstimatorTwin::new);

    @AfterEach
    void soundAgain() {
        current = new EstimatorTwinProvider(EstimatorTwin::new);
    }

    /** Nested, so that it is run by the tests here and by nothing else. */
    static final class UnderContract extends EstimatorContract {
        @Override
        protected EstimatorProvider provider() {
            return current;
        }
    }

    static List<Twin<EstimatorProvider>> twins() {
        return Stream.of(SpeechTwins.all(), StreamTwins.all(), ClockAndLinkTwins.all(), FragileTwins.all())
                .flatMap(List::stream).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twins")
    void findsWhatIsWrongAndNothingElse(Twin<EstimatorProvider> twin) {
        current = twin.provider();
        ContractRun.assertFindsExactly(UnderContract.class, twin);
    }

    @Test
    void findsNothingWrongWithATwinThatIsSound() {
        Twin<EstimatorProvider> sound = new Twin<>("nothing", new EstimatorTwinProvider(EstimatorTwin::new), Set.of());
        current = sound.provider();
        ContractRun.assertFindsExactly(UnderContract.class, sound);
    }

    @Test
    void everyRuleIsBrokenByATwin() {
        Set<String> found = new TreeSet<>();
        twins().forEach(twin -> found.addAll(twin.tests()));
        assertThat(found).isEqualTo(ContractRun.testsOf(EstimatorContract.class));
    }
}
