package io.bwe.remb;

import static io.bwe.remb.RembThrottler.Decision.DECREASE;
import static io.bwe.remb.RembThrottler.Decision.HOLD;
import static io.bwe.remb.RembThrottler.Decision.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RembThrottlerTest {
    private static final long MS = 1_000_000;
    private static final long RATE = 1_000_000;

    /** Polls a steady rate and returns when it was sent, in ms. */
    private static List<Long> steadySends(RembThrottler throttler, long fromMs, long toMs, long pollMs) {
        List<Long> sends = new ArrayList<>();
        for (long ms = fromMs; ms <= toMs; ms += pollMs) {
            if (throttler.offer(RATE, ms * MS) == INTERVAL) {
                sends.add(ms);
            }
        }
        return sends;
    }

    @Test
    void theFirstIsSent() {
        assertThat(new RembThrottler().offer(RATE, -5)).isEqualTo(INTERVAL);
        assertThat(RembThrottler.libwebrtc().offer(0, Long.MIN_VALUE)).isEqualTo(INTERVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 13, 17, 20})
    void steadySendsNeitherSkipNorDrift(long pollMs) {
        List<Long> sends = steadySends(new RembThrottler(), 0, 600_000, pollMs);
        for (int i = 0; i < sends.size(); i++) {
            assertThat(sends.get(i)).isBetween(i * 1000L, i * 1000L + pollMs - 1);
        }
        assertThat(sends).hasSizeGreaterThanOrEqualTo(600);
    }

    @Test
    void aRiseWaitsForTheInterval() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        assertThat(throttler.offer(10 * RATE, 999 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(10 * RATE, 1000 * MS)).isEqualTo(INTERVAL);
    }

    @ParameterizedTest
    @CsvSource({
            // Last sent 1,000,000: 970,873 x 103 / 100 = 999,999.19 and 970,874 x 103 / 100 = 1,000,000.22, both cut to
            // integers; the second is 1,000,000, which is still not above. 970,875: 1,000,001.25 is.
            "970873, DECREASE", "970874, DECREASE", "970875, HOLD", "0, DECREASE", "1000000, HOLD"})
    void aFallOfThreePercentGoesAtOnce(long bitrateBps, RembThrottler.Decision decision) {
        RembThrottler wire = new RembThrottler();
        wire.offer(RATE, 0);
        assertThat(wire.offer(bitrateBps, 300 * MS)).isEqualTo(decision);
        RembThrottler libwebrtc = RembThrottler.libwebrtc();
        libwebrtc.offer(RATE, 0);
        assertThat(libwebrtc.offer(bitrateBps, 1)).isEqualTo(decision);
    }

    @Test
    void aFallIsMeasuredFromWhatWasSent() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        // 2 % and 2 % more: together below what was sent by more than 3 %.
        assertThat(throttler.offer(980_000, 300 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(960_400, 320 * MS)).isEqualTo(DECREASE);
        // A rise that was held is no height to fall from.
        assertThat(throttler.offer(2 * RATE, 600 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, 620 * MS)).isEqualTo(HOLD);
    }

    @Test
    void twoSendsAreNeverCloserThanTheMinimumSpacing() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        assertThat(throttler.offer(RATE / 2, 200 * MS - 1)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE / 2, 200 * MS)).isEqualTo(DECREASE);
        assertThat(throttler.offer(RATE / 4, 399 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE / 4, 400 * MS)).isEqualTo(DECREASE);
    }

    @Test
    void theGridBeginsAnewAtASendBecauseOfAFall() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(2 * RATE, 0);
        assertThat(throttler.offer(RATE, 730 * MS)).isEqualTo(DECREASE);
        assertThat(steadySends(throttler, 740, 4000, 10)).containsExactly(1730L, 2730L, 3730L);
    }

    @Test
    void aFallOnTheGridLeavesTheGrid() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(2 * RATE, 0);
        assertThat(throttler.offer(RATE, 1015 * MS)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE, 1999 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, 2000 * MS)).isEqualTo(INTERVAL);
    }

    @Test
    void theGridBeginsAnewAfterAPause() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        // Due at 1000; a whole interval late.
        assertThat(steadySends(throttler, 2000, 4000, 10)).containsExactly(2000L, 3000L, 4000L);
        // Due at 5000; more than a whole interval late: no sends are made up for.
        assertThat(steadySends(throttler, 7345, 10_000, 10)).containsExactly(7345L, 8345L, 9345L);
    }

    @Test
    void aLateSendKeepsTheGridAndTheMinimumSpacing() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        // Due at 1000 and asked at 1950: the next is due at 2000, but the spacing moves it to 2150.
        assertThat(steadySends(throttler, 1950, 4000, 10)).containsExactly(1950L, 2150L, 3000L, 4000L);
    }

    @Test
    void otherIntervalsAndSpacings() {
        RembThrottler throttler = new RembThrottler(Duration.ofMillis(50), Duration.ZERO);
        assertThat(throttler.offer(RATE, 0)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE / 2, 0)).isEqualTo(DECREASE);
        assertThat(throttler.offer(RATE / 2, 49 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE / 2, 50 * MS)).isEqualTo(INTERVAL);
    }

    @Test
    void resetForgetsWhatWasSent() {
        RembThrottler throttler = new RembThrottler();
        throttler.offer(RATE, 0);
        throttler.reset();
        assertThat(throttler.offer(5 * RATE, 1)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(5 * RATE, 1000 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(5 * RATE, 1000 * MS + 1)).isEqualTo(INTERVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 1500 * MS, Long.MIN_VALUE})
    void theClockMayWrap(long startNs) {
        RembThrottler throttler = new RembThrottler();
        assertThat(throttler.offer(RATE, startNs)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE, startNs + 999 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, startNs + 1000 * MS)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE, startNs + 1999 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, startNs + 2000 * MS)).isEqualTo(INTERVAL);
    }

    @Test
    void hugeBitRatesDoNotOverflow() {
        RembThrottler throttler = RembThrottler.libwebrtc();
        throttler.offer(Long.MAX_VALUE, 0);
        assertThat(throttler.offer(Long.MAX_VALUE, 1)).isEqualTo(HOLD);
        assertThat(throttler.offer(Long.MAX_VALUE / 100 * 98, 2)).isEqualTo(HOLD);
        assertThat(throttler.offer(Long.MAX_VALUE / 100 * 97, 3)).isEqualTo(DECREASE);
        assertThat(throttler.offer(Long.MAX_VALUE, 4)).isEqualTo(HOLD);
    }

    @Test
    void libwebrtcCountsItsIntervalFromTheLastSend() {
        RembThrottler throttler = RembThrottler.libwebrtc();
        throttler.offer(RATE, 0);
        assertThat(throttler.offer(RATE, 200 * MS - 1)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, 205 * MS)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE, 401 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, 405 * MS)).isEqualTo(INTERVAL);
        assertThat(throttler.offer(RATE / 2, 405 * MS + 1)).isEqualTo(DECREASE);
        assertThat(throttler.offer(RATE, 605 * MS)).isEqualTo(HOLD);
        assertThat(throttler.offer(RATE, 605 * MS + 1)).isEqualTo(INTERVAL);
    }

    @Test
    void libwebrtcsDecisionsAreThoseOfItsRule() {
        Random random = new Random(4);
        RembThrottler throttler = RembThrottler.libwebrtc();
        BigInteger lastSent = BigInteger.ZERO;
        long lastSentNs = 0;
        boolean first = true;
        long nowNs = 0;
        long centre = 1;
        int sent = 0;
        for (int i = 0; i < 200_000; i++) {
            if (i % 100 == 0) {
                centre = 1 + (random.nextLong() >>> 1 + random.nextInt(62));
            }
            nowNs += random.nextInt(30) * MS;
            long bitrateBps = centre - (long) (centre * 0.06 * random.nextDouble());
            BigInteger raised = BigInteger.valueOf(bitrateBps).multiply(BigInteger.valueOf(103))
                    .divide(BigInteger.valueOf(100));
            boolean held = !first && raised.compareTo(lastSent) > 0 && nowNs < lastSentNs + 200 * MS;
            assertThat(throttler.offer(bitrateBps, nowNs) == HOLD).isEqualTo(held);
            if (!held) {
                first = false;
                lastSent = BigInteger.valueOf(bitrateBps);
                lastSentNs = nowNs;
                sent++;
            }
        }
        assertThat(sent).isBetween(10_000, 100_000);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new RembThrottler(Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval PT0S is out of range; allowed is PT0.001S to PT1H");
        assertThatThrownBy(() -> new RembThrottler(Duration.ofHours(2), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RembThrottler(Duration.ofSeconds(1), Duration.ofMillis(1001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minSpacing PT1.001S is out of range; allowed is PT0S to PT1S");
        assertThatThrownBy(() -> new RembThrottler(Duration.ofSeconds(1), Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
