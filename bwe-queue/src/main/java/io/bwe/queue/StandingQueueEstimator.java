package io.bwe.queue;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;

/**
 * The estimator {@code standing-queue}: brings packets into range, keeps the list of live streams, and passes the rest on.
 *
 * <p>Inside, times are microseconds since a little before the first packet, so that it makes no difference where the
 * clocks began. A packet costs the same whatever came before; memory is constant but for the list of streams.
 */
final class StandingQueueEstimator implements Estimator {
    private static final long NS_PER_US = 1_000;
    /** No IP packet is larger. */
    private static final int MAX_PACKET_SIZE = 65_535;
    private static final int SEND_TIME_MASK = 0xFF_FFFF;
    /** Without a packet for so long, in microseconds, nothing is said of the incoming rate. */
    private static final long SILENCE_US = 500_000;
    private static final long NO_RATE = -1;

    private final EstimatorConfig config;
    private final long maxBps;
    private final LiveStreams streams;
    private final OneWayDelay delay = new OneWayDelay();
    private final BaseDelay base = new BaseDelay();
    private final DelayWindow window = new DelayWindow();
    private final PathStep pathStep = new PathStep();
    private final PacketTrain train = new PacketTrain();
    private final TrainRates trains = new TrainRates();
    private final RateControl control = new RateControl(trains);
    private boolean started;
    private long originUs;
    private long nowUs;
    private long packetNs;
    private boolean silent;

    StandingQueueEstimator(EstimatorConfig config) {
        this.config = config;
        maxBps = config.maxBps().orElse(Long.MAX_VALUE);
        streams = new LiveStreams(config.idleTimeout().toNanos());
        reset();
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        int sendTime = packet.absSendTime();
        if (sendTime < 0) {
            return false;
        }
        streams.expire(nowNs);
        streams.touch(packet.ssrc(), nowNs);
        packetNs = nowNs;
        silent = false;
        long arrivalUs = Math.floorDiv(packet.arrivalTimeNs(), NS_PER_US);
        if (!started) {
            started = true;
            originUs = Math.floorDiv(arrivalUs, DelayWindow.BUCKET_US) * DelayWindow.BUCKET_US;
        }
        nowUs = Math.max(nowUs, arrivalUs - originUs);
        boolean first = observe(sendTime & SEND_TIME_MASK, Math.clamp(packet.payloadSize(), 0, MAX_PACKET_SIZE));
        return control.isStepDue(nowUs) ? step() : first;
    }

    private boolean step() {
        pathStep.read(window);
        if (pathStep.isCertain()) {
            forgetDelays();
            control.onLongerPath(nowUs);
        }
        return control.step(window, train, pathStep.isPossible(), nowUs);
    }

    /** Takes what a packet shows of the path; returns whether there is an estimate since then. */
    private boolean observe(int sendTime, int size) {
        if (delay.add(nowUs, sendTime)) {
            forgetDelays();
            control.onDelaysAnew(nowUs);
        }
        double queueMs = base.queueMs(delay.delayUs(), nowUs);
        window.add(nowUs, queueMs, size);
        boolean first = train.endsBefore(delay.sendUs()) && closeTrain();
        train.add(delay.sendUs(), nowUs, queueMs, size);
        return first;
    }

    private void forgetDelays() {
        base.restart(nowUs);
        window.clear();
        train.close();
    }

    private boolean closeTrain() {
        train.close();
        return trains.onTrain(train, control.belief().isStartup(), control.event().lasts(), nowUs)
                && control.onTrain(nowUs);
    }

    @Override
    public void onTime(long nowNs) {
        streams.expire(nowNs);
        silent = nowNs - packetNs > SILENCE_US * NS_PER_US;
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        // Nothing here goes by the round-trip time.
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        streams.remove(ssrc);
    }

    @Override
    public void reset() {
        streams.clear();
        delay.reset();
        window.clear();
        train.close();
        trains.reset();
        control.reset();
        config.startBps().ifPresent(control::start);
        started = false;
        nowUs = 0;
        silent = false;
    }

    @Override
    public boolean hasEstimate() {
        return control.isValid();
    }

    @Override
    public long estimateBps() {
        return control.isValid() ? Math.clamp((long) control.estimateBps(), config.minBps(), maxBps) : 0;
    }

    @Override
    public long incomingBps() {
        return silent || control.incomingBps() == DelayWindow.NO_RATE ? NO_RATE : Math.round(control.incomingBps());
    }

    @Override
    public BandwidthUsage usage() {
        return control.event().lasts() ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return streams.size();
    }

    @Override
    public long liveSsrc(int index) {
        return streams.ssrc(index);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("valid", control.isValid() ? 1L : 0L);
        sink.value("target_bps", estimateBps());
        long incomingBps = incomingBps();
        if (incomingBps == NO_RATE) {
            sink.absent("incoming_bps");
        } else {
            sink.value("incoming_bps", incomingBps);
        }
        double standingMs = control.queue().standingMs();
        if (Double.isNaN(standingMs)) {
            sink.absent("standing_queue_ms");
        } else {
            sink.value("standing_queue_ms", standingMs);
        }
        sink.value("tolerated_queue_ms", control.belief().toleratedMs());
        sink.value("event", (long) control.event().cause().ordinal());
        sink.value("belief_bps", (long) control.belief().bps());
        if (trains.medianBps() == TrainRates.NO_RATE) {
            sink.absent("train_bps");
        } else {
            sink.value("train_bps", (long) trains.medianBps());
        }
    }
}
