package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveThreadsTest {
    private final CountDownLatch started = new CountDownLatch(3);
    private final CountDownLatch end = new CountDownLatch(1);

    private void live() {
        started.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void listsVirtualAndPlatformThreadsByPrefixWhileTheyLive() throws InterruptedException {
        Thread[] threads = {Thread.ofVirtual().name("live-threads-test-b").start(this::live),
                Thread.ofPlatform().name("live-threads-test-a").start(this::live),
                Thread.ofVirtual().name("another-live-threads-test").start(this::live)};
        started.await();
        assertThat(LiveThreads.named("live-threads-test-")).containsExactly("live-threads-test-a",
                "live-threads-test-b");
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(LiveThreads.named("live-threads-test-")).isEmpty();
    }
}
