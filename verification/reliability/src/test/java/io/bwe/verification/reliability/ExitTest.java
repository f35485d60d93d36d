package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.verification.reliability.OpenInterceptors.End;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interceptors that are open do not hold up the end of the JVM. */
@Tag("life-cycle")
class ExitTest {
    /** What is held up is so for ever; the rest of it is a JVM that starts on a machine that is busy. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void theJvmEndsWithInterceptorsOpen(End end) {
        FreshJvm.Ended ended = FreshJvm.of(OpenInterceptors.class).run(LIMIT, end.name());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        if (end == End.RETURN) {
            assertThat(ended.output()).as("threads alive when main returned").contains("[bwe-stream-1]");
        } else if (end == End.EXIT_AND_CLOSE_IN_A_HOOK) {
            assertThat(ended.output()).contains(CloseReport.CLEAN.toString());
        }
    }
}
