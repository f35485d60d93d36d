package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.lab.RateControl.Limited;
import org.junit.jupiter.api.Test;

class RateControlTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Limited LIMITS = new Limited(50_000, 300_000, 2_000_000);

    private final RateControl obedient = SenderKind.OBEYS.create(LIMITS);
    private final RateControl chrome = SenderKind.CHROME_LIKE.create(LIMITS);

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
        assertThat(chrome.targetBps()).isEqualTo(500_000);
        chrome.onReport(0, 100, 2 * SECOND_NS);
        chrome.onRemb(1_500_000, 4 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(500_000);
        chrome.onReport(0, 100, 5 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(541_000);
    }

    @Test
    void aLowerRembCapsAtOnce() {
        chrome.onRemb(200_000, SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(200_000);
        chrome.onReport(0, 100, 2 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(200_000);
    }

    @Test
    void muchLossTakesHalfOfItselfAndSomeLossNothing() {
        chrome.onReport(20, 100, SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(270_000);
        chrome.onReport(5, 100, 2 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(270_000);
        chrome.onReport(2, 100, 3 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(292_600);
    }

    @Test
    void aFewPacketsCountWithThoseOfTheNextReport() {
        chrome.onReport(10, 10, SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(300_000);
        chrome.onReport(0, 10, 2 * SECOND_NS);
        assertThat(chrome.targetBps()).isEqualTo(225_000);
    }
}
