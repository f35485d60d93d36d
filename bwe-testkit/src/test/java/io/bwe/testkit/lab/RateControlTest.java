package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.lab.RateControl.Limited;
import org.junit.jupiter.api.Test;

class RateControlTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Limited LIMITS = new Limited(50_000, 300_000, 2_000_000);

    private final RateControl obedient = SenderKind.OBEYS.create(LIMITS);
    private final RateControl chrome = SenderKind.CHROME_LIKE.create(LIMITS);

    /** The rate of the sender like Chromium's as it counts it itself. */
    private long ofWholePackets() {
        return Math.round(chrome.targetBps() * 1_198 / 1_150.0);
    }

    @Test
    void theObedientOneTakesEachRembWithinItsLimits() {
        assertThat(obedient.targetBps()).isEqualTo(300_000);
        obedient.onRemb(700_000, 0);
        assertThat(obedient.targetBps()).isEqualTo(700_000);
        obedient.onRemb(9_000_000, 0);
        assertThat(obedient.targetBps()).isEqualTo(2_000_000);
        obedient.onRemb(1, 0);
        assertThat(obedient.targetBps()).isEqualTo(50_000);
    }

    @Test
    void inTheStartPhaseAHigherRembIsTakenAtOnceAndLaterItIsOnlyALimit() {
        chrome.onRemb(500_000, SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(500_000);
        chrome.onReport(0, 100, 2 * SECOND_NS);
        chrome.onRemb(1_500_000, 4 * SECOND_NS);
        assertThat(ofWholePackets()).as("8 % more by its own").isEqualTo(541_000);
        chrome.onReport(0, 100, 5 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(585_280);
    }

    @Test
    void aLowerRembCapsAtOnce() {
        chrome.onRemb(200_000, SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(200_000);
        chrome.onReport(0, 100, 2 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(200_000);
    }

    @Test
    void aCapLeavesTheSendersOwnRateAlone() {
        chrome.onRemb(1_000_000, SECOND_NS);
        chrome.onReport(0, 100, 2 * SECOND_NS);
        chrome.onRemb(200_000, 5 * SECOND_NS);
        chrome.onReport(0, 100, 6 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(200_000);
        chrome.onRemb(1_100_000, 7 * SECOND_NS);
        assertThat(ofWholePackets()).as("at once").isEqualTo(1_100_000);
        chrome.onRemb(2_000_000, 8 * SECOND_NS);
        assertThat(ofWholePackets()).as("8 % above 1 Mb/s, twice").isEqualTo(1_168_480);
    }

    @Test
    void headersCountInTheRate() {
        chrome.onRemb(1_198_000, SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(1_150_000);
    }

    @Test
    void muchLossTakesHalfOfItselfAndSomeLossNothing() {
        chrome.onReport(20, 100, SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(270_000);
        chrome.onReport(5, 100, 2 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(270_000);
        chrome.onReport(2, 100, 3 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(292_600);
    }

    @Test
    void aFewPacketsCountWithThoseOfTheNextReport() {
        chrome.onReport(10, 10, SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(300_000);
        chrome.onReport(0, 10, 2 * SECOND_NS);
        assertThat(ofWholePackets()).isEqualTo(225_000);
    }
}
