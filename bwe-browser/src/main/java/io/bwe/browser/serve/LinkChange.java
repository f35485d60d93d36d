package io.bwe.browser.serve;

import io.bwe.browser.LinkSettings;
import java.time.Duration;

/**
 * A change of a link, as the page asks for it: {@code rate=500&queue=300&delay=20&loss=1.5}, in kb/s ({@code none} for no
 * limit), milliseconds and percent; what is not named stays. No state.
 */
final class LinkChange {
    private static final int BPS_PER_KBPS = 1_000;
    private static final double PERCENT = 100;

    private LinkChange() {
    }

    /**
     * The link after the change.
     *
     * @throws IllegalArgumentException if that is no change of a link; the message says why
     */
    static LinkSettings apply(LinkSettings link, String change) {
        LinkSettings next = link;
        for (String part : change.strip().split("&", -1)) {
            String[] words = part.split("=", 2);
            if (words.length != 2) {
                throw new IllegalArgumentException("a change of a link is like rate=500&queue=300&delay=20&loss=1.5");
            }
            String value = words[1];
            next = switch (words[0]) {
                case "rate" -> next.withRate("none".equals(value) ? LinkSettings.UNLIMITED : kbps(value));
                case "queue" -> next.withQueueLimit(Duration.ofMillis(whole("queue", value)));
                case "delay" -> next.withDelay(Duration.ofMillis(whole("delay", value)));
                case "loss" -> next.withLoss(percent(value));
                default -> throw new IllegalArgumentException("a link has rate, queue, delay and loss");
            };
        }
        return next;
    }

    private static long kbps(String value) {
        return (long) whole("rate", value) * BPS_PER_KBPS;
    }

    private static int whole(String name, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(name + " is a whole number up to 999999999");
        }
        return Integer.parseInt(value);
    }

    private static double percent(String value) {
        if (!value.matches("[0-9]{1,3}([.][0-9]{1,6})?")) {
            throw new IllegalArgumentException("loss is a number of percent");
        }
        return Double.parseDouble(value) / PERCENT;
    }
}
