package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.CloseReport;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.RtpHandler;
import io.bwe.testkit.LiveThreads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an interceptor ends when nothing is in its way. */
@Timeout(60)
class RembInterceptorCloseTest {
    @AfterEach
    void nothingOfTheLibraryIsLeft() {
        InterceptorFixture.eventuallyInAnyCase(() -> assertThat(LiveThreads.named("bwe-")).isEmpty());
    }

    private static void runUntilRemb(InterceptorFixture fixture, RtpHandler handler, long ssrc) {
        fixture.receive(handler, ssrc);
        fixture.settle();
    }

    @Test
    void everyThreadOfALivingInterceptorIsSeenByThisTest() {
        // With slow ticks, because a thread dump must not meet threads that are busy, see LiveThreads.
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.option(RembOptions.TICK, "100ms"))) {
            fixture.receive(fixture.bind(11), 11);
            fixture.eventually(() -> assertThat(fixture.statistics.streamsActive()).isEqualTo(1));
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
}
