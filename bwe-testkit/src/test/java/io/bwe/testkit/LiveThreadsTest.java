package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    @Test
    void listsAContainerWhileItIsOpen() {
        String type = "ThreadPerTaskExecutor";
        List<String> before = LiveThreads.containers(type);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.execute(end::countDown);
            assertThat(LiveThreads.containers(type)).hasSize(before.size() + 1).containsAll(before);
            assertThat(LiveThreads.containers("NoSuchContainer")).isEmpty();
        }
        assertThat(LiveThreads.containers(type)).isEqualTo(before);
    }
}
