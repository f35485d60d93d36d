package io.bwe.api;

import io.bwe.api.Explanation.Kind;
import java.util.function.Consumer;

/**
 * Says in words what an estimator does and why, from what it {@linkplain Estimator#describe describes} and from the
 * packets. It is fed after the estimator, packet by packet; where an {@link Interceptor} runs the estimator, that does it
 * ({@link BandwidthControl#explain}).
 *
 * <p>The first line says where things stand, for the estimator may have run before. After that, one thing that happens
 * gives one line, however many packets it takes: an over-use is told when it brings the estimate down, or when it is over
 * and has not; over-uses less than a second apart are one; growth is told when it has come to half as much again, or
 * ends.
 *
 * <p>Works with any estimator. One that describes no threshold, say, is explained without it.
 *
 * <p>Knows no clock and allocates only when there is something to say. Not thread-safe: used by the thread that uses the
 * estimator, and calls back on it. If the callback throws, what it was to be told is lost, and nothing else.
 */
public final class EstimateExplainer {
    /** A pause that is told: libwebrtc's kStreamTimeOut, after which it forgets a stream. */
    private static final long PAUSE_NS = 2_000_000_000L;

    private final Consumer<Explanation> listener;
    private final StoryTeller teller = new Teller();
    private final QueueDelay queueDelay = new QueueDelay();
    private final DelayTrend trend = new DelayTrend();
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();
    private final StreamStory streams = new StreamStory();
    private final RateStory rate = new RateStory(teller, trend, diagnostics);

    private boolean started;
    private long startNs;
    private boolean hasPackets;
    private long lastPacketNs;
    /** Whether the estimator was reset since the last packet: it says itself that no stream was live then. */
    private boolean resetSince;

    /**
     * Creates one that has seen nothing.
     *
     * @param listener is told, within the calls to this object
     */
    public EstimateExplainer(Consumer<Explanation> listener) {
        this.listener = listener;
    }

    /** A class of its own and not a lambda, which would be linked where it is first used. */
    private final class Teller implements StoryTeller {
        @Override
        public void tell(long atNs, Kind kind, String text) {
            listener.accept(new Explanation(atNs - startNs, kind, text));
        }
    }

    /**
     * Explains what a packet led to.
     *
     * @param packet the packet that the estimator has just taken
     * @param estimator the estimator; only read
     * @param nowNs the time that the estimator was given with it
     */
    public void onPacket(PacketView packet, Estimator estimator, long nowNs) {
        start(nowNs);
        long silentNs = hasPackets ? nowNs - lastPacketNs : 0;
        boolean first = !hasPackets;
        boolean reset = resetSince;
        hasPackets = true;
        lastPacketNs = nowNs;
        resetSince = false;
        queueDelay.onPacket(packet);
        boolean stamped = packet.absSendTime() != PacketView.NO_SEND_TIME;
        trend.add(packet.arrivalTimeNs(), stamped ? queueDelay.delayNs() : QueueDelay.UNKNOWN);
        diagnostics.read(estimator);
        rate.onTime(nowNs);
        if (first) {
            teller.tell(nowNs, Kind.BEGIN, streams.begin(estimator, nowNs));
        } else {
            tellPause(silentNs, reset, nowNs);
            tellStreams(estimator, nowNs);
        }
        rate.onPacket(estimator, nowNs);
    }

    private void tellPause(long silentNs, boolean reset, long nowNs) {
        boolean silent = silentNs > PAUSE_NS;
        boolean anew = diagnostics.streamsReset() && !reset;
        if (!silent && !anew) {
            return;
        }
        rate.onPause(nowNs);
        StringBuilder text = new StringBuilder();
        if (silent) {
            text.append("no packet for ").append(Wording.lasted(silentNs));
        }
        if (anew) {
            text.append(silent ? "; " : "").append("no stream was live, so the delay filter begins anew");
        }
        teller.tell(nowNs, Kind.TIMEOUT, text.toString());
    }

    private void tellStreams(Estimator estimator, long nowNs) {
        String change = streams.change(estimator, nowNs);
        if (!change.isEmpty()) {
            teller.tell(nowNs, Kind.STREAMS, change);
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
        if (!hasPackets) {
            return;
        }
        rate.onTime(nowNs);
        if (nowNs - lastPacketNs > PAUSE_NS) {
            tellStreams(estimator, nowNs);
        }
    }

    /**
     * The estimator was reset.
     *
     * @param nowNs the time
     */
    public void onReset(long nowNs) {
        start(nowNs);
        resetSince = true;
        rate.forget();
        teller.tell(nowNs, Kind.RESET, "reset: the estimator has forgotten everything");
    }

    /**
     * Another estimator is explained from now on.
     *
     * @param before the name of the one before
     * @param estimator the name of the one that took over
     * @param estimateBps what that one says, in bits per second; 0 if it has no estimate
     * @param nowNs the time
     */
    public void onTakeOver(String before, String estimator, long estimateBps, long nowNs) {
        start(nowNs);
        long beforeBps = rate.lookAway();
        String change = beforeBps > 0 && estimateBps > 0 ? ", ".concat(Wording.change(beforeBps, estimateBps)) : "";
        teller.tell(nowNs, Kind.SWAP, estimator.concat(" took over from ").concat(before).concat(change));
    }

    /** There is nothing more to come: tells what would be told once it is over. May be left out. */
    public void end() {
        rate.end();
    }

    private void start(long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
        }
    }
}
