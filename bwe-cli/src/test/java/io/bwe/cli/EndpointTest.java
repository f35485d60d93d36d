package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.1,10.0.0.1", "255.255.255.255:65535,255.255.255.255:65535",
            "2001:db8::1,2001:db8:0:0:0:0:0:1", "[2001:db8::1],2001:db8:0:0:0:0:0:1",
            "[2001:db8::1]:443,[2001:db8:0:0:0:0:0:1]:443", "::,0:0:0:0:0:0:0:0"})
    void readsAndWritesAddresses(String text, String written) throws BadInputException {
        assertThat(Endpoint.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.256", "10.0.0.1:", "10.0.0.1:65536", "10.0.0.1:x", "1:2",
            "[::1", "[::1]:", ":::", "fe80::1%eth0", "[10.0.0.1.5]:3", "1:2:3:4:5:6:7:8:9"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("'" + text + "' is no sender");
    }

    @Test
    void matchesAnyPortIfNoneIsGiven() throws BadInputException {
        Endpoint other = Endpoint.parse("10.0.0.1:5000");
        assertThat(Endpoint.parse("10.0.0.1").matches(other)).isTrue();
        assertThat(Endpoint.parse("10.0.0.1:5000").matches(other)).isTrue();
        assertThat(Endpoint.parse("10.0.0.1:5001").matches(other)).isFalse();
        assertThat(Endpoint.parse("10.0.0.2").matches(other)).isFalse();
        assertThat(Endpoint.parse("::a00:1").matches(other)).isFalse();
    }
}
