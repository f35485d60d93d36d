package io.bwe.cli;

import io.bwe.remb.RtpHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the abs-send-time header extension of a flow without its session description, by what it does: three bytes
 * whose value advances by 2^18 a second, modulo 64 s, as the packets arrive. Other extensions of three bytes (playout
 * delay, transmission offset, frame marking) stand still, count slowly or jump.
 *
 * <p>Arrival and value are compared over windows long enough for queueing delay not to matter much; each window votes.
 * Used by one thread.
 */
final class SendTimeExtensionFinder {
    /** The id when there is none. */
    static final int NONE = 0;

    private static final int MAX_ID = 255;
    private static final int MAX_ONE_BYTE_ID = 14;
    private static final short ONE_BYTE_PROFILE = (short) 0xbede;
    private static final int FIXED_HEADER_BYTES = 12;
    private static final int CSRC_COUNT_MASK = 0x0f;
    private static final int EXTENSION_BIT = 0x10;
    private static final int LENGTH_MASK = 0xffff;
    private static final int ABS_SEND_TIME_BYTES = 3;
    private static final int TICKS_PER_SECOND = 1 << 18;
    private static final int SEND_TIME_BITS = 24;

    private static final long WINDOW_NS = 250_000_000L;
    /** A pause this long says nothing, since the value wraps every 64 s. */
    private static final long LONGEST_WINDOW_NS = 30_000_000_000L;
    /** What a capture shorter than a window must span at least. */
    private static final long SHORTEST_WINDOW_NS = 10_000_000L;
    /** Tolerance in parts of a window: queues may grow or drain by that much of it. A value at rest is off by 1. */
    private static final int TOLERANCE_DIVISOR = 2;
    private static final long MAX_TOLERANCE_NS = 2_000_000_000L;
    /** With so many votes for one id and hardly any against it, the search is over. */
    private static final int ENOUGH_VOTES = 20;
    private static final int CLEAR_MAJORITY = 4;

    private final @Nullable Candidate[] candidates = new Candidate[MAX_ID + 1];
    private int settledId = NONE;

    /** What is known of one id. */
    private static final class Candidate {
        private final long firstNs;
        private final int firstValue;
        private long windowNs;
        private int windowValue;
        private long lastNs;
        private int lastValue;
        private int votesFor;
        private int votesAgainst;

        Candidate(long arrivalNs, int value) {
            firstNs = arrivalNs;
            firstValue = value;
            windowNs = arrivalNs;
            windowValue = value;
        }

        void onValue(long arrivalNs, int value) {
            lastNs = arrivalNs;
            lastValue = value;
            long elapsedNs = arrivalNs - windowNs;
            if (elapsedNs >= 0 && elapsedNs < WINDOW_NS) {
                return;
            }
            if (elapsedNs >= 0 && elapsedNs <= LONGEST_WINDOW_NS) {
                if (advances(elapsedNs, windowValue, value)) {
                    votesFor++;
                } else {
                    votesAgainst++;
                }
            }
            windowNs = arrivalNs;
            windowValue = value;
        }

        boolean isLikely() {
            if (votesFor == 0 && votesAgainst == 0) {
                long elapsedNs = lastNs - firstNs;
                return elapsedNs >= SHORTEST_WINDOW_NS && elapsedNs <= LONGEST_WINDOW_NS
                        && advances(elapsedNs, firstValue, lastValue);
            }
            return votesFor > votesAgainst;
        }

        private static boolean advances(long elapsedNs, int from, int to) {
            long expected = elapsedNs * TICKS_PER_SECOND / 1_000_000_000L;
            long tolerance = Math.min(elapsedNs / TOLERANCE_DIVISOR, MAX_TOLERANCE_NS) * TICKS_PER_SECOND
                    / 1_000_000_000L;
            int unused = Integer.SIZE - SEND_TIME_BITS;
            int error = (int) (to - from - expected) << unused >> unused;
            return Math.abs(error) <= tolerance;
        }
    }

    /** Looks at a packet's extensions; the arguments are those of {@link RtpHeader#findExtension}. */
    void onRtp(ByteBuffer data, int offset, int headerLength, long arrivalNs) {
        if (settledId != NONE || (data.get(offset) & EXTENSION_BIT) == 0) {
            return;
        }
        int block = offset + FIXED_HEADER_BYTES + (data.get(offset) & CSRC_COUNT_MASK) * Integer.BYTES;
        int maxId = data.getShort(block) == ONE_BYTE_PROFILE ? MAX_ONE_BYTE_ID : MAX_ID;
        for (int id = 1; id <= maxId; id++) {
            long element = RtpHeader.findExtension(data, offset, headerLength, id);
            if (element >= 0 && (element & LENGTH_MASK) == ABS_SEND_TIME_BYTES) {
                onValue(id, arrivalNs, RtpHeader.absSendTime(data, offset, headerLength, id));
            }
        }
    }

    private void onValue(int id, long arrivalNs, int value) {
        Candidate candidate = candidates[id];
        if (candidate == null) {
            candidates[id] = new Candidate(arrivalNs, value);
            return;
        }
        candidate.onValue(arrivalNs, value);
        if (candidate.votesFor >= ENOUGH_VOTES && candidate.votesFor >= CLEAR_MAJORITY * candidate.votesAgainst) {
            settledId = id;
        }
    }

    /** The id that behaves most like a send time, or {@link #NONE}. */
    int id() {
        if (settledId != NONE) {
            return settledId;
        }
        int best = NONE;
        int bestVotes = -1;
        for (int id = 1; id <= MAX_ID; id++) {
            Candidate candidate = candidates[id];
            if (candidate != null && candidate.isLikely() && candidate.votesFor > bestVotes) {
                best = id;
                bestVotes = candidate.votesFor;
            }
        }
        return best;
    }
}
