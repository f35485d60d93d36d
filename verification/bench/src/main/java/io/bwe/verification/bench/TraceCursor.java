package io.bwe.verification.bench;

/**
 * Walks through a trace without end. When a trace starts again its times go on by the trace's length, for send and
 * arrival alike, so that no estimator sees time run backwards.
 */
final class TraceCursor {
    private static final int ABS_SEND_TIME_MASK = 0xFF_FFFF;
    private static final int ABS_SEND_TIME_FRACTION_BITS = 18;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long MS_PER_SECOND = 1_000;

    private final Trace trace;
    private int at = -1;
    private long addedNs;
    private long addedMs;
    private int addedTicks;

    TraceCursor(Trace trace) {
        this.trace = trace;
    }

    /** Goes to the next packet; at first to the first. */
    void next() {
        at++;
        if (at == trace.packets) {
            at = 0;
            addedNs += trace.seconds * NS_PER_SECOND;
            addedMs += trace.seconds * MS_PER_SECOND;
            addedTicks += trace.seconds << ABS_SEND_TIME_FRACTION_BITS;
        }
    }

    long arrivalNs() {
        return trace.arrivalNs[at] + addedNs;
    }

    long arrivalMs() {
        return trace.arrivalMs[at] + addedMs;
    }

    int absSendTime() {
        return trace.absSendTime[at] + addedTicks & ABS_SEND_TIME_MASK;
    }

    int payloadSize() {
        return trace.payloadSize[at];
    }

    long ssrc() {
        return trace.ssrc[at] & 0xFFFF_FFFFL;
    }
}
