package io.bwe.api;

import java.util.function.Consumer;

/**
 * Says in words what an estimator does and why, from what it {@linkplain Estimator#describe describes} and from the
 * packets. It is fed after the estimator, packet by packet; where an {@link Interceptor} runs the estimator, that does it
 * ({@link BandwidthControl#explain}).
 *
 * <p>One thing that happens gives one line, however many packets it takes: an over-use is told when it brings the
 * estimate down, or when it is over and has not; over-uses less than a second apart are one; growth is told when it has
 * come to half as much again, or ends.
 *
 * <p>Works with any estimator. One that describes no threshold, say, is explained without it.
 *
 * <p>Knows no clock and allocates only when there is something to say. Not thread-safe: used by the thread that uses the
 * estimator, and calls back on it.
 */
public final class EstimateExplainer {
    /** A pause that is told: libwebrtc's kStreamTimeOut, after which it forgets a stream. */
    private static final long PAUSE_NS = 2_000_000_000L;

    private final Consumer<Explanation> listener;
    private final QueueDelay queueDelay = new QueueDelay();
    private final DelayTrend trend = new DelayTrend();
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();
    private final StreamStory streams = new StreamStory();
    private final RateStory rate = new RateStory(this::tell, trend, diagnostics);

    private boolean started;
    private long startNs;
    private long nowNs;

    /**
     * Creates one that has seen nothing.
     *
     * @param listener is told, within the calls to this object
     */
    public EstimateExplainer(Consumer<Explanation> listener) {
        this.listener = listener;
    }

    /**
     * Explains what a packet led to.
     *
     * @param packet the packet that the estimator has just taken
     * @param estimator the estimator; only read
     * @param nowNs the time that the estimator was given with it
     */
    public void onPacket(PacketView packet, Estimator estimator, long nowNs) {
        boolean first = !started;
        long silentNs = first ? 0 : nowNs - this.nowNs;
        advance(nowNs);
        queueDelay.onPacket(packet);
        trend.add(packet.arrivalTimeNs(), queueDelay.delayNs());
        diagnostics.read(estimator);
        if (!first && (silentNs > PAUSE_NS || diagnostics.streamsReset())) {
            tellPause(silentNs);
            rate.onPause(nowNs);
        }
        tellStreams(estimator);
        rate.onPacket(estimator, nowNs);
    }

    private void tellPause(long silentNs) {
        StringBuilder text = new StringBuilder();
        if (silentNs > PAUSE_NS) {
            text.append("no packet for ").append(Wording.lasted(silentNs));
        }
        if (diagnostics.streamsReset()) {
            text.append(text.isEmpty() ? "" : "; ").append("no stream was live, so the delay filter begins anew");
        }
        say(Explanation.Kind.TIMEOUT, text.toString());
    }

    private void tellStreams(Estimator estimator) {
        String change = streams.change(estimator, nowNs);
        if (!change.isEmpty()) {
            say(Explanation.Kind.STREAMS, change);
        }
    }

    /**
     * Explains what came of time having passed without a packet. May be left out; what happened is then told with the
     * next packet.
     *
     * @param estimator the estimator; only read
     * @param nowNs the time that the estimator was given
     */
    public void onTime(Estimator estimator, long nowNs) {
        if (started && nowNs - this.nowNs > PAUSE_NS) {
            // Not the packets' time: the pause is counted from the last packet.
            long lastPacketNs = this.nowNs;
            this.nowNs = nowNs;
            tellStreams(estimator);
            this.nowNs = lastPacketNs;
        }
    }

    /**
     * The estimator was reset.
     *
     * @param nowNs the time
     */
    public void onReset(long nowNs) {
        advance(nowNs);
        rate.forget();
        say(Explanation.Kind.RESET, "reset: the estimator has forgotten everything");
    }

    /**
     * Another estimator is explained from now on.
     *
     * @param before the name of the one before
     * @param estimator the name of the one that took over
     * @param nowNs the time
     */
    public void onTakeOver(String before, String estimator, long nowNs) {
        advance(nowNs);
        say(Explanation.Kind.SWAP, estimator.concat(" took over from ").concat(before));
    }

    /** There is nothing more to come: tells what would be told once it is over. May be left out. */
    public void end() {
        rate.end();
    }

    private void advance(long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        this.nowNs = nowNs;
    }

    private void say(Explanation.Kind kind, String text) {
        tell(nowNs, kind, text);
    }

    private void tell(long atNs, Explanation.Kind kind, String text) {
        listener.accept(new Explanation(atNs - startNs, kind, text));
    }
}
