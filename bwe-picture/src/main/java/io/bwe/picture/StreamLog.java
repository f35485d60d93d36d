package io.bwe.picture;

import io.bwe.api.StreamStatistics;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The streams of a recording, in bounded memory whatever number of SSRCs there is. */
final class StreamLog {
    /** Streams are sampled, and their rates are those of a whole second. */
    private static final long SHORTEST_BIN_NS = 100_000_000;
    private static final int MAX_BINS = 4_800;
    /** Streams that have a line of their own in memory. */
    static final int MAX_RECORDED = 64;
    /** Others are counted up to this. */
    private static final int MAX_COUNTED = 10_000;

    private final Timeline timeline = new Timeline(SHORTEST_BIN_NS, MAX_BINS);
    private final Map<Long, StreamLine> lines = new LinkedHashMap<>();
    private final Set<Long> unrecorded = new HashSet<>();

    void add(long elapsedNs, StreamStatistics sample) {
        if (!sample.active()) {
            return;
        }
        StreamLine line = lines.get(sample.ssrc());
        if (line == null) {
            if (lines.size() == MAX_RECORDED) {
                if (unrecorded.size() < MAX_COUNTED) {
                    unrecorded.add(sample.ssrc());
                }
                return;
            }
            line = new StreamLine(sample.ssrc(), timeline);
            lines.put(sample.ssrc(), line);
        }
        line.add(timeline.binOf(elapsedNs), sample);
    }

    Timeline timeline() {
        return timeline;
    }

    /** The streams that were recorded, those with most bytes first. */
    List<StreamLine> byBytes() {
        return lines.values().stream().sorted(Comparator.comparingLong(StreamLine::bytes).reversed()).toList();
    }

    /** How many streams were not. */
    int unrecorded() {
        return unrecorded.size();
    }
}
