package io.bwe.verification.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.verification.load.LoadArguments.Mode;
import io.bwe.verification.load.Shape.RatePer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadArgumentsTest {
    @Test
    void loadsTheUsualShapesByDefault() {
        LoadArguments arguments = LoadArguments.parse();

        assertThat(arguments.modes()).containsExactly(Mode.LOAD);
        assertThat(arguments.shapes()).containsExactly(new Shape(100, 10, 500, RatePer.STREAM),
                new Shape(1_000, 10, 50, RatePer.STREAM), new Shape(1, 256, 500, RatePer.STREAM));
    }

    @Test
    void takesEverythingTheHelpLists() {
        LoadArguments arguments = LoadArguments.parse("--curve", "--shape", "2x3x4", "--rate-per", "transport",
                "--seconds", "5", "--warm-up", "6", "--senders", "7", "--estimator", "delay-trendline", "--option",
                "tick=20ms", "--churn");

        assertThat(arguments).isEqualTo(new LoadArguments(List.of(Mode.CURVE, Mode.CHURN),
                List.of(new Shape(2, 3, 4, RatePer.TRANSPORT)), 6, 5, 7, "delay-trendline",
                Map.of("tick", "20ms")));
    }

    @Test
    void aRateBelongsToAStreamOrToATransport() {
        assertThat(Shape.parse("100x10x500", RatePer.STREAM).packetsPerSecond()).isEqualTo(500_000);
        assertThat(Shape.parse("100x10x500", RatePer.TRANSPORT).packetsPerSecond()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --what                | "--what" is not known; --help lists all
            --seconds             | --seconds needs a value
            --seconds 0           | --seconds 0 is out of range; allowed is 1 to 86400
            --seconds x           | --seconds needs a whole number, not "x"
            --shape 1x2           | "1x2" is no shape; one is TRANSPORTSxSTREAMSxRATE, for instance 100x10x500
            --shape 1xax3         | "1xax3" is no shape: its parts are whole numbers
            --shape 0x1x1         | transports 0 is out of range; allowed is 1 to 1000000
            --shape 10000x10000x1 | 10000 x 10000 streams are too many; allowed are 1000000
            --rate-per second     | --rate-per is "stream" or "transport", not "second"
            --option tick         | --option needs NAME=VALUE, not "tick"
            """)
    void saysWhatMakesNoSense(String line, String message) {
        assertThatThrownBy(() -> LoadArguments.parse(line.split(" "))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
