package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.DelayHistogram;
import io.bwe.testkit.AllocationProbe;
import org.junit.jupiter.api.Test;

class DelayCountsTest {
    private final DelayCounts delays = new DelayCounts();

    @Test
    void countsEachDelayInItsBucketAndAddsUp() {
        delays.record(20_000_000);
        delays.record(20_000_001);
        delays.record(3_000);
        assertThat(delays.count(DelayHistogram.bucketOf(20_000_000))).isEqualTo(2);
        assertThat(delays.count(0)).isEqualTo(1);
        assertThat(delays.count()).isEqualTo(3);
        assertThat(delays.sumNs()).isEqualTo(40_003_001);
    }

    @Test
    void aPacketStampedAfterTheTickBeganTookNoTime() {
        delays.record(-5);
        assertThat(delays.count(0)).isEqualTo(1);
        assertThat(delays.sumNs()).isZero();
    }

    @Test
    void countingAllocatesNothing() {
        Runnable record = () -> delays.record(20_000_000);
        for (int i = 0; i < 10_000; i++) {
            record.run();
        }
        assertThat(AllocationProbe.steadyBytesAllocatedBy(record)).isZero();
    }
}
