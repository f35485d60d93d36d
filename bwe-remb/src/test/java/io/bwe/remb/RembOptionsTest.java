package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RembOptionsTest {
    private static RembOptions.Settings parse(Map<String, String> options) {
        return RembOptions.parse(options, false);
    }

    @Test
    void defaultsAreWhatTheDocumentationSays() {
        assertThat(parse(Map.of())).isEqualTo(new RembOptions.Settings(Duration.ofSeconds(1),
                Duration.ofMillis(200), 1, false, false, SendTimeSource.ABS_SEND_TIME, Duration.ofSeconds(5), 256, 256,
                4,
                64,
                Duration.ofMillis(20),
                Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(2)));
    }

    @Test
    void everyOptionIsRead() {
        assertThat(parse(Map.ofEntries(Map.entry("interval", "2s"), Map.entry("min-spacing", "100ms"),
                Map.entry("sender-ssrc", "4294967295"), Map.entry("estimate-audio", "true"),
                Map.entry("estimate-without-send-time", "true"), Map.entry("send-time-source", "abs-capture-time"),
                Map.entry("warm-up", "PT0S"),
                Map.entry("queue-capacity", "512"), Map.entry("packet-reserve", "1000"),
                Map.entry("few-packets", "8"),
                Map.entry("max-unsignalled", "0"), Map.entry("tick", "PT0.02S"),
                Map.entry("producer-margin", "5ms"), Map.entry("max-merge-delay", "1h"),
                Map.entry("close-grace", "100ms"))))
                .isEqualTo(new RembOptions.Settings(Duration.ofSeconds(2), Duration.ofMillis(100), 0xFFFF_FFFFL, true,
                        true, SendTimeSource.ABS_CAPTURE_TIME, Duration.ZERO, 512, 1_000, 8, 0, Duration.ofMillis(20),
                        Duration.ofMillis(5),
                        Duration.ofHours(1), Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @CsvSource({"interval, 49ms, PT0.05S to PT1M", //
            "interval, 61s, PT0.05S to PT1M", //
            "min-spacing, PT-0.001S, PT0S to PT1S", //
            "min-spacing, 1001ms, PT0S to PT1S", //
            "sender-ssrc, -1, 0 to 4294967295", //
            "sender-ssrc, 4294967296, 0 to 4294967295", //
            "warm-up, PT-0.001S, PT0S to PT1H", //
            "warm-up, 61min, PT0S to PT1H", //
            "queue-capacity, 15, 16 to 65536", //
            "queue-capacity, 65537, 16 to 65536", //
            "packet-reserve, 15, 16 to 1048576", //
            "packet-reserve, 1048577, 16 to 1048576", //
            "few-packets, -1, 0 to 64", //
            "few-packets, 65, 0 to 64", //
            "max-unsignalled, -1, 0 to 4096", //
            "max-unsignalled, 4097, 0 to 4096", //
            "tick, 999us, PT0.001S to PT0.1S", //
            "tick, 101ms, PT0.001S to PT0.1S", //
            "producer-margin, PT-0.001S, PT0S to PT1S", //
            "producer-margin, 1001ms, PT0S to PT1S", //
            "max-merge-delay, 999us, PT0.001S to PT1H", //
            "max-merge-delay, 61min, PT0.001S to PT1H", //
            "close-grace, 9ms, PT0.01S to PT1M", //
            "close-grace, 61s, PT0.01S to PT1M"})
    void aValueOutOfItsRangeIsRefusedWithTheRange(String name, String value, String range) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of(name, value)))
                .withMessageContaining(name).withMessageContaining(range);
    }

    @ParameterizedTest
    @CsvSource({"interval, soon", "interval, 5", "sender-ssrc, one", "estimate-audio, maybe", "send-time-source, both"})
    void aValueOfAnotherKindIsRefusedByName(String name, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of(name, value)))
                .withMessageContaining(name);
    }

    @Test
    void aMinimumSpacingAboveTheIntervalIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(Map.of("interval", "100ms", "min-spacing", "101ms")))
                .withMessageContaining("min-spacing").withMessageContaining("PT0S to PT0.1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(Map.of("interval", "60s", "min-spacing", "10001ms")))
                .withMessageContaining("PT0S to PT10S");
    }

    @Test
    void whetherStreamsWithoutSendTimeAreEstimatedIsUpToTheEstimatorsUnlessGiven() {
        assertThat(RembOptions.parse(Map.of(), true).estimateWithoutSendTime()).isTrue();
        assertThat(RembOptions.parse(Map.of("estimate-without-send-time", "false"), true).estimateWithoutSendTime())
                .isFalse();
        assertThat(parse(Map.of("estimate-without-send-time", "true")).estimateWithoutSendTime()).isTrue();
    }

    @Test
    void theDefaultSpacingShrinksWithTheInterval() {
        assertThat(parse(Map.of("interval", "100ms")).minSpacing()).isEqualTo(Duration.ofMillis(100));
        assertThat(parse(Map.of("interval", "300ms")).minSpacing()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void anUnknownOptionIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of("intervall", "1s")))
                .withMessageContaining("intervall").withMessageContaining("interval,");
    }
}
