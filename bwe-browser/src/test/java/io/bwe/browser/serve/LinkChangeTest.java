package io.bwe.browser.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bwe.browser.LinkSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkChangeTest {
    private static final LinkSettings LINK = new LinkSettings(1_500_000, Duration.ofMillis(800), Duration.ofMillis(20),
            0.5);

    @Test
    void whatIsNotNamedStays() {
        assertThat(LinkChange.apply(LINK, "rate=500")).isEqualTo(LINK.withRate(500_000));
        assertThat(LinkChange.apply(LINK, "queue=100\n")).isEqualTo(LINK.withQueueLimit(Duration.ofMillis(100)));
        assertThat(LinkChange.apply(LINK, "delay=0")).isEqualTo(LINK.withDelay(Duration.ZERO));
        assertThat(LinkChange.apply(LINK, "loss=1.5")).isEqualTo(LINK.withLoss(0.015));
    }

    @Test
    void allOfItMayChangeAtOnce() {
        assertThat(LinkChange.apply(LINK, "rate=none&queue=300&delay=40&loss=0"))
                .isEqualTo(new LinkSettings(LinkSettings.UNLIMITED, Duration.ofMillis(300), Duration.ofMillis(40), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rate", "rate=", "rate=-1", "rate=0", "rate=1e3", "rate=9999999999", "queue=99999999",
            "loss=101", "loss=NaN", "loss=.5", "speed=1", "rate=500&", "=500"})
    void whatIsNoChangeIsRefused(String change) {
        assertThatIllegalArgumentException().isThrownBy(() -> LinkChange.apply(LINK, change))
                .withMessageNotContaining("null");
    }
}
