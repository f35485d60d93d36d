package io.bwe.browser;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A link between browser and receiver that can be made narrow: a queue that drops what would wait too long, a rate, a
 * delay and random loss, all of which may change at any moment. It is in one direction, from the browser; RTCP to the
 * browser is not held up.
 *
 * <p>Packets are delivered by a thread of its own, each with the time at which the link would have delivered it, as a
 * network card would stamp it: how late the thread itself is adds nothing.
 *
 * <p>All methods may be called from any thread.
 */
public final class Bottleneck implements PacketGate {
    /** How long {@link #close()} waits for a delivery that is under way. */
    private static final long CLOSE_WAIT_MS = 2_000;

    private record Waiting(ByteBuffer datagram, Delivery behind) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkModel<Waiting> model;
    private final Thread thread;
    private boolean closed;

    /**
     * Starts a link, and the thread that delivers.
     *
     * @param settings what it is like at first
     * @param seed decides which packets are lost
     * @param threadName what to call the thread
     */
    public Bottleneck(LinkSettings settings, long seed, String threadName) {
        model = new LinkModel<>(settings, new Random(seed));
        thread = Thread.ofPlatform().daemon().name(threadName).start(this::run);
    }

    @Override
    public void offer(ByteBuffer datagram, long arrivalTimeNs, Delivery behind) {
        lock.lock();
        try {
            if (!closed && model.offer(new Waiting(datagram, behind), datagram.remaining(), arrivalTimeNs)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the link from now on. What already waits is served at the new rate.
     *
     * @param settings the new settings
     */
    public void settings(LinkSettings settings) {
        lock.lock();
        try {
            model.settings(settings, System.nanoTime());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the link is like.
     *
     * @return the settings
     */
    public LinkSettings settings() {
        lock.lock();
        try {
            return model.settings();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes a part of it, with no other change in between.
     *
     * @param change makes the new settings of the present ones; what it throws is thrown here, and nothing changes
     */
    public void change(UnaryOperator<LinkSettings> change) {
        lock.lock();
        try {
            settings(change.apply(model.settings()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long a packet that comes now has to wait.
     *
     * @return nanoseconds, 0 if nothing waits
     */
    public long queueDelayNs() {
        lock.lock();
        try {
            return model.queueDelayNs(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many packets found the queue full.
     *
     * @return 0 or more
     */
    public long droppedInQueue() {
        lock.lock();
        try {
            return model.droppedInQueue();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many packets were lost at random.
     *
     * @return 0 or more
     */
    public long lost() {
        lock.lock();
        try {
            return model.lost();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Due due;
        while ((due = awaitNext()) != null) {
            due.waiting.behind.deliver(due.waiting.datagram, due.arrivalTimeNs);
        }
    }

    private record Due(Waiting waiting, long arrivalTimeNs) {
    }

    /** Waits for the next packet to arrive; null at the end. */
    private @Nullable Due awaitNext() {
        lock.lock();
        try {
            while (!closed) {
                long nowNs = System.nanoTime();
                Waiting next = model.poll(nowNs);
                if (next != null) {
                    return new Due(next, model.polledArrivalNs());
                }
                long eventNs = model.nextEventNs();
                if (eventNs == LinkModel.NEVER) {
                    changed.awaitUninterruptibly();
                } else {
                    awaitUninterruptibly(eventNs - nowNs);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void awaitUninterruptibly(long ns) {
        try {
            changed.await(ns, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Only a thread of somebody who found this one among all could do that; close() is what ends it.
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() != thread) {
            Threads.join(thread, CLOSE_WAIT_MS);
        }
    }
}
