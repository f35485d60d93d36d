package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureTimestampsTest {
    private static final int BINARY = 0x80;

    @ParameterizedTest
    @CsvSource({"0,1700000000,1700000000000000000", "3,1700000000123,1700000000123000000",
            "6,1700000000123456,1700000000123456000", "9,1700000000123456789,1700000000123456789",
            // Picoseconds, as an unsigned number.
            "12,-1,18446744073709551", "18,5000000000,5", "20,500000000000,5", "127,-1,0"})
    void convertsDecimalUnits(int resolution, long timestamp, long expectedNs) {
        assertThat(new CaptureTimestamps(resolution, 0).toNanoseconds(timestamp)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @CsvSource({"0,3,3000000000", "1,3,1500000000", "32,6442450944,1500000000", "63,4611686018427387904,500000000",
            "64,-9223372036854775808,500000000",
            // Half a second less a whole number of nanoseconds and a bit.
            "64,9223371963722891264,499999996", "96,-1,0", "127,-1,0"})
    void convertsBinaryUnits(int exponent, long timestamp, long expectedNs) {
        assertThat(new CaptureTimestamps(BINARY | exponent, 0).toNanoseconds(timestamp)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @CsvSource({"0,-1,0", "6,-1,0", "6,1,9223372036854775807", "0,4000000000,9223372036854775807",
            // Twice the latest whole second, and the fraction: more than a long holds.
            "1,46116860189,4611686018", "0,-1,9223372036854775807"})
    void movesTimesThatCannotBeMeantToTheLatestOne(int resolution, long timestamp, long offsetSeconds) {
        long ns = new CaptureTimestamps(resolution, offsetSeconds).toNanoseconds(timestamp);
        assertThat(ns).isEqualTo(1L << 62);
    }

    @ParameterizedTest
    @CsvSource({"5000000001,-5000000000,1000000000", "-9223372036854775808,-9223372036854775808,0"})
    void takesTheOffsetFromTimesBeyondTheLatest(long timestamp, long offsetSeconds, long expectedNs) {
        assertThat(new CaptureTimestamps(0, offsetSeconds).toNanoseconds(timestamp)).isEqualTo(expectedNs);
    }

    @ParameterizedTest
    @CsvSource({"1,-2", "5000000000,-5000000001", "1,-9223372036854775808"})
    void movesTimesBefore1970To1970(long timestamp, long offsetSeconds) {
        assertThat(new CaptureTimestamps(0, offsetSeconds).toNanoseconds(timestamp)).isZero();
    }
}
