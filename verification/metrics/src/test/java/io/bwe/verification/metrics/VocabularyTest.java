package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of operators' files find what they are there to find. */
class VocabularyTest {
    private final Vocabulary vocabulary = new Vocabulary(new Scrape("""
            # TYPE packets_total counter
            packets_total{estimator="a",result="accepted"} 5.0
            packets_total{estimator="a",result="late"} 1.0
            packets_total{estimator="b",result="accepted"} 7.0
            # TYPE streams gauge
            streams{estimator="a"} 2.0
            # TYPE delay_seconds summary
            delay_seconds_count{estimator="a"} 5
            delay_seconds_sum{estimator="a"} 0.1
            """), Set.of("estimator"));

    @ParameterizedTest
    @ValueSource(strings = {"streams", "rate(packets_total[5m])", "increase(packets_total{result='late'}[15m]) > 0",
            "rate(delay_seconds_sum[5m]) / (rate(delay_seconds_count[$__rate_interval]) > 0)",
            "avg_over_time(streams[1h] offset 10m)", "last_over_time(packets_total[1d]) or 0 * streams",
            "sum by (result, job) (rate(packets_total{estimator=~'$estimator',instance='x'}[5m]))",
            "packets_total{estimator!='a'} or max(streams{estimator=~'a|.*'}) >= 0.5",
            "streams * ignoring (result) group_left () rate(packets_total[5m])"})
    void rightExpressionsAreRight(String expression) {
        assertThat(vocabulary.faults(parse(expression))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"stream; no metric stream",
            "up; no metric up", "rate(streams[5m]); rate() of streams, which is no counter",
            "increase(streams[5m]); increase() of streams, which is no counter",
            "rate(delay_seconds[5m]); no metric delay_seconds",
            "avg_over_time(packets_total[5m]); avg_over_time() of packets_total, which is a counter",
            "packets_total{resul='late'}; no label resul of packets_total",
            "packets_total{result='lost'}; no packets_total has result lost",
            "packets_total{result!='lost'}; no packets_total has result lost",
            "packets_total{result=~'late|lost'}; no packets_total has result lost",
            "packets_total{result='late',estimator='b'}; no series packets_total meets all of",
            "packets_total{estimator=~'$server'}; no variable $server",
            "sum by (reason) (packets_total); no label reason to group by",
            "streams / ignoring (phi) streams; no label phi to group by"})
    void wrongExpressionsAreFound(String expression, String fault) {
        assertThat(vocabulary.faults(parse(expression))).isNotEmpty().first().asString().startsWith(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"rat(packets_total[5m]); function rat is not known",
            "histogram_quantile(streams); function histogram_quantile is not known",
            "rate(packets_total); unexpected: )", "streams[5m]; unexpected: [", "rate(sum(streams)[5m]); unexpected: (",
            "sum streams; unexpected: streams", "streams >; unexpected: the end", "(streams; unexpected: the end",
            "streams streams; unexpected: streams", "streams{estimator=a}; unexpected: a",
            "streams{estimator}; no condition: estimator}", "streams{estimator>'a'}; no condition: estimator>",
            "rate(packets_total[$interval]); not understood: $interval", "by; unexpected: by",
            "streams offset streams; unexpected: streams"})
    void whatIsNoExpressionIsRefused(String expression, String message) {
        assertThatThrownBy(() -> parse(expression)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whatIsRecordedCanBeUsedAsWhatItIsMadeOf() {
        vocabulary.record("late:ratio", parse("rate(packets_total{result='late'}[5m])"));
        assertThat(vocabulary.faults(parse("late:ratio{result='late',estimator='a'} > 0.5"))).isEmpty();
        assertThat(vocabulary.faults(parse("rate(late:ratio[5m])"))).hasSize(1);
        assertThat(vocabulary.faults(parse("late:ratio{phi='1'}"))).isNotEmpty();
    }

    private static PromQl parse(String expression) {
        return new PromQl(expression.replace('\'', '"'));
    }
}
