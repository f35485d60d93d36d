package io.bwe.cli;

/**
 * Draws rates: one as a bar, another as a mark in it. Immutable.
 *
 * @param fullBps what the full width stands for, in bits per second, more than 0
 * @param fullColumns the full width
 * @param maxColumns where bar and mark are cut off, at least the full width
 */
record RateBar(long fullBps, int fullColumns, int maxColumns) {
    private static final char BAR = '=';
    private static final char MARK = '|';

    /**
     * Draws two rates. One of 0 or less is not seen; one above has at least a column.
     *
     * @param barBps the length of the bar
     * @param markBps where the mark is
     * @return a text without trailing blanks
     */
    String draw(long barBps, long markBps) {
        int filled = columns(barBps);
        int mark = columns(markBps);
        StringBuilder bar = new StringBuilder();
        for (int column = 1; column <= Math.max(filled, mark); column++) {
            bar.append(column == mark ? MARK : column <= filled ? BAR : ' ');
        }
        return bar.toString();
    }

    private int columns(long bps) {
        return bps <= 0 ? 0 : Math.clamp(Math.round((double) bps * fullColumns / fullBps), 1, maxColumns);
    }
}
