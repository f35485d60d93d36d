package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterceptorTest {
    private static final StreamInfo STREAM = StreamInfo.builder(1).build();

    private final Interceptor interceptor = new Interceptor() {
    };

    @Test
    void anInterceptorThatOverridesNothingPassesEverythingThrough() {
        RtpHandler rtpHandler = (packet, arrivalTimeNs, ordinal) -> {
        };
        RtpWriter rtpWriter = packet -> {
        };
        RtcpHandler rtcpHandler = packet -> {
        };
        RtcpWriter rtcpWriter = packet -> {
        };
        assertThat(interceptor.bindRemoteStream(STREAM, rtpHandler)).isSameAs(rtpHandler);
        assertThat(interceptor.unsignalledRtp(List.of(), rtpHandler)).isSameAs(rtpHandler);
        assertThat(interceptor.bindLocalStream(STREAM, rtpWriter)).isSameAs(rtpWriter);
        assertThat(interceptor.bindRtcpReader(rtcpHandler)).isSameAs(rtcpHandler);
        assertThat(interceptor.bindRtcpWriter(rtcpWriter)).isSameAs(rtcpWriter);
        assertThat(interceptor.bandwidthControl()).isEmpty();
    }

    @Test
    void anInterceptorThatOverridesNothingHasNothingToEnd() {
        assertThatCode(() -> {
            interceptor.unbindRemoteStream(STREAM);
            interceptor.unbindLocalStream(STREAM);
            interceptor.close();
            interceptor.close();
        }).doesNotThrowAnyException();
    }

    @Test
    void aPacketWithoutTimeOrNumberSaysSo() {
        ByteBuffer packet = ByteBuffer.allocate(12);
        long[] seen = new long[2];
        RtpHandler handler = (given, arrivalTimeNs, ordinal) -> {
            assertThat(given).isSameAs(packet);
            seen[0] = arrivalTimeNs;
            seen[1] = ordinal;
        };
        handler.onRtp(packet);
        assertThat(seen).containsExactly(RtpHandler.NO_ARRIVAL_TIME, RtpHandler.NO_ORDINAL);
        handler.onRtp(packet, 5);
        assertThat(seen).containsExactly(5, RtpHandler.NO_ORDINAL);
    }
}
