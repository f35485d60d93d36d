package io.bwe.verification.load;

/**
 * When each packet of a sender is due: evenly spaced from a start, whatever became of the packets before. So a sender
 * that was held up is late and catches up; the time that it was held up is in the figures and hides nothing.
 *
 * @param startNs when the first packet is due
 * @param packetsPerSecond how many are due in a second, 1 or more
 */
record Schedule(long startNs, long packetsPerSecond) {
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** When a packet is due, by its number from 0. Does not drift. */
    long dueNs(long number) {
        return startNs + number / packetsPerSecond * NS_PER_SECOND
                + number % packetsPerSecond * NS_PER_SECOND / packetsPerSecond;
    }

    /** How many packets are due before a time. */
    long dueBefore(long timeNs) {
        long sinceNs = timeNs - startNs;
        if (sinceNs <= 0) {
            return 0;
        }
        long number = sinceNs / NS_PER_SECOND * packetsPerSecond
                + sinceNs % NS_PER_SECOND * packetsPerSecond / NS_PER_SECOND;
        while (dueNs(number) < timeNs) {
            number++;
        }
        return number;
    }
}
