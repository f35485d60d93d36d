package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.RtpHandler;
import io.bwe.testkit.LiveThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the application wants done when the interceptor is closed is done, once, however that comes about. */
@Timeout(60)
class RembInterceptorOnCloseTest {
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
