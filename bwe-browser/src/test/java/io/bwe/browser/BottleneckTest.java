package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BottleneckTest {
    private record Delivered(ByteBuffer datagram, long atNs, String thread) {
    }

    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();

    private void offer(PacketGate gate, ByteBuffer datagram, long atNs) {
        gate.offer(datagram, atNs,
                (passed, arrivalNs) -> delivered
                        .add(new Delivered(passed, arrivalNs, Thread.currentThread().getName())));
    }

    private Delivered next() throws InterruptedException {
        return delivered.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldStampPacketsWithTheTimeOfTheModel() throws InterruptedException {
        try (Bottleneck link = new Bottleneck(
                LinkSettings.OPEN.withRate(8_000_000).withDelay(Duration.ofMillis(10)), 1, "test-link")) {
            ByteBuffer first = ByteBuffer.allocate(1000 - LinkModel.IP_UDP_HEADER_BYTES);
            ByteBuffer second = ByteBuffer.allocate(1000 - LinkModel.IP_UDP_HEADER_BYTES);
            long nowNs = System.nanoTime();
            offer(link, first, nowNs);
            offer(link, second, nowNs);

            assertThat(next()).isEqualTo(new Delivered(first, nowNs + 11_000_000, "test-link"));
            assertThat(next()).isEqualTo(new Delivered(second, nowNs + 12_000_000, "test-link"));
        }
    }

    @Test
    void shouldPassOnWhatWaitsWhenTheRateIsRaised() throws InterruptedException {
        try (Bottleneck link = new Bottleneck(LinkSettings.OPEN.withRate(1_000), 1, "test-link")) {
            ByteBuffer small = ByteBuffer.allocate(1);
            ByteBuffer large = ByteBuffer.allocate(1000);
            // 232 ms on the link, and then 8 s.
            offer(link, small, System.nanoTime());
            offer(link, large, System.nanoTime());
            assertThat(link.queueDelayNs()).isGreaterThan(TimeUnit.SECONDS.toNanos(7));
            link.change(settings -> settings.withRate(LinkSettings.UNLIMITED));

            assertThat(next().datagram()).isSameAs(small);
            assertThat(next().datagram()).isSameAs(large);
            assertThat(link.settings()).isEqualTo(LinkSettings.OPEN);
            assertThat(link.droppedInQueue()).isZero();
        }
    }

    @Test
    void shouldDeliverNothingOnceClosed() {
        Bottleneck link = new Bottleneck(LinkSettings.OPEN.withDelay(Duration.ofSeconds(5)), 1, "test-closed-link");
        offer(link, ByteBuffer.allocate(1), System.nanoTime());
        link.close();
        offer(link, ByteBuffer.allocate(1), System.nanoTime());
        link.close();

        assertThat(delivered).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("test-closed-link");
    }

    @Test
    void shouldPassEverythingThroughAnOpenGate() {
        ByteBuffer datagram = ByteBuffer.allocate(3);
        offer(PacketGate.OPEN, datagram, 42);
        PacketGate.OPEN.close();

        assertThat(delivered).containsExactly(new Delivered(datagram, 42, Thread.currentThread().getName()));
    }
}
