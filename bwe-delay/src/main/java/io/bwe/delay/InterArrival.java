package io.bwe.delay;

/**
 * Collects packets into groups and yields, whenever a group is complete, how it differs from the group before: in send
 * time, in arrival time, in size. A group is what was sent within 5 ms, or what arrived as one burst.
 *
 * <p>Times of arrival are whole milliseconds. Send times are unsigned 32-bit numbers that wrap, in ticks of whatever
 * clock they come from. Follows libwebrtc's InterArrival, M128.
 */
final class InterArrival {
    /** Send time that a group spans (libwebrtc: kTimestampGroupLengthMs). */
    private static final long GROUP_LENGTH_MS = 5;
    private static final long MS_PER_SECOND = 1000;
    /** A packet this close behind the one before may be part of its burst (libwebrtc: kBurstDeltaThresholdMs). */
    private static final long BURST_DELTA_THRESHOLD_MS = 5;
    /** A burst takes in no packet from this time after its start on (libwebrtc: kMaxBurstDurationMs). */
    private static final long MAX_BURST_DURATION_MS = 100;
    /**
     * Arrival running ahead of the system clock by this much is a clock jump (libwebrtc:
     * kArrivalTimeOffsetThresholdMs).
     */
    private static final long ARRIVAL_TIME_OFFSET_THRESHOLD_MS = 3000;
    /** So many groups arriving before their predecessors are a clock jump (libwebrtc: kReorderedResetThreshold). */
    private static final int REORDERED_RESET_THRESHOLD = 3;

    private final int ticksPerSecond;
    /** Rounded down to a whole tick. */
    private final int groupLengthTicks;
    private final double msPerTick;

    private Group current = new Group();
    private Group previous = new Group();
    private int consecutiveReorderedGroups;

    private int sendDeltaTicks;
    private long arrivalDeltaMs;
    private int sizeDelta;

    /**
     * Creates one without packets.
     *
     * @param ticksPerSecond the clock of the send times, 1 or more
     */
    InterArrival(int ticksPerSecond) {
        this.ticksPerSecond = ticksPerSecond;
        groupLengthTicks = (int) (GROUP_LENGTH_MS * ticksPerSecond / MS_PER_SECOND);
        msPerTick = (double) MS_PER_SECOND / ticksPerSecond;
    }

    /** The clock of the send times. */
    int ticksPerSecond() {
        return ticksPerSecond;
    }

    /**
     * Takes the next packet.
     *
     * @param timestamp its send time in ticks, unsigned
     * @param arrivalTimeMs its arrival
     * @param systemTimeMs the system clock at that time
     * @param size its size in bytes
     * @return true if the deltas are new: the packet opened a group and two complete groups lie behind it
     */
    boolean computeDeltas(int timestamp, long arrivalTimeMs, long systemTimeMs, int size) {
        boolean calculated = false;
        if (!current.exists) {
            current.open(timestamp, arrivalTimeMs);
        } else if (timestamp - current.firstTimestamp < 0) {
            return false;
        } else if (startsNewGroup(timestamp, arrivalTimeMs)) {
            if (previous.exists) {
                if (!compareGroups()) {
                    return false;
                }
                calculated = true;
            }
            Group complete = current;
            current = previous;
            previous = complete;
            current.open(timestamp, arrivalTimeMs);
        } else if (isNewer(timestamp, current.timestamp)) {
            current.timestamp = timestamp;
        }
        current.size += size;
        current.lastArrivalMs = arrivalTimeMs;
        current.lastSystemMs = systemTimeMs;
        return calculated;
    }

    /** Send time from one group's latest packet to the other's, in ticks, 0 to 2^32 - 1. */
    long sendDeltaTicks() {
        return Integer.toUnsignedLong(sendDeltaTicks);
    }

    /** The same in milliseconds. */
    double sendDeltaMs() {
        return (double) MS_PER_SECOND * sendDeltaTicks() / ticksPerSecond;
    }

    /** Time from one group's last arrival to the other's, in milliseconds, 0 or more. */
    long arrivalDeltaMs() {
        return arrivalDeltaMs;
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
        long arrivalDelta = current.lastArrivalMs - previous.lastArrivalMs;
        long systemDelta = current.lastSystemMs - previous.lastSystemMs;
        if (arrivalDelta - systemDelta >= ARRIVAL_TIME_OFFSET_THRESHOLD_MS) {
            reset();
            return false;
        }
        if (arrivalDelta < 0) {
            if (++consecutiveReorderedGroups >= REORDERED_RESET_THRESHOLD) {
                reset();
            }
            return false;
        }
        consecutiveReorderedGroups = 0;
        sendDeltaTicks = current.timestamp - previous.timestamp;
        arrivalDeltaMs = arrivalDelta;
        sizeDelta = current.size - previous.size;
        return true;
    }

    private boolean startsNewGroup(int timestamp, long arrivalTimeMs) {
        return timestamp - current.firstTimestamp > groupLengthTicks && !belongsToBurst(timestamp, arrivalTimeMs);
    }

    private boolean belongsToBurst(int timestamp, long arrivalTimeMs) {
        long arrivalDelta = arrivalTimeMs - current.lastArrivalMs;
        // Unsigned: a packet sent before the group's latest one seems sent a wrap later, so its delay seems to shrink.
        long sendDelta = (long) (msPerTick * Integer.toUnsignedLong(timestamp - current.timestamp) + 0.5);
        if (sendDelta == 0) {
            return true;
        }
        return arrivalDelta < sendDelta && arrivalDelta <= BURST_DELTA_THRESHOLD_MS
                && arrivalTimeMs - current.firstArrivalMs < MAX_BURST_DURATION_MS;
    }

    private static boolean isNewer(int timestamp, int other) {
        int ahead = timestamp - other;
        return ahead == Integer.MIN_VALUE ? Integer.compareUnsigned(timestamp, other) > 0 : ahead > 0;
    }

    private static final class Group {
        private boolean exists;
        private int firstTimestamp;
        private int timestamp;
        private long firstArrivalMs;
        private long lastArrivalMs;
        private long lastSystemMs;
        /** Wraps like the reference's difference of 32-bit sizes. */
        private int size;

        private void open(int openingTimestamp, long arrivalTimeMs) {
            exists = true;
            firstTimestamp = openingTimestamp;
            timestamp = openingTimestamp;
            firstArrivalMs = arrivalTimeMs;
            size = 0;
        }
    }
}
