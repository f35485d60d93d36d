package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.CloseReport;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.RtpHandler;
import io.bwe.testkit.LiveThreads;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How an interceptor ends: whatever happens, close() returns in time and leaves nothing behind that it does not name.
 */
@Timeout(60)
class RembInterceptorCloseTest {
    private final AtomicBoolean release = new AtomicBoolean();

    @AfterEach
    void nothingOfTheLibraryIsLeft() {
        release.set(true);
        InterceptorFixture.eventuallyInAnyCase(() -> assertThat(LiveThreads.named("bwe-")).isEmpty());
    }

    /** Parks whatever interrupts, until the test is over. */
    private void parkStubbornly() {
        boolean interrupted = false;
        while (!release.get()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static InterceptorFixture impatient() {
        return new InterceptorFixture(config -> config.option(RembOptions.CLOSE_GRACE, "200ms"));
    }

    private static void runUntilRemb(InterceptorFixture fixture, RtpHandler handler, long ssrc) {
        fixture.receive(handler, ssrc);
        fixture.settle();
    }

    @Test
    void everyThreadOfALivingInterceptorIsSeenByThisTest() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.receive(fixture.bind(11), 11);
            fixture.eventually(() -> assertThat(LiveThreads.named("bwe-")).hasSize(4)
                    .anyMatch(name -> name.startsWith("bwe-owner-"))
                    .anyMatch(name -> name.startsWith("bwe-transport-"))
                    .anyMatch(name -> name.startsWith("bwe-remb-")).contains("bwe-stream-11"));
        }
    }

    @Test
    void closesBeforeAnythingWasBoundAndTwice() {
        InterceptorFixture fixture = new InterceptorFixture();
        fixture.close();
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        fixture.close();
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void closesWithAStreamAndAWriterBoundAndSendsNothingAfterwards() {
        InterceptorFixture fixture = new InterceptorFixture().withWriter();
        List<ByteBuffer> passedOn = new ArrayList<>();
        RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(),
                (packet, arrivalTimeNs, ordinal) -> passedOn.add(packet));
        runUntilRemb(fixture, handler, 1);
        fixture.eventually(() -> assertThat(fixture.rembs).hasSize(1));
        fixture.close();
        assertThat(fixture.statistics.streamsActive()).isZero();
        assertThat(fixture.statistics.streamsEnded(StreamEnd.CLOSE)).isEqualTo(1);

        fixture.clock.advance(Duration.ofSeconds(5));
        fixture.receive(handler, 1);
        fixture.control.onRtt(Duration.ofMillis(20));
        assertThat(passedOn).hasSize(2);
        // The owner opens the latch just before it ends.
        fixture.eventually(() -> assertThat(LiveThreads.named("bwe-")).isEmpty());
        assertThat(fixture.rembs).hasSize(1);
        assertThat(fixture.statistics.workerErrors()).isZero();
        assertThatThrownBy(() -> fixture.bind(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.interceptor.bindRtcpWriter(packet -> {
        })).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.interceptor.bindLocalStream(video(2).build(), packet -> {
        })).isInstanceOf(IllegalStateException.class);
        fixture.interceptor.unbindRemoteStream(video(1).build());
    }

    @Test
    void aClosedInterceptorCanBeCollected() {
        WeakReference<Interceptor> interceptor = new WeakReference<>(closedAfterUse());
        InterceptorFixture.eventuallyInAnyCase(() -> {
            System.gc();
            assertThat(interceptor.get()).isNull();
        });
    }

    private static Interceptor closedAfterUse() {
        InterceptorFixture fixture = new InterceptorFixture().withWriter();
        runUntilRemb(fixture, fixture.bind(1), 1);
        fixture.close();
        return fixture.interceptor;
    }

    @Test
    void packetsReceivedBeforeCloseAreEstimated() {
        InterceptorFixture fixture = new InterceptorFixture();
        RtpHandler first = fixture.bind(1);
        RtpHandler second = fixture.bind(2);
        for (int i = 0; i < 50; i++) {
            first.onRtp(fixture.packet(1), 1_000 + i);
            second.onRtp(fixture.packet(2), 1_000 + i);
        }
        fixture.close();
        assertThat(fixture.estimator.seen).hasSize(100);
        assertThat(fixture.estimator.seen).isSortedAccordingTo((a, b) -> a.arrivalTimeNs() != b.arrivalTimeNs()
                ? Long.compare(a.arrivalTimeNs(), b.arrivalTimeNs())
                : Long.compare(a.ssrc(), b.ssrc()));
    }

    @Test
    void closesFromItsOwnWriterAndListener() throws Exception {
        CountDownLatch returned = new CountDownLatch(2);
        InterceptorFixture fromWriter = new InterceptorFixture();
        fromWriter.interceptor.bindRtcpWriter(packet -> {
            fromWriter.close();
            returned.countDown();
        });
        runUntilRemb(fromWriter, fromWriter.bind(1), 1);
        InterceptorFixture fromListener = new InterceptorFixture();
        fromListener.control.subscribe(estimate -> {
            fromListener.close();
            returned.countDown();
        });
        runUntilRemb(fromListener, fromListener.bind(1), 1);
        assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
        fromWriter.close();
        fromListener.close();
        assertThat(fromWriter.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(fromListener.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void anInterruptedCallerStaysInterruptedAndIsWaitedForAllTheSame() {
        InterceptorFixture fixture = new InterceptorFixture();
        fixture.receive(fixture.bind(1), 1);
        Thread.currentThread().interrupt();
        fixture.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(fixture.estimator.seen).hasSize(1);
    }

    @Test
    void aWriterThatNeverReturnsIsLeftBehindAndNamed() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch inside = new CountDownLatch(1);
        fixture.interceptor.bindRtcpWriter(packet -> {
            inside.countDown();
            parkStubbornly();
        });
        runUntilRemb(fixture, fixture.bind(1), 1);
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fixture.close();
        assertThat(fixture.control.closeReport().closed()).isTrue();
        assertThat(fixture.control.closeReport().stuck()).singleElement().asString().contains("bwe-remb-")
                .contains("the RTCP writer");
    }

    @Test
    void aWriterThatHeedsInterruptsEndsInTheSecondGrace() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        fixture.interceptor.bindRtcpWriter(packet -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        runUntilRemb(fixture, fixture.bind(1), 1);
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fixture.close();
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void anEstimatorThatNeverReturnsIsLeftBehindAndNamed() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch inside = new CountDownLatch(1);
        fixture.estimator.onPacket = packet -> {
            inside.countDown();
            parkStubbornly();
        };
        fixture.receive(fixture.bind(1), 1);
        fixture.clock.advance(Duration.ofMillis(50));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fixture.close();
        assertThat(fixture.control.closeReport().stuck()).singleElement().asString().contains("bwe-transport-")
                .contains("the estimator");
    }

    @Test
    void aWriterThatWaitsForTheClosersLockDoesNotHoldCloseUp() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch inside = new CountDownLatch(1);
        Object lock = new Object();
        fixture.interceptor.bindRtcpWriter(packet -> {
            inside.countDown();
            synchronized (lock) {
                lock.notifyAll();
            }
        });
        RtpHandler handler = fixture.bind(1);
        synchronized (lock) {
            fixture.receive(handler, 1);
            fixture.clock.advance(Duration.ofMillis(50));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            fixture.close();
            assertThat(fixture.control.closeReport().closed()).isTrue();
        }
    }

    @Test
    void closersAtTheSameTimeAllReturnWhenItIsOver() throws Exception {
        for (int round = 0; round < 50; round++) {
            InterceptorFixture fixture = new InterceptorFixture().withWriter();
            RtpHandler handler = fixture.bind(1);
            fixture.receive(handler, 1);
            CountDownLatch start = new CountDownLatch(1);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        fixture.close();
                        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
                        assertThat(fixture.statistics.streamsActive()).isZero();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                }));
            }
            start.countDown();
            for (Thread closer : closers) {
                closer.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(fixture.estimator.seen).hasSize(1);
        }
    }

    // ---- what is to run at close

    @Test
    void whatIsToRunAtCloseFindsEverythingOverAndHasRunWhenCloseReturns() {
        InterceptorFixture fixture = new InterceptorFixture();
        List<Long> estimated = new ArrayList<>();
        fixture.control.onClose(() -> estimated.add(fixture.statistics.packetsEstimated()));
        fixture.receive(fixture.bind(1), 1);
        assertThat(estimated).isEmpty();
        fixture.close();
        fixture.close();
        assertThat(estimated).containsExactly(1L);
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void itMayCloseTheInterceptorAgain() {
        InterceptorFixture fixture = impatient();
        fixture.control.onClose(fixture::close);
        fixture.close();
        fixture.control.onClose(fixture::close);
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void itRunsAlsoWhenATaskOfTheInterceptorsCloses() {
        InterceptorFixture fixture = new InterceptorFixture();
        CountDownLatch ran = new CountDownLatch(1);
        fixture.control.onClose(ran::countDown);
        fixture.control.subscribe(estimate -> fixture.close());
        runUntilRemb(fixture, fixture.bind(1), 1);
        fixture.eventually(() -> assertThat(ran.getCount()).isZero());
    }

    @Test
    void itRunsAlsoWhenATaskIsStuck() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        fixture.estimator.onPacket = packet -> {
            inside.countDown();
            parkStubbornly();
        };
        fixture.control.onClose(ran::countDown);
        fixture.receive(fixture.bind(1), 1);
        fixture.clock.advance(Duration.ofMillis(50));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fixture.close();
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        // Whoever comes now is not kept waiting for the task either.
        fixture.eventually(() -> {
            CountDownLatch later = new CountDownLatch(1);
            fixture.control.onClose(later::countDown);
            assertThat(later.getCount()).isZero();
        });
    }

    @Test
    void whatNeverReturnsAtCloseIsLeftBehindAndNamedAndTheOthersRun() throws Exception {
        InterceptorFixture fixture = impatient();
        CountDownLatch other = new CountDownLatch(1);
        fixture.control.onClose(this::parkStubbornly);
        fixture.control.onClose(other::countDown);
        fixture.close();
        assertThat(fixture.control.closeReport().stuck()).singleElement().asString().contains("bwe-owner-")
                .contains("what was to run at close");
        assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
