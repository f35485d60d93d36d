package io.bwe.testkit;

import io.bwe.api.RtcpWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An RTCP writer that notes when it is called, and whether that is still so after a close. Used by any thread. */
final class RtcpLog implements RtcpWriter {
    private final List<Long> timesNs = new CopyOnWriteArrayList<>();
    private final CountDownLatch late = new CountDownLatch(1);
    private volatile boolean closed;

    @Override
    public void writeRtcp(ByteBuffer packet) {
        timesNs.add(System.nanoTime());
        if (closed) {
            late.countDown();
        }
    }

    int size() {
        return timesNs.size();
    }

    /** Between the first two calls; there must have been two. */
    Duration gap() {
        return Duration.ofNanos(timesNs.get(1) - timesNs.get(0));
    }

    /** Close has returned: from now on calls are late. */
    void closed() {
        closed = true;
    }

    /** Whether a late call comes. Returns as soon as one does. */
    boolean isCalledLateWithin(Duration time) {
        try {
            return late.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a late call", e);
        }
    }
}
