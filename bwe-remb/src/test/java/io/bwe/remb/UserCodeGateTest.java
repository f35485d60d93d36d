package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UserCodeGateTest {
    private final UserCodeGate gate = new UserCodeGate();
    private final List<String> calls = new ArrayList<>();

    @Test
    void letsCallsThroughUntilItIsShut() {
        assertThat(gate.run("a", () -> calls.add("a"))).isTrue();
        assertThat(gate.run("b", () -> calls.add("b"))).isTrue();
        gate.shut();
        assertThat(gate.run("c", () -> calls.add("c"))).isFalse();
        assertThat(calls).containsExactly("a", "b");
        assertThat(gate.stillInside()).isNull();
    }

    @Test
    void aCallThatThrowsLeavesTheGateOpen() {
        assertThatThrownBy(() -> gate.run("a", () -> {
            throw new IllegalStateException("intended");
        })).hasMessage("intended");
        assertThat(gate.run("b", () -> calls.add("b"))).isTrue();
    }

    @Test
    void aCallThatHasBegunFinishesAndIsNamedUntilThen() {
        assertThat(gate.run("the writer", () -> {
            gate.shut();
            assertThat(gate.stillInside()).isEqualTo(Thread.currentThread().getName() + " in the writer");
            assertThat(gate.run("another", () -> calls.add("another"))).isFalse();
            calls.add("finished");
        })).isTrue();
        assertThat(calls).containsExactly("finished");
        assertThat(gate.stillInside()).isNull();
        assertThat(gate.run("later", () -> calls.add("later"))).isFalse();
    }

    @Test
    void shuttingAgainKeepsTheNameOfTheCallInside() {
        gate.run("the writer", () -> {
            gate.shut();
            gate.shut();
            assertThat(gate.stillInside()).endsWith("in the writer");
        });
        gate.shut();
        assertThat(gate.stillInside()).isNull();
    }

    @Test
    void aCallThatThrowsAfterTheGateWasShutIsNoLongerInside() {
        assertThatThrownBy(() -> gate.run("the writer", () -> {
            gate.shut();
            throw new IllegalStateException("intended");
        })).hasMessage("intended");
        assertThat(gate.stillInside()).isNull();
    }

    @Test
    void nothingIsInsideAGateThatNobodyHasShut() {
        gate.run("the writer", () -> assertThat(gate.stillInside()).isNull());
        assertThat(gate.stillInside()).isNull();
    }

    @Test
    void theCallThatHasBegunCanBeWaitedForAndKnowsItsThread() throws Exception {
        assertThat(gate.awaitOutside(0, TimeUnit.SECONDS)).isTrue();
        Thread self = Thread.currentThread();
        gate.run("the writer", () -> {
            assertThat(gate.isInside(self)).as("before the gate was shut").isFalse();
            gate.shut();
            assertThat(gate.isInside(self)).isTrue();
            assertThat(gate.isInside(new Thread())).isFalse();
            assertThatCode(() -> assertThat(gate.awaitOutside(1, TimeUnit.NANOSECONDS)).isFalse())
                    .doesNotThrowAnyException();
        });
        assertThat(gate.isInside(self)).isFalse();
        assertThat(gate.awaitOutside(0, TimeUnit.SECONDS)).isTrue();
    }
}
