package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionReaderTest {
    private enum Filter {
        KALMAN, TREND_LINE
    }

    private static OptionReader with(String name, String value) {
        return new OptionReader("estimator x", Map.of(name, value));
    }

    private static OptionReader withNothing() {
        return new OptionReader("estimator x", Map.of());
    }

    private static Duration readDelay(OptionReader reader) {
        return reader.readDuration("delay", Duration.ofMillis(7), Duration.ofMillis(1), Duration.ofHours(2));
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        OptionReader reader = withNothing();
        // A default need not lie in the range that is open to users.
        assertThat(reader.readLong("size", -1, 0, 10)).isEqualTo(-1);
        assertThat(readDelay(reader)).isEqualTo(Duration.ofMillis(7));
        assertThat(reader.readBoolean("on", true)).isTrue();
        assertThat(reader.readEnum("filter", Filter.TREND_LINE)).isEqualTo(Filter.TREND_LINE);
        assertThatCode(reader::rejectUnknown).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10", "' 3 ', 3", "+4, 4"})
    void readsWholeNumbers(String text, long value) {
        assertThat(with("size", text).readLong("size", 5, 0, 10)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "11", "9223372036854775807"})
    void refusesANumberOutOfRangeWithTheRange(String text) {
        assertThatThrownBy(() -> with("size", text).readLong("size", 5, 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size " + text + " is out of range; allowed is 0 to 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "1.5", "1e3", "0x10", "9223372036854775808"})
    void refusesWhatIsNoWholeNumberWithTheRange(String text) {
        assertThatThrownBy(() -> with("size", text).readLong("size", 5, 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size '" + text + "' is not a whole number from 0 to 10");
    }

    @ParameterizedTest
    @CsvSource({"10ms, PT0.01S", "1500us, PT0.0015S", "2s, PT2S", "2min, PT2M", "1h, PT1H", "10 ms, PT0.01S",
            "' 10ms ', PT0.01S", "PT0.01S, PT0.01S", "pt1s, PT1S"})
    void readsLengthsOfTime(String text, Duration value) {
        assertThat(readDelay(with("delay", text))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "ms", "10m", "10MS", "1.5s", "-1s", "PT", "soon", "9223372036854775807h",
            "9223372036854775807us", "99999999999999999999s"})
    void refusesWhatIsNoLengthOfTime(String text) {
        assertThatThrownBy(() -> readDelay(with("delay", text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay '" + text
                        + "' is not a length of time such as 10ms, 2s or PT1S, PT0.001S to PT2H");
    }

    @ParameterizedTest
    @CsvSource({"999us, PT0.000999S", "PT-1S, PT-1S", "3h, PT3H"})
    void refusesALengthOfTimeOutOfRangeWithTheRange(String text, Duration value) {
        assertThatThrownBy(() -> readDelay(with("delay", text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay " + value + " is out of range; allowed is PT0.001S to PT2H");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "' false ', false"})
    void readsYesAndNo(String text, boolean value) {
        assertThat(with("on", text).readBoolean("on", !value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", "truee"})
    void refusesWhatIsNeitherYesNorNo(String text) {
        assertThatThrownBy(() -> with("on", text).readBoolean("on", true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on '" + text + "' is neither true nor false");
    }

    @ParameterizedTest
    @CsvSource({"kalman, KALMAN", "trend-line, TREND_LINE", "Trend-Line, TREND_LINE", "' kalman ', KALMAN"})
    void readsConstantsInLowerCaseWithHyphens(String text, Filter value) {
        assertThat(with("filter", text).readEnum("filter", Filter.KALMAN)).isEqualTo(value);
        assertThat(OptionReader.optionText(value)).isEqualTo(text.trim().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trend_line", "median"})
    void refusesOtherConstantsWithThoseThatExist(String text) {
        assertThatThrownBy(() -> with("filter", text).readEnum("filter", Filter.KALMAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("filter '" + text + "' is none of [kalman, trend-line]");
    }

    @Test
    void refusesWhatNobodyAskedForWithWhatIsKnown() {
        OptionReader reader = new OptionReader("estimator x", Map.of("windwo", "20", "threshold", "1", "on", "true"));
        reader.readLong("window", 20, 1, 100);
        reader.readBoolean("on", false);
        assertThatThrownBy(reader::rejectUnknown).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("estimator x has no option [threshold, windwo]; it knows [on, window]");
    }

    @Test
    void saysSoIfThereAreNoOptionsAtAll() {
        assertThatThrownBy(with("window", "20")::rejectUnknown).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("estimator x has no option [window]; it has none");
    }

    @Test
    void leavesTheCallersMapAlone() {
        Map<String, String> options = new HashMap<>(Map.of("size", "3"));
        new OptionReader("estimator x", options).readLong("size", 5, 0, 10);
        assertThat(options).isEqualTo(Map.of("size", "3"));
    }
}
