package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class TaskScopeTest {
    private final Queue<Thread> forked = new ConcurrentLinkedQueue<>();

    static List<Arguments> kinds() {
        return Stream.of(Arguments.of("structured", (Supplier<TaskScope>) StructuredScope::openScope),
                Arguments.of("executor", (Supplier<TaskScope>) ExecutorScope::new)).toList();
    }

    @AfterEach
    void noThreadIsLeft() {
        // A thread tells its scope that it is over shortly before it is.
        Awaitility.await().untilAsserted(() -> assertThat(forked).noneMatch(Thread::isAlive));
    }

    private interface Body {
        void run(TaskScope scope) throws Exception;
    }

    /** Opens, uses and closes a scope in one virtual thread, as the owner does. */
    private static void inOwner(Supplier<TaskScope> opener, Body body) throws Exception {
        FutureTask<Void> owner = new FutureTask<>(() -> {
            try (TaskScope scope = opener.get()) {
                body.run(scope);
            }
            return null;
        });
        Thread thread = Thread.ofVirtual().start(owner);
        owner.get(20, TimeUnit.SECONDS);
        thread.join();
    }

    private Runnable recorded(Runnable body) {
        return () -> {
            forked.add(Thread.currentThread());
            body.run();
        };
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thisJdkHasAShapeThatIsKnown() {
        try (TaskScope scope = TaskScope.open()) {
            assertThat(scope).isInstanceOf(StructuredScope.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyTaskRunsInAVirtualThreadOfItsOwn(String kind, Supplier<TaskScope> opener) throws Exception {
        Queue<Integer> ran = new ConcurrentLinkedQueue<>();
        inOwner(opener, scope -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                scope.fork(recorded(() -> ran.add(number)));
            }
            scope.join();
        });
        assertThat(ran).hasSize(100).doesNotHaveDuplicates();
        assertThat(forked).hasSize(100).doesNotHaveDuplicates().allMatch(Thread::isVirtual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void joinWaitsForEveryTask(String kind, Supplier<TaskScope> opener) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Queue<String> order = new ConcurrentLinkedQueue<>();
        inOwner(opener, scope -> {
            scope.fork(recorded(() -> {
                awaitUninterrupted(go);
                order.add("first");
            }));
            scope.fork(recorded(() -> order.add("second")));
            Awaitility.await().until(() -> order.contains("second"));
            scope.fork(recorded(go::countDown));
            scope.join();
            order.add("joined");
        });
        assertThat(order).containsExactly("second", "first", "joined");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void anInterruptedJoinLetsCloseInterruptTheTasksAndWaitForThem(String kind, Supplier<TaskScope> opener)
            throws Exception {
        Queue<String> order = new ConcurrentLinkedQueue<>();
        inOwner(opener, scope -> {
            CountDownLatch running = new CountDownLatch(1);
            scope.fork(recorded(() -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    order.add("interrupted");
                }
            }));
            running.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(scope::join).isInstanceOf(InterruptedException.class);
            order.add("join interrupted");
            scope.close();
            order.add("closed");
        });
        assertThat(order).containsExactly("join interrupted", "interrupted", "closed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void closeWithoutJoinInterruptsTheTasksAndWaitsForThem(String kind, Supplier<TaskScope> opener) throws Exception {
        Queue<String> order = new ConcurrentLinkedQueue<>();
        inOwner(opener, scope -> {
            CountDownLatch running = new CountDownLatch(1);
            scope.fork(recorded(() -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    order.add("interrupted");
                }
            }));
            running.await();
            scope.close();
            order.add("closed");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        assertThat(order).containsExactly("interrupted", "closed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aScopeWithoutTasksIsClosed(String kind, Supplier<TaskScope> opener) throws Exception {
        inOwner(opener, scope -> assertThat(scope).isNotNull());
        inOwner(opener, TaskScope::join);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void nothingIsForkedAfterClose(String kind, Supplier<TaskScope> opener) throws Exception {
        inOwner(opener, scope -> {
            scope.join();
            scope.close();
            assertThatThrownBy(() -> scope.fork(recorded(() -> {
            }))).isInstanceOf(IllegalStateException.class);
        });
        assertThat(forked).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aWrappedBodyThatThrowsDoesNotKeepOthersFromStarting(String kind, Supplier<TaskScope> opener)
            throws Exception {
        Queue<Throwable> caught = new ConcurrentLinkedQueue<>();
        CountDownLatch later = new CountDownLatch(1);
        inOwner(opener, scope -> {
            scope.fork(recorded(() -> {
                try {
                    throw new IllegalStateException("intended");
                } catch (IllegalStateException e) {
                    caught.add(e);
                }
            }));
            Awaitility.await().until(() -> !caught.isEmpty() && forked.stream().noneMatch(Thread::isAlive));
            scope.fork(recorded(later::countDown));
            scope.join();
        });
        assertThat(later.getCount()).isZero();
    }

    @Test
    void aCancelledScopeRefusesToFork() throws Exception {
        assumeTrue(Runtime.version().feature() >= 25, "a failing task cancels the scope from JDK 25 on");
        inOwner(StructuredScope::openScope, scope -> {
            CountDownLatch go = new CountDownLatch(1);
            scope.fork(recorded(() -> {
                awaitUninterrupted(go);
                throw new IllegalStateException("intended");
            }));
            go.countDown();
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThatThrownBy(
                    () -> scope.fork(recorded(() -> {
                    }))).isInstanceOf(IllegalStateException.class).hasMessageContaining("cancelled"));
            assertThatThrownBy(scope::join).hasRootCauseMessage("intended");
        });
    }
}
