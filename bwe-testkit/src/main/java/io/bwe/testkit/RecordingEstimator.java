package io.bwe.testkit;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what the test says, keeps what it was given, and notes when it is called against its contract: by two
 * threads at once, or with times that decrease. A stream is live from its first packet until it is removed.
 *
 * <p>What it recorded and what it says may be read and set by any thread at any time.
 */
public final class RecordingEstimator implements Estimator {
    /** The name of its provider. */
    public static final String NAME = "recording";

    /**
     * A packet as the estimator saw it.
     *
     * @param packet a copy
     * @param nowNs the time that came with it
     */
    public record Seen(PacketView packet, long nowNs) {
    }

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> misuses = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListSet<Long> liveSsrcs = new ConcurrentSkipListSet<>();
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private volatile long estimateBps = 1_000_000;
    private volatile Consumer<PacketView> onEachPacket = packet -> {
    };
    private volatile long latestArrivalNs = Long.MIN_VALUE;
    private volatile long latestNowNs = Long.MIN_VALUE;

    /** Creates an estimator that says 1 Mb/s from the first packet on. */
    public RecordingEstimator() {
    }

    /**
     * A provider of this very estimator, whoever asks.
     *
     * @return the provider
     */
    public EstimatorProvider provider() {
        return new EstimatorProvider() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                return RecordingEstimator.this;
            }
        };
    }

    /**
     * Sets what it says.
     *
     * @param bps bits per second
     */
    public void says(long bps) {
        estimateBps = bps;
    }

    /**
     * Sets what it does with each packet after it was recorded; to throw, for instance.
     *
     * @param action takes the packet, valid only during the call
     */
    public void onEachPacket(Consumer<PacketView> action) {
        onEachPacket = action;
    }

    /**
     * The packets that came, in the order in which they came.
     *
     * @return a copy
     */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /**
     * How it was called against its contract.
     *
     * @return a text for each time, empty if all was well
     */
    public List<String> misuses() {
        return List.copyOf(misuses);
    }

    private void guarded(String method, Runnable call) {
        Thread caller = Thread.currentThread();
        Thread other = inside.compareAndExchange(null, caller);
        if (other != null) {
            misuses.add(method + " called by " + caller + " while " + other + " is inside");
            return;
        }
        try {
            call.run();
        } finally {
            inside.set(null);
        }
    }

    private void time(String method, long nowNs) {
        if (nowNs < latestNowNs) {
            misuses.add(method + " called with time " + nowNs + " after " + latestNowNs);
        }
        latestNowNs = nowNs;
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        guarded("onPacket", () -> {
            time("onPacket", nowNs);
            if (packet.arrivalTimeNs() < latestArrivalNs) {
                misuses.add("onPacket called with arrival " + packet.arrivalTimeNs() + " after " + latestArrivalNs);
            }
            latestArrivalNs = packet.arrivalTimeNs();
            seen.add(new Seen(TestPacket.copyOf(packet), nowNs));
            liveSsrcs.add(packet.ssrc());
            onEachPacket.accept(packet);
        });
        return true;
    }

    @Override
    public void onTime(long nowNs) {
        guarded("onTime", () -> time("onTime", nowNs));
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        guarded("onRttUpdate", () -> time("onRttUpdate", nowNs));
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        guarded("removeStream", () -> {
            time("removeStream", nowNs);
            liveSsrcs.remove(ssrc);
        });
    }

    @Override
    public void reset() {
        guarded("reset", liveSsrcs::clear);
    }

    @Override
    public boolean hasEstimate() {
        return !seen.isEmpty();
    }

    @Override
    public long estimateBps() {
        return hasEstimate() ? estimateBps : 0;
    }

    @Override
    public long incomingBps() {
        return -1;
    }

    @Override
    public BandwidthUsage usage() {
        return BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return liveSsrcs.size();
    }

    @Override
    public long liveSsrc(int index) {
        return liveSsrcs.stream().skip(index).findFirst().orElseThrow(IndexOutOfBoundsException::new);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("packets", seen.size());
    }
}
