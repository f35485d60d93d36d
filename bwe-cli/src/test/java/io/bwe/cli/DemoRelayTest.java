package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real sockets: a datagram that never comes fails the test by its time-out. */
@Timeout(30)
class DemoRelayTest {
    private static final long DELAY_NS = 40_000_000;

    private final DemoClock clock = new DemoClock();
    private final AtomicInteger datagrams = new AtomicInteger();

    @Test
    void shouldForwardEachDatagramWhenItIsDueAndNoneThatIsLost() throws IOException {
        try (DemoSocketPair left = DemoSocketPair.open();
                DemoSocketPair right = DemoSocketPair.open();
                DemoWorkers workers = new DemoWorkers()) {
            new DemoRelay(clock, left.far(), right.near(),
                    (arrivalNs, bytes) -> datagrams.incrementAndGet() == 2 ? DemoRelay.Path.LOST : arrivalNs + DELAY_NS)
                    .start(workers, "relay");

            long sentNs = clock.nanoTime();
            for (byte content = 1; content <= 3; content++) {
                left.near().write(ByteBuffer.wrap(new byte[]{content, content}));
            }

            assertThat(receive(right)).containsExactly(1, 1);
            assertThat(clock.nanoTime() - sentNs).isGreaterThanOrEqualTo(DELAY_NS);
            assertThat(receive(right)).containsExactly(3, 3);
            assertThat(workers.failure()).isEmpty();
        }
    }

    @Test
    void shouldStopTheRunWhenTheOtherSideIsGone() throws IOException, InterruptedException {
        try (DemoSocketPair left = DemoSocketPair.open();
                DemoSocketPair right = DemoSocketPair.open();
                DemoWorkers workers = new DemoWorkers()) {
            new DemoRelay(clock, left.far(), right.near(), (arrivalNs, bytes) -> arrivalNs).start(workers, "relay");

            right.near().close();
            left.near().write(ByteBuffer.wrap(new byte[1]));

            assertThat(workers.awaitStop(Long.MAX_VALUE)).isTrue();
            assertThat(workers.failure()).hasValueSatisfying(
                    // The second where the relay was just about to write.
                    failure -> assertThat(failure).matches(
                            "relay-out failed: java.nio.channels.(ClosedChannel|AsynchronousClose)Exception"));
        }
    }

    private static byte[] receive(DemoSocketPair pair) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        pair.far().read(buffer);
        byte[] content = new byte[buffer.flip().remaining()];
        buffer.get(content);
        return content;
    }
}
