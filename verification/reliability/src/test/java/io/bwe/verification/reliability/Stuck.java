package io.bwe.verification.reliability;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Code of an application that does not return, in one of several ways, until it is released. */
final class Stuck {
    private static final long NAP_NS = Duration.ofMillis(5).toNanos();

    private final Way way;
    private final CountDownLatch inside = new CountDownLatch(1);
    private final AtomicBoolean released = new AtomicBoolean();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();

    /** What it does instead of returning. */
    enum Way {
        PARKS, SWALLOWS_INTERRUPTS, SPINS, WAITS_FOR_A_MONITOR_OF_THE_CLOSER, WAITS_FOR_A_LOCK_OF_THE_CLOSER
    }

    Stuck(Way way) {
        this.way = way;
    }

    /** What the application's code calls; holds up its first caller and everybody until the release. */
    void call() {
        inside.countDown();
        switch (way) {
            case PARKS -> park();
            case SWALLOWS_INTERRUPTS -> swallowInterrupts();
            case SPINS -> spin();
            case WAITS_FOR_A_MONITOR_OF_THE_CLOSER -> {
                synchronized (monitor) {
                    monitor.notifyAll();
                }
            }
            case WAITS_FOR_A_LOCK_OF_THE_CLOSER -> {
                lock.lock();
                lock.unlock();
            }
        }
    }

    private void park() {
        boolean interrupted = false;
        while (!released.get()) {
            LockSupport.parkNanos(NAP_NS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void swallowInterrupts() {
        for (;;) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // What must not be done, and is.
            }
        }
    }

    private void spin() {
        while (!released.get()) {
            Thread.onSpinWait();
        }
    }

    void awaitInside() throws InterruptedException {
        inside.await();
    }

    boolean isInside() {
        return inside.getCount() == 0;
    }

    /** Runs something while the calling thread holds both locks, and releases the stuck code afterwards. */
    void whileHeld(Work work) throws Exception {
        lock.lock();
        try {
            synchronized (monitor) {
                work.run();
            }
        } finally {
            lock.unlock();
            release();
        }
    }

    void release() {
        released.set(true);
        release.countDown();
    }

    /** What a test does. */
    interface Work {
        void run() throws Exception;
    }
}
