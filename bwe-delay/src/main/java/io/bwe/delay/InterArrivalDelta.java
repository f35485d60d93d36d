package io.bwe.delay;

/**
 * Collects packets into groups and yields, whenever a group is complete, how it differs from the group before: in send
 * time, in arrival time, in size. A group is what was sent within 5 ms, or what arrived as one burst.
 *
 * <p>The rules are those of {@link InterArrival}, but times are unwrapped microseconds and nothing is rounded, which
 * makes other groups of the same packets. Follows libwebrtc's InterArrivalDelta, M128.
 */
final class InterArrivalDelta {
    /** Send time that a group spans (libwebrtc: kSendTimeGroupLength). */
    private static final long GROUP_LENGTH_US = 5_000;
    /** A packet this close behind the one before may be part of its burst (libwebrtc: kBurstDeltaThreshold). */
    private static final long BURST_DELTA_THRESHOLD_US = 5_000;
    /** A burst takes in no packet from this time after its start on (libwebrtc: kMaxBurstDuration). */
    private static final long MAX_BURST_DURATION_US = 100_000;
    /** Arrival running ahead of the system clock by this much is a clock jump (libwebrtc: kArrivalTimeOffsetThreshold). */
    private static final long ARRIVAL_TIME_OFFSET_THRESHOLD_US = 3_000_000;
    /** So many groups arriving before their predecessors are a clock jump (libwebrtc: kReorderedResetThreshold). */
    private static final int REORDERED_RESET_THRESHOLD = 3;

    private Group current = new Group();
    private Group previous = new Group();
    private int consecutiveReorderedGroups;

    private long sendDeltaUs;
    private long arrivalDeltaUs;
    private int sizeDelta;

    /**
     * Takes the next packet.
     *
     * @param sendTimeUs its send time
     * @param arrivalTimeUs its arrival
     * @param systemTimeUs the system clock at that time
     * @param size its size in bytes
     * @return true if the deltas are new: the packet opened a group and two complete groups lie behind it
     */
    boolean computeDeltas(long sendTimeUs, long arrivalTimeUs, long systemTimeUs, int size) {
        boolean calculated = false;
        if (!current.exists) {
            current.open(sendTimeUs, arrivalTimeUs);
        } else if (sendTimeUs < current.firstSendUs) {
            return false;
        } else if (startsNewGroup(sendTimeUs, arrivalTimeUs)) {
            if (previous.exists) {
                if (!compareGroups()) {
                    return false;
                }
                calculated = true;
            }
            Group complete = current;
            current = previous;
            previous = complete;
            current.open(sendTimeUs, arrivalTimeUs);
        } else {
            current.sendUs = Math.max(current.sendUs, sendTimeUs);
        }
        current.size += size;
        current.lastArrivalUs = arrivalTimeUs;
        current.lastSystemUs = systemTimeUs;
        return calculated;
    }

    /** Send time from one group's latest packet to the other's, in microseconds. */
    long sendDeltaUs() {
        return sendDeltaUs;
    }

    /** Time from one group's last arrival to the other's, in microseconds, 0 or more. */
    long arrivalDeltaUs() {
        return arrivalDeltaUs;
    }

    /** How many bytes the later group is larger. */
    int sizeDelta() {
        return sizeDelta;
    }

    /** Forgets all groups. */
    void reset() {
        current.exists = false;
        previous.exists = false;
        consecutiveReorderedGroups = 0;
    }

    /** Sets the deltas; false if the clocks make them worthless and the packet is to be dropped. */
    private boolean compareGroups() {
        long arrivalUs = current.lastArrivalUs - previous.lastArrivalUs;
        long systemUs = current.lastSystemUs - previous.lastSystemUs;
        if (arrivalUs - systemUs >= ARRIVAL_TIME_OFFSET_THRESHOLD_US) {
            reset();
            return false;
        }
        if (arrivalUs < 0) {
            if (++consecutiveReorderedGroups >= REORDERED_RESET_THRESHOLD) {
                reset();
            }
            return false;
        }
        consecutiveReorderedGroups = 0;
        sendDeltaUs = current.sendUs - previous.sendUs;
        arrivalDeltaUs = arrivalUs;
        sizeDelta = current.size - previous.size;
        return true;
    }

    private boolean startsNewGroup(long sendTimeUs, long arrivalTimeUs) {
        return sendTimeUs - current.firstSendUs > GROUP_LENGTH_US && !belongsToBurst(sendTimeUs, arrivalTimeUs);
    }

    private boolean belongsToBurst(long sendTimeUs, long arrivalTimeUs) {
        long arrivalUs = arrivalTimeUs - current.lastArrivalUs;
        long sendUs = sendTimeUs - current.sendUs;
        if (sendUs == 0) {
            return true;
        }
        return arrivalUs < sendUs && arrivalUs <= BURST_DELTA_THRESHOLD_US
                && arrivalTimeUs - current.firstArrivalUs < MAX_BURST_DURATION_US;
    }

    private static final class Group {
        private boolean exists;
        private long firstSendUs;
        private long sendUs;
        private long firstArrivalUs;
        private long lastArrivalUs;
        private long lastSystemUs;
        private int size;

        private void open(long openingSendUs, long arrivalTimeUs) {
            exists = true;
            firstSendUs = openingSendUs;
            sendUs = openingSendUs;
            firstArrivalUs = arrivalTimeUs;
            size = 0;
        }
    }
}
