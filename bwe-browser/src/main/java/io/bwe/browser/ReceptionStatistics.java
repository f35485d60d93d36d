package io.bwe.browser;

/**
 * What a receiver report says of one SSRC: loss, the highest sequence number and jitter (RFC 3550, sections 6.4.1, A.1,
 * A.3 and A.8). Used under the lock of {@link ReceptionReports}.
 */
final class ReceptionStatistics {
    private static final int SEQUENCE_NUMBERS = 1 << 16;
    /** A number that is further ahead than this is one that came late. */
    private static final int MAX_REORDERING = SEQUENCE_NUMBERS / 2;
    /** The largest count of lost packets that a report has room for, 24 bits with sign. */
    private static final long MAX_CUMULATIVE_LOST = 0x7F_FFFF;
    private static final double JITTER_GAIN = 1.0 / 16;
    private static final double NS_PER_SECOND = 1e9;
    private static final long NO_TIME = Long.MIN_VALUE;

    private final int clockRate;
    private boolean started;
    private long baseSequence;
    private long highestSequence;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private boolean newSinceReport;

    private long previousArrivalNs = NO_TIME;
    private int previousTimestamp;
    private double jitter;

    private int lastReportNtpMiddle;
    private long lastReportNs;
    private boolean hasSenderReport;

    /**
     * Creates the statistics of an SSRC.
     *
     * @param clockRate RTP timestamp units per second, 1 or more
     */
    ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    void onPacket(int sequenceNumber, int timestamp, long arrivalNs) {
        if (!started) {
            started = true;
            baseSequence = sequenceNumber;
            highestSequence = sequenceNumber;
        } else {
            int ahead = sequenceNumber - (int) highestSequence & SEQUENCE_NUMBERS - 1;
            if (ahead < MAX_REORDERING) {
                highestSequence += ahead;
            }
        }
        received++;
        newSinceReport = true;
        updateJitter(timestamp, arrivalNs);
    }

    private void updateJitter(int timestamp, long arrivalNs) {
        if (previousArrivalNs != NO_TIME && timestamp != previousTimestamp) {
            double apart = (arrivalNs - previousArrivalNs) / NS_PER_SECOND * clockRate;
            jitter += (Math.abs(apart - (timestamp - previousTimestamp)) - jitter) * JITTER_GAIN;
        }
        if (previousArrivalNs == NO_TIME || timestamp != previousTimestamp) {
            previousArrivalNs = arrivalNs;
            previousTimestamp = timestamp;
        }
    }

    void onSenderReport(int ntpMiddle, long nowNs) {
        hasSenderReport = true;
        lastReportNtpMiddle = ntpMiddle;
        lastReportNs = nowNs;
    }

    /** Whether a packet came since the last report: a stream that is silent is not reported. */
    boolean isDue() {
        return newSinceReport;
    }

    /** The report block of now, and the start of a new interval. */
    ReportBlock report(long ssrc, long nowNs) {
        long expected = highestSequence - baseSequence + 1;
        long expectedNow = expected - expectedAtReport;
        long lostNow = expectedNow - (received - receivedAtReport);
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
        long cumulative = Math.clamp(expected - received, -MAX_CUMULATIVE_LOST, MAX_CUMULATIVE_LOST);
        expectedAtReport = expected;
        receivedAtReport = received;
        newSinceReport = false;
        // Units of 1/65536 s.
        long delay = hasSenderReport ? (nowNs - lastReportNs) * 65_536 / 1_000_000_000 : 0;
        return new ReportBlock(ssrc, fraction, (int) cumulative, highestSequence, Math.round(jitter),
                hasSenderReport ? lastReportNtpMiddle : 0, delay);
    }

    /**
     * One block of a receiver report.
     *
     * @param ssrc whose stream it is
     * @param fractionLost since the report before, in 1/256
     * @param cumulativeLost since the start; less than 0 if packets came twice
     * @param highestSequence the highest sequence number, extended by the number of its wraps
     * @param jitter in timestamp units
     * @param lastReport the middle of the NTP time of the last sender report, 0 if there was none
     * @param delaySinceLastReport how long ago that came, in 1/65536 s
     */
    record ReportBlock(long ssrc, int fractionLost, int cumulativeLost, long highestSequence, long jitter,
            int lastReport, long delaySinceLastReport) {
    }
}
