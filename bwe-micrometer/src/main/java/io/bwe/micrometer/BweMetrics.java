package io.bwe.micrometer;

import io.bwe.api.BandwidthControl;
import io.bwe.api.NanoClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows in a Micrometer registry what interceptors do and estimate.
 *
 * <p>One object shows any number of interceptors, added up: a server has one and adds each connection's
 * {@link BandwidthControl} to it. Every meter has the tag {@code estimator}, the name of the estimator that drives the
 * REMBs, and the tags given here; so the number of meters does not depend on the number of interceptors, streams or
 * SSRCs. Who wants to tell groups of connections apart has an object with a tag of its own for each.
 *
 * <p><b>Counters</b>
 * <ul>
 * <li>{@code bwe.packets}, by {@code result}. Each packet counts for one result, so they add up to the packets received:
 * {@code accepted}, it reached the estimator in time and with a send time; {@code no.send.time}, in time but without;
 * {@code late}, after later ones; and those that never reach it: {@code dropped}, its stream's queue was full;
 * {@code malformed}; {@code untracked}, it belongs to no stream that is tracked.
 * <li>{@code bwe.arrivals.clamped}; {@code bwe.remb.sent} by {@code reason} ({@code interval}, {@code decrease});
 * {@code bwe.overuse.detections}.
 * <li>{@code bwe.streams.started}; {@code bwe.streams.ended} by {@code reason} ({@code idle}, {@code unbind},
 * {@code close}, {@code evicted}).
 * <li>{@code bwe.estimator.errors}, {@code bwe.writer.errors}, {@code bwe.listener.errors}, {@code bwe.worker.errors};
 * {@code bwe.estimator.swaps}, {@code bwe.shadows.dropped}.
 * </ul>
 * They say what {@link io.bwe.api.InterceptorStatistics} says, and never decrease: what an interceptor has counted stays
 * in the sum when it is closed. What it counted before another estimator took over stays with the estimator before; the
 * line is drawn when the meters are first read after that. A packet that comes after close is not counted here.
 *
 * <p><b>Gauges</b>, sums over the interceptors that are open: {@code bwe.interceptors};
 * {@code bwe.interceptors.estimating}, those that have an estimate; {@code bwe.interceptors.quarantined}, those whose
 * estimator is out of action; {@code bwe.estimate} and {@code bwe.incoming} in bits per second;
 * {@code bwe.streams.active}; {@code bwe.queue.size} in packets. The mean estimate is {@code bwe.estimate} divided by
 * {@code bwe.interceptors.estimating}; {@code bwe.estimate.percentile} has, by {@code phi}, the 10th, 50th and 90th
 * percentile over the interceptors that have an estimate, NaN if none has.
 *
 * <p><b>Delay</b> from a packet's entry to the estimator: {@code bwe.estimate.delay}, a timer with count and total;
 * {@code bwe.estimate.delay.percentile}, by {@code phi}, the 50th, 95th and 99th percentile, and
 * {@code bwe.estimate.delay.max}, over all packets of the last minute, or since the reading before if that is longer ago;
 * NaN if there were none. They come from buckets and are never too short and at most 12.5 % too long, to the 33 us that
 * delays below 0.26 ms are known to; what is longer than 8.6 s is shown as that. They are computed at most ten times a
 * second.
 *
 * <p>Nothing is done for a packet: meters read what interceptors count anyway, when the registry asks for it. That takes
 * a time in proportion to the number of interceptors.
 *
 * <p><b>Life.</b> An interceptor leaves when it is closed. Meters are registered, all at once, when the first
 * interceptor comes, and removed when the last has gone, or by {@link #close()}; when another comes they are back, and
 * counters go on from where they were. The registry and the interceptors keep this object alive, so the application need
 * not. In turn it keeps interceptors until they are closed.
 *
 * <p>Different objects bound to one registry need different tags, with the same keys if the registry is one of
 * Prometheus. All methods may be called from any thread; none waits for a packet, an estimator or a writer.
 */
public final class BweMetrics implements MeterBinder, AutoCloseable {
    private final Tags tags;
    private final Tally tally;
    /** Guards what follows, and that meters come and go with the members. Never waited for by who reads a meter. */
    private final ReentrantLock lock = new ReentrantLock();
    private final List<RegistryMeters> registries = new ArrayList<>();
    private boolean closed;
    /** The estimators whose meters are registered. */
    private volatile int registeredEstimators;

    /** Without tags of the application's. */
    public BweMetrics() {
        this(Tags.empty());
    }

    /**
     * With tags that all meters get.
     *
     * @param tags the tags; few values each, for every combination has meters of its own
     * @throws IllegalArgumentException if a key is one that meters have anyway: {@code estimator}, {@code result},
     *         {@code reason}, {@code phi}
     */
    public BweMetrics(Iterable<Tag> tags) {
        this(tags, NanoClock.SYSTEM);
    }

    /** With a clock that decides what the last minute is. */
    BweMetrics(Iterable<Tag> tags, NanoClock clock) {
        this.tags = Tags.of(tags);
        for (Tag tag : this.tags) {
            if (TagKeys.ALL.contains(tag.getKey())) {
                throw new IllegalArgumentException("the tag " + tag.getKey() + " is one that the meters have anyway");
            }
        }
        this.tally = new Tally(clock);
    }

    /**
     * Shows the meters in a registry; in several, if called with several. Does nothing if that is done already.
     *
     * @param registry the registry
     * @throws IllegalStateException if this object is closed, or the registry has meters with the same tags from another
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        lock.lock();
        try {
            requireOpen();
            if (registries.stream().anyMatch(meters -> meters.registry() == registry)) {
                return;
            }
            RegistryMeters meters = new RegistryMeters(registry, this, tags);
            registries.add(meters);
            if (!tally.isEmpty()) {
                try {
                    tally.estimators().forEach(meters::register);
                } catch (RuntimeException e) {
                    registries.remove(meters);
                    meters.removeAll();
                    throw e;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows an interceptor, from now until it is closed. Does nothing if that is done already. One that is closed already
     * leaves at once.
     *
     * @param control the interceptor's control
     * @throws IllegalStateException if this object is closed, or a registry has meters with the same tags from another
     */
    public void add(BandwidthControl control) {
        Objects.requireNonNull(control, "control");
        lock.lock();
        try {
            requireOpen();
            Member member = tally.add(control);
            if (member == null) {
                return;
            }
            try {
                registerAll();
            } catch (RuntimeException e) {
                tally.forget(member);
                removeMetersOfNobody();
                throw e;
            }
            member.subscription = control.onClose(() -> leave(member));
        } finally {
            lock.unlock();
        }
    }

    /** Removes the meters and lets all interceptors go. Does nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Member member : tally.members()) {
                if (member.subscription != null) {
                    member.subscription.close();
                }
                leave(member);
            }
            registries.clear();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    private void registerAll() {
        List<String> estimators = tally.estimators();
        registeredEstimators = estimators.size();
        registries.forEach(meters -> estimators.forEach(meters::register));
    }

    private void leave(Member member) {
        lock.lock();
        try {
            tally.remove(member);
            removeMetersOfNobody();
        } finally {
            lock.unlock();
        }
    }

    private void removeMetersOfNobody() {
        if (tally.isEmpty()) {
            registries.forEach(RegistryMeters::removeAll);
            registeredEstimators = 0;
        }
    }

    // ---- what meters read

    long count(String estimator, int index) {
        long count = tally.count(estimator, index);
        registerNewcomers();
        return count;
    }

    long level(String estimator, Level level) {
        long sum = tally.sum(estimator, level::read);
        registerNewcomers();
        return sum;
    }

    double estimateBps(String estimator, double share) {
        return tally.estimateBps(estimator, share);
    }

    double delayNs(String estimator, double share) {
        return tally.delayNs(estimator, share);
    }

    /**
     * An estimator that was never seen before has taken over somewhere. Whoever reads a meter may hold a lock of the
     * registry's that a thread here waits for, so it must not wait in turn; a later reading comes soon enough.
     */
    private void registerNewcomers() {
        if (tally.estimatorCount() > registeredEstimators && lock.tryLock()) {
            try {
                if (!tally.isEmpty()) {
                    registerAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
