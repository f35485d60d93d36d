package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.SEND_TIME_ID;
import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.bwe.api.RtpHandler;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the next handler gets: every packet once, with what came with it, whatever estimation makes of it. */
class IngressTest {
    private final RtpHandler next = mock(RtpHandler.class);

    @Test
    void theNextHandlerGetsTheSamePacketTimeAndOrdinal() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(), next);
            ByteBuffer packet = fixture.packet(1);
            handler.onRtp(packet, 17, 4);
            verify(next).onRtp(same(packet), eq(17L), eq(4L));
            verifyNoMoreInteractions(next);
        }
    }

    @Test
    void aPacketWithoutArrivalTimeStaysWithoutOne() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(), next);
            ByteBuffer packet = fixture.packet(1);
            handler.onRtp(packet);
            verify(next).onRtp(packet, RtpHandler.NO_ARRIVAL_TIME, RtpHandler.NO_ORDINAL);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen)
                    .extracting(RecordingEstimator.Seen::arrivalTimeNs).containsExactly(1_000_000_000L));
        }
    }

    @Test
    void whatTheNextHandlerThrowsIsItsCallersBusinessAndThePacketIsEstimated() {
        doThrow(new IllegalStateException("application at fault")).when(next).onRtp(any(), anyLong(), anyLong());
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(), next);
            ByteBuffer packet = new RtpPacketBuilder().ssrc(1).absSendTime(SEND_TIME_ID, 1).build();
            assertThatThrownBy(() -> handler.onRtp(packet)).hasMessage("application at fault");
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(1));
        }
    }
}
