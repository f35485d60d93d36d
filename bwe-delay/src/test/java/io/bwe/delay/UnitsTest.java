package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void microsecondsRoundToTheNearestMillisecondHalvesUp() {
        assertThat(Units.usToMs(1_499)).isEqualTo(1);
        assertThat(Units.usToMs(1_500)).isEqualTo(2);
        assertThat(Units.usToMs(0)).isZero();
    }

    @Test
    void timesBeforeTheOriginOfTheClockKeepTheirDistances() {
        assertThat(Units.usToMs(-1_500)).isEqualTo(-1);
        assertThat(Units.usToMs(-1_501)).isEqualTo(-2);
        assertThat(Units.nsToUs(-1)).isEqualTo(-1);
        assertThat(Units.nsToUs(-1_000)).isEqualTo(-1);
        assertThat(Units.nsToUs(999)).isZero();
    }

    @Test
    void ratesInKilobitsRoundOneWayAndTruncateTheOther() {
        assertThat(Units.bpsToKbps(1_499)).isEqualTo(1);
        assertThat(Units.bpsToKbps(1_500)).isEqualTo(2);
        assertThat(Units.kbpsToBps(1.9999)).isEqualTo(1_999);
    }

    @Test
    void scalingRoundsHalvesUp() {
        assertThat(Units.scale(3, 1.5)).isEqualTo(5);
        assertThat(Units.scale(1_000_001, 0.85)).isEqualTo(850_001);
    }

    @Test
    void sizeRateAndTimeConvertIntoEachOther() {
        assertThat(Units.bitrateBps(1_200, 5_000)).isEqualTo(1_920_000);
        assertThat(Units.transmissionTimeUs(80, 3_000)).isEqualTo(213_333);
        assertThat(Units.bytes(60_000, 33_333)).as("250.0 bytes less a little, rounded").isEqualTo(250);
        assertThat(Units.usToSeconds(1_500_000)).isEqualTo(1.5);
    }
}
