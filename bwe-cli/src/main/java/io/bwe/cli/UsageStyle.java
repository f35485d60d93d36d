package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import java.util.Locale;

/**
 * How reports show what the delay says of the path's use.
 *
 * @param text a word of at most {@link #COLUMNS} letters
 * @param colour as picocli calls it
 */
record UsageStyle(String text, String colour) {
    static final int COLUMNS = 6;

    private static final UsageStyle OVER = new UsageStyle("over", "red");
    private static final UsageStyle UNDER = new UsageStyle("under", "yellow");
    private static final UsageStyle NORMAL = new UsageStyle("normal", "green");

    static UsageStyle of(BandwidthUsage usage) {
        return switch (usage) {
            case OVERUSING -> OVER;
            case UNDERUSING -> UNDER;
            case NORMAL -> NORMAL;
        };
    }

    /** The more telling one of two: over-use before under-use before neither. */
    static BandwidthUsage moreTelling(BandwidthUsage one, BandwidthUsage other) {
        if (one == BandwidthUsage.OVERUSING || other == BandwidthUsage.NORMAL) {
            return one;
        }
        return other == BandwidthUsage.OVERUSING || one == BandwidthUsage.NORMAL ? other : one;
    }

    /** The word, filled up with blanks. */
    String padded() {
        return String.format(Locale.ROOT, "%-" + COLUMNS + "s", text);
    }
}
