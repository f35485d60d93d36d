package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The only test of the idle end by the clock on the wall; what is decided when is shown on a clock moved by hand. */
@Tag("life-cycle")
class IdleEndTest {
    @Test
    void theTaskOfASilentStreamEndsAfterTwoSeconds() {
        try (Connection connection = new Connection(
                config -> config.clock(NanoClock.SYSTEM).option(RembOptions.TICK, "10ms"))) {
            RtpHandler handler = connection.bind(1);
            connection.receive(handler, 1);
            Connection.eventually(() -> assertThat(connection.statistics.streamsActive()).isEqualTo(1));
            // Only now, when all that is needed has been loaded: an end that came early must be seen early.
            long beforeNs = System.nanoTime();
            connection.receive(handler, 1);
            long afterNs = System.nanoTime();
            Connection.eventually(() -> assertThat(connection.statistics.streamsEnded(StreamEnd.IDLE)).isEqualTo(1));
            long endedNs = System.nanoTime();
            assertThat(Duration.ofNanos(endedNs - beforeNs)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(Duration.ofNanos(endedNs - afterNs)).isLessThan(Duration.ofSeconds(3));
            Connection.eventually(() -> assertThat(connection.statistics.streamsActive()).isZero());
        }
    }
}
