package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkModelTest {
    private static final long MS_NS = 1_000_000;
    /** With headers 1000 bytes, 8 ms at 1 Mb/s. */
    private static final int BYTES = 1000 - LinkModel.IP_UDP_HEADER_BYTES;
    private static final LinkSettings MEGABIT = LinkSettings.OPEN.withRate(1_000_000);

    private static LinkModel<Integer> link(LinkSettings settings) {
        return new LinkModel<>(settings, new Random(1));
    }

    /** Lets time go from event to event and says what arrives when, as "packet@ms". */
    private static List<String> arrivals(LinkModel<Integer> link, long untilNs) {
        List<String> arrivals = new ArrayList<>();
        for (long eventNs; (eventNs = link.nextEventNs()) <= untilNs;) {
            for (Integer packet; (packet = link.poll(eventNs)) != null;) {
                arrivals.add(packet + "@" + link.polledArrivalNs() / MS_NS);
            }
        }
        return arrivals;
    }

    @Test
    void shouldDeliverAtOnceWhenOpen() {
        LinkModel<Integer> link = link(LinkSettings.OPEN);

        assertThat(link.offer(1, BYTES, 5 * MS_NS)).isTrue();

        assertThat(link.poll(5 * MS_NS)).isEqualTo(1);
        assertThat(link.polledArrivalNs()).isEqualTo(5 * MS_NS);
        assertThat(link.poll(5 * MS_NS)).isNull();
        assertThat(link.nextEventNs()).isEqualTo(LinkModel.NEVER);
    }

    @Test
    void shouldServeOnePacketAfterTheOtherAndThenDelayThem() {
        LinkModel<Integer> link = link(MEGABIT.withDelay(Duration.ofMillis(20)));

        link.offer(1, BYTES, 0);
        link.offer(2, BYTES, MS_NS);
        assertThat(link.queueDelayNs(MS_NS)).isEqualTo(15 * MS_NS);
        assertThat(arrivals(link, 1000 * MS_NS)).containsExactly("1@28", "2@36");
        // Idle again.
        link.offer(3, BYTES, 1000 * MS_NS);
        assertThat(arrivals(link, 2000 * MS_NS)).containsExactly("3@1028");
    }

    @Test
    void shouldDropWhatWouldWaitTooLong() {
        LinkModel<Integer> link = link(MEGABIT.withQueueLimit(Duration.ofMillis(24)));

        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            taken.add(link.offer(i, BYTES, 0));
        }

        // The fourth would wait for 24 ms, which is just allowed.
        assertThat(taken).containsExactly(true, true, true, true, false, false);
        assertThat(link.droppedInQueue()).isEqualTo(2);
        assertThat(arrivals(link, 1000 * MS_NS)).containsExactly("0@8", "1@16", "2@24", "3@32");
    }

    @Test
    void shouldServeWhatWaitsAtTheNewRate() {
        LinkModel<Integer> link = link(MEGABIT);
        link.offer(1, BYTES, 0);
        link.offer(2, BYTES, 0);
        link.offer(3, BYTES, 0);

        link.settings(MEGABIT.withRate(500_000), 4 * MS_NS);

        // The one being served is at its old rate; 16 ms each from then on.
        assertThat(link.queueDelayNs(4 * MS_NS)).isEqualTo((4 + 32) * MS_NS);
        assertThat(arrivals(link, 1000 * MS_NS)).containsExactly("1@8", "2@24", "3@40");
    }

    @Test
    void shouldEmptyTheQueueWhenTheLimitIsLifted() {
        LinkModel<Integer> link = link(MEGABIT);
        link.offer(1, BYTES, 0);
        link.offer(2, BYTES, 0);

        link.settings(LinkSettings.OPEN, 2 * MS_NS);

        assertThat(arrivals(link, 1000 * MS_NS)).containsExactly("1@8", "2@8");
    }

    @Test
    void shouldLetNobodyOvertakeWhenTheDelayGetsShorter() {
        LinkModel<Integer> link = link(LinkSettings.OPEN.withDelay(Duration.ofMillis(100)));
        link.offer(1, BYTES, 0);
        link.settings(LinkSettings.OPEN, MS_NS);
        link.offer(2, BYTES, 2 * MS_NS);

        assertThat(arrivals(link, 1000 * MS_NS)).containsExactly("1@100", "2@100");
    }

    @Test
    void shouldLoseAShareOfThePacketsTheSameForTheSameSeed() {
        List<String> first = arrivalsOfLossyLink(7);

        assertThat(first).hasSizeBetween(700, 800).isEqualTo(arrivalsOfLossyLink(7))
                .isNotEqualTo(arrivalsOfLossyLink(8));
    }

    private static List<String> arrivalsOfLossyLink(long seed) {
        LinkModel<Integer> link = new LinkModel<>(MEGABIT.withLoss(0.25), new Random(seed));
        List<String> arrivals = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            link.offer(i, BYTES, i * 10 * MS_NS);
            arrivals.addAll(arrivals(link, (i + 1) * 10 * MS_NS));
        }
        assertThat(link.lost() + arrivals.size()).isEqualTo(1000);
        return arrivals;
    }

    @Test
    void shouldCarryNoMoreThanTheRate() {
        LinkModel<Integer> link = link(MEGABIT);
        int carried = 0;
        for (long nowNs = 0; nowNs < 5_000 * MS_NS; nowNs += 4 * MS_NS) {
            link.offer(0, BYTES, nowNs);
            carried += arrivals(link, nowNs).size();
        }

        // Of 8,000 bits each; the last is still being served.
        assertThat(carried).isEqualTo(5_000_000 / 8_000 - 1);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        LinkSettings open = LinkSettings.OPEN;
        assertThatThrownBy(() -> open.withRate(999)).hasMessageContaining("1000 or more");
        assertThatThrownBy(() -> open.withDelay(Duration.ofNanos(-1))).hasMessageContaining("delay");
        assertThatThrownBy(() -> open.withQueueLimit(Duration.ofSeconds(11))).hasMessageContaining("0 to 10 s");
        assertThatThrownBy(() -> open.withLoss(Double.NaN)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> open.withLoss(1.01)).hasMessageContaining("0 to 1");
    }
}
