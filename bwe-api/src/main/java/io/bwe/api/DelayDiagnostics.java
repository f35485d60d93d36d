package io.bwe.api;

/**
 * What delay-based estimators have in common among the values that they {@linkplain Estimator#describe describe}: the
 * last delay sample, the signal that is held against the threshold, and what came of it. Explanations, recordings and
 * pictures show these. An estimator of another kind, or by other names, has what it does not describe absent here.
 *
 * <p>The names are those of bwe's own estimators. Flags and {@code probe_bps} are understood as whole numbers only.
 *
 * <table>
 * <caption>Names that are understood</caption>
 * <tr>
 * <th>name
 * <th>meaning
 * <tr>
 * <td>{@code group}
 * <td>1 if the last packet gave a delay sample
 * <tr>
 * <td>{@code send_delta_ms}, {@code send_delta_us}, {@code ts_delta_ticks26}
 * <td>time between two groups of packets at the sender, in ms, us or units of 2<sup>-26</sup> s
 * <tr>
 * <td>{@code arrival_delta_ms}, {@code arrival_delta_us}
 * <td>the same at the receiver
 * <tr>
 * <td>{@code size_delta}
 * <td>bytes by which the later group is larger
 * <tr>
 * <td>{@code offset}, {@code trend}
 * <td>the filter's state: ms for a Kalman filter, dimensionless for a fitted line
 * <tr>
 * <td>{@code num_deltas}
 * <td>samples that the filter has had; up to 60 times the offset is the signal
 * <tr>
 * <td>{@code modified_trend}
 * <td>the signal, where the filter fits a line
 * <tr>
 * <td>{@code threshold}
 * <td>what the signal is held against
 * <tr>
 * <td>{@code probe_bps}
 * <td>what a probe set the estimate to
 * <tr>
 * <td>{@code link_cap_kbps}
 * <td>where the path was over-used before
 * <tr>
 * <td>{@code streams_reset}
 * <td>1 if no stream was live when the last packet came
 * </table>
 *
 * <p>Allocates nothing after its creation. Not thread-safe; used by the thread that uses the estimator.
 */
public final class DelayDiagnostics implements DiagnosticSink {
    /** The value of {@link #probeBps()} if there was no probe. */
    public static final long NO_PROBE = -1;

    private static final double ABSENT = Double.NaN;
    private static final double MS_PER_US = 1e-3;
    private static final double MS_PER_TICK = 1_000.0 / (1 << 26);
    private static final double BPS_PER_KBPS = 1e3;
    /** libwebrtc's kMinNumDeltas: the offset counts as often as there were samples, up to this. */
    private static final int MAX_COUNTED_DELTAS = 60;

    private boolean sampled;
    private double sendDeltaMs;
    private double arrivalDeltaMs;
    private double sizeDelta;
    private double offset;
    private double trend;
    private double modifiedTrend;
    private double numDeltas;
    private double threshold;
    private long probeBps;
    private double linkCapacityBps;
    private boolean streamsReset;

    /** Creates one in which all is absent. */
    public DelayDiagnostics() {
        clear();
    }

    /**
     * Reads an estimator after a packet.
     *
     * @param estimator the estimator
     */
    public void read(Estimator estimator) {
        clear();
        estimator.describe(this);
    }

    private void clear() {
        sampled = false;
        sendDeltaMs = ABSENT;
        arrivalDeltaMs = ABSENT;
        sizeDelta = ABSENT;
        offset = ABSENT;
        trend = ABSENT;
        modifiedTrend = ABSENT;
        numDeltas = ABSENT;
        threshold = ABSENT;
        probeBps = NO_PROBE;
        linkCapacityBps = ABSENT;
        streamsReset = false;
    }

    @Override
    public void value(String name, long value) {
        switch (name) {
            case "group" -> sampled = value != 0;
            case "probe_bps" -> probeBps = value;
            case "streams_reset" -> streamsReset = value != 0;
            default -> value(name, (double) value);
        }
    }

    @Override
    public void value(String name, double value) {
        switch (name) {
            case "send_delta_ms" -> sendDeltaMs = value;
            case "send_delta_us" -> sendDeltaMs = value * MS_PER_US;
            case "ts_delta_ticks26" -> sendDeltaMs = value * MS_PER_TICK;
            case "arrival_delta_ms" -> arrivalDeltaMs = value;
            case "arrival_delta_us" -> arrivalDeltaMs = value * MS_PER_US;
            case "size_delta" -> sizeDelta = value;
            case "offset" -> offset = value;
            case "trend" -> trend = value;
            case "modified_trend" -> modifiedTrend = value;
            case "num_deltas" -> numDeltas = value;
            case "threshold" -> threshold = value;
            case "link_cap_kbps" -> linkCapacityBps = value * BPS_PER_KBPS;
            default -> {
                // Not what delay-based estimators have in common.
            }
        }
    }

    @Override
    public void absent(String name) {
        // As after clear().
    }

    /**
     * Whether the last packet gave a delay sample. If not, the values of the sample are absent.
     *
     * @return true if it did
     */
    public boolean sampled() {
        return sampled;
    }

    /**
     * The time between two groups of packets at the sender.
     *
     * @return milliseconds, or NaN
     */
    public double sendDeltaMs() {
        return sendDeltaMs;
    }

    /**
     * The time between two groups of packets at the receiver.
     *
     * @return milliseconds, or NaN
     */
    public double arrivalDeltaMs() {
        return arrivalDeltaMs;
    }

    /**
     * How much larger the later group is.
     *
     * @return bytes, negative if it is smaller, or NaN
     */
    public double sizeDelta() {
        return sizeDelta;
    }

    /**
     * The offset that a Kalman filter sees.
     *
     * @return milliseconds, or NaN
     */
    public double offset() {
        return offset;
    }

    /**
     * The slope of the line that was fitted to the delay.
     *
     * @return change of delay over time, dimensionless, or NaN
     */
    public double trend() {
        return trend;
    }

    /**
     * What was held against the threshold as it was before the last sample.
     *
     * @return positive while a queue grows, in the threshold's unit, or NaN
     */
    public double signal() {
        return Double.isNaN(modifiedTrend) ? Math.min(numDeltas, MAX_COUNTED_DELTAS) * offset : modifiedTrend;
    }

    /**
     * What the signal will be held against next; over-use is above it, under-use below its negative. It has been moved by
     * the last sample already, after that was compared.
     *
     * @return 6 to 600 for bwe's own estimators, or NaN
     */
    public double threshold() {
        return threshold;
    }

    /**
     * What a probe set the estimate to with the last packet.
     *
     * @return bits per second, or {@link #NO_PROBE}
     */
    public long probeBps() {
        return probeBps;
    }

    /**
     * Where the estimator takes the capacity of the path to be, from over-use before.
     *
     * @return bits per second, or NaN if it does not
     */
    public double linkCapacityBps() {
        return linkCapacityBps;
    }

    /**
     * Whether no stream was live when the last packet came, so that the delay filter began anew.
     *
     * @return true if so; also with the first packet
     */
    public boolean streamsReset() {
        return streamsReset;
    }
}
