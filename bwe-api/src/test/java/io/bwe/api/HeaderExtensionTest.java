package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderExtensionTest {
    @Test
    void theUrisAreThoseOfSessionDescriptions() {
        assertThat(HeaderExtension.ABS_SEND_TIME)
                .isEqualTo("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
        assertThat(HeaderExtension.ABS_CAPTURE_TIME)
                .isEqualTo("http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 255})
    void takesTheIdsOfOneByteAndTwoByteHeaders(int id) {
        assertThat(new HeaderExtension("urn:x", id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    void refusesOtherIdsWithTheRange(int id) {
        assertThatThrownBy(() -> new HeaderExtension("urn:x", id)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header extension id " + id + " is out of range; allowed is 1 to 255");
    }
}
