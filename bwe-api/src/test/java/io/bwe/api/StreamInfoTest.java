package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamInfoTest {
    private static final long HIGHEST_SSRC = 4_294_967_295L;

    @Test
    void onlyTheSsrcIsNeeded() {
        StreamInfo stream = StreamInfo.builder(HIGHEST_SSRC).build();
        assertThat(stream.ssrc()).isEqualTo(HIGHEST_SSRC);
        assertThat(stream.rtxSsrc()).isEmpty();
        assertThat(stream.fecSsrc()).isEmpty();
        assertThat(stream.payloadType()).isZero();
        assertThat(stream.mimeType()).isEmpty();
        assertThat(stream.isAudio()).isFalse();
        assertThat(stream.clockRate()).isEqualTo(90_000);
        assertThat(stream.headerExtensions()).isEmpty();
        assertThat(stream.rtcpFeedback()).isEmpty();
    }

    @Test
    void whatIsSetIsKept() {
        StreamInfo stream = StreamInfo.builder(1).rtxSsrc(0).fecSsrc(HIGHEST_SSRC).payloadType(127)
                .mimeType("video/VP8").clockRate(1).headerExtension("urn:a", 1)
                .headerExtension(HeaderExtension.ABS_SEND_TIME, 3).rtcpFeedback("goog-remb").rtcpFeedback("nack pli")
                .build();
        assertThat(stream.rtxSsrc()).hasValue(0);
        assertThat(stream.fecSsrc()).hasValue(HIGHEST_SSRC);
        assertThat(stream.payloadType()).isEqualTo(127);
        assertThat(stream.mimeType()).isEqualTo("video/VP8");
        assertThat(stream.clockRate()).isEqualTo(1);
        assertThat(stream.headerExtensions()).containsExactly(new HeaderExtension("urn:a", 1),
                new HeaderExtension(HeaderExtension.ABS_SEND_TIME, 3));
        assertThat(stream.rtcpFeedback()).containsExactly("goog-remb", "nack pli");
    }

    @Test
    void anExtensionIsFoundByItsUri() {
        StreamInfo stream = StreamInfo.builder(1).headerExtension("urn:a", 1)
                .headerExtension(HeaderExtension.ABS_SEND_TIME, 3).build();
        assertThat(stream.extensionId(HeaderExtension.ABS_SEND_TIME)).hasValue(3);
        assertThat(stream.extensionId(HeaderExtension.ABS_CAPTURE_TIME)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"audio/opus, true", "AUDIO/PCMU, true", "video/VP8, false", "application/audio, false", "audio, false"})
    void audioIsToldByTheMediaType(String mimeType, boolean audio) {
        assertThat(StreamInfo.builder(1).mimeType(mimeType).build().isAudio()).isEqualTo(audio);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, HIGHEST_SSRC + 1})
    void anSsrcOutOfRangeIsRefusedWithTheRange(long ssrc) {
        String reason = " " + ssrc + " is out of range; allowed is 0 to 4294967295";
        assertThatThrownBy(StreamInfo.builder(ssrc)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ssrc" + reason);
        assertThatThrownBy(StreamInfo.builder(1).rtxSsrc(ssrc)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rtxSsrc" + reason);
        assertThatThrownBy(StreamInfo.builder(1).fecSsrc(ssrc)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fecSsrc" + reason);
    }

    @Test
    void otherValuesOutOfRangeAreRefusedWithTheRange() {
        assertThatThrownBy(StreamInfo.builder(1).payloadType(128)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payloadType 128 is out of range; allowed is 0 to 127");
        assertThatThrownBy(StreamInfo.builder(1).payloadType(-1)::build).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(StreamInfo.builder(1).clockRate(0)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clockRate 0 is out of range; allowed is 1 to 1000000000");
        assertThatThrownBy(StreamInfo.builder(1).clockRate(1_000_000_001)::build)
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamInfo.builder(1).headerExtension("urn:a", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDescriptionDoesNotChangeWithItsBuilder() {
        StreamInfo.Builder builder = StreamInfo.builder(1).headerExtension("urn:a", 1).rtcpFeedback("nack");
        StreamInfo before = builder.build();
        builder.headerExtension("urn:b", 2).rtcpFeedback("goog-remb");
        assertThat(before.headerExtensions()).hasSize(1);
        assertThat(before.rtcpFeedback()).containsExactly("nack");
        assertThatThrownBy(() -> before.rtcpFeedback().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
