package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.EstimateView;
import org.junit.jupiter.api.Test;

class DemoMeasurementsTest {
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS_NS;

    private final DemoMeasurements measured = new DemoMeasurements(3 * SECOND_NS);

    @Test
    void shouldTellTheRateOfASecond() {
        measured.onOffered(999 * MS_NS, 700, 0, SECOND_NS);
        measured.onOffered(SECOND_NS, 1000, 0, SECOND_NS);
        measured.onOffered(1_999 * MS_NS, 500, 0, 2 * SECOND_NS);
        measured.onReceived(1_500 * MS_NS, 250);

        assertThat(measured.sentBps(SECOND_NS, 2 * SECOND_NS)).isEqualTo(12_000);
        assertThat(measured.receivedBps(SECOND_NS, 2 * SECOND_NS)).isEqualTo(2_000);
    }

    @Test
    void shouldCountDroppedPacketsAsSentButNotAsCarried() {
        measured.onOffered(0, 100, 0, MS_NS);
        measured.onOffered(MS_NS, 100, 0, DemoLink.DROPPED);
        measured.onOffered(2 * MS_NS, 100, 0, 4 * SECOND_NS);

        assertThat(measured.offeredPackets()).isEqualTo(3);
        assertThat(measured.droppedPackets()).isEqualTo(1);
        assertThat(measured.carriedBits())
                .isEqualTo((100 + DemoRtpWriter.HEADER_BYTES + DemoLink.IP_UDP_HEADER_BYTES) * 8L);
    }

    @Test
    void shouldTellTheLongestWaitOfATime() {
        measured.onOffered(1_050 * MS_NS, 100, 70 * MS_NS, 2 * SECOND_NS);
        measured.onOffered(1_060 * MS_NS, 100, 50 * MS_NS, 2 * SECOND_NS);

        assertThat(measured.queueDelayNs(SECOND_NS, 2 * SECOND_NS)).isEqualTo(70 * MS_NS);
        assertThat(measured.queueDelayNs(2 * SECOND_NS, 3 * SECOND_NS)).isZero();
        assertThat(measured.lastDelayAtLeast(60 * MS_NS, SECOND_NS, 3 * SECOND_NS)).isEqualTo(1_100 * MS_NS);
        assertThat(measured.lastDelayAtLeast(80 * MS_NS, SECOND_NS, 3 * SECOND_NS)).isEqualTo(SECOND_NS);
    }

    @Test
    void shouldTellThe95thPercentileOfTheWait() {
        for (int i = 1; i <= 100; i++) {
            measured.onOffered(0, 100, i * MS_NS, MS_NS);
        }

        assertThat(measured.p95QueueDelayNs()).isEqualTo(95 * MS_NS);
    }

    @Test
    void shouldNoteWhenThereWasAnEstimateForTheFirstTime() {
        measured.onEstimate(MS_NS, EstimateView.NONE);

        assertThat(measured.hasEstimate()).isFalse();
    }

    @Test
    void shouldIgnoreWhatHappensAfterTheEnd() {
        measured.onOffered(3 * SECOND_NS, 100, 0, 3 * SECOND_NS);
        measured.onRemb(3 * SECOND_NS, 1_000);

        assertThat(measured.offeredPackets()).isZero();
        assertThat(measured.rembs()).isEmpty();
    }
}
