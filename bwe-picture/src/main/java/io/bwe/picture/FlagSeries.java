package io.bwe.picture;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Where something was so, if only for a moment of a bin. */
final class FlagSeries implements Binned {
    /**
     * Bins that follow each other.
     *
     * @param from the first
     * @param to the one after the last
     */
    record Span(int from, int to) {
    }

    private BitSet bins = new BitSet();

    /** Sets bins {@code from} to {@code to - 1}. */
    void set(int from, int to) {
        bins.set(from, to);
    }

    @Override
    public void halve() {
        BitSet halved = new BitSet();
        bins.stream().forEach(bin -> halved.set(bin / 2));
        bins = halved;
    }

    /** All bins that are set, as spans in order of time. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int from = bins.nextSetBit(0); from >= 0;) {
            int to = bins.nextClearBit(from);
            spans.add(new Span(from, to));
            from = bins.nextSetBit(to);
        }
        return spans;
    }
}
