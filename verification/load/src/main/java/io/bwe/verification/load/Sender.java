package io.bwe.verification.load;

import com.sun.management.ThreadMXBean;
import io.bwe.api.RtpHandler;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A thread that puts packets into the handlers of its streams, one stream after the other, each packet when it is due.
 * A packet that is due is sent at once, however late it is, and what a packet had to wait for the sender is measured
 * from the time at which it was due.
 */
final class Sender implements Runnable {
    /**
     * How long it sleeps when nothing is due: 200 us. A fixed length, so that sleeping costs the same with and without
     * load; packets come in small bursts as from a socket.
     */
    private static final long PAUSE_NS = 200_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RtpHandler[] handlers;
    private final int firstSsrc;
    private final Schedule schedule;
    private final long measureFromNs;
    private final long untilNs;
    private final int[] sequenceNumbers;
    private final LoadPacket packet = new LoadPacket();

    /** What a packet took in its handler. */
    final Histogram inHandler = Latencies.ofOneThread();
    /** How much later than due a packet was put into its handler. */
    final Histogram late = Latencies.ofOneThread();
    /** From when a packet was due until its handler had returned. */
    final Histogram sinceDue = Latencies.ofOneThread();

    private long measured;
    private long allocatedBytes;
    private long cpuNs;

    /**
     * @param handlers one for each stream
     * @param firstSsrc the SSRC of the first; the others follow
     * @param measureFromNs packets due before it only warm up
     * @param untilNs when to end
     */
    Sender(RtpHandler[] handlers, int firstSsrc, Schedule schedule, long measureFromNs, long untilNs) {
        this.handlers = handlers;
        this.firstSsrc = firstSsrc;
        this.schedule = schedule;
        this.measureFromNs = measureFromNs;
        this.untilNs = untilNs;
        this.sequenceNumbers = new int[handlers.length];
    }

    @Override
    public void run() {
        long firstMeasured = schedule.dueBefore(measureFromNs);
        send(0, firstMeasured);
        inHandler.reset();
        late.reset();
        sinceDue.reset();
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long cpuBeforeNs = THREADS.getCurrentThreadCpuTime();
        long end = schedule.dueBefore(untilNs);
        send(firstMeasured, end);
        cpuNs = THREADS.getCurrentThreadCpuTime() - cpuBeforeNs;
        allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        measured = end - firstMeasured;
    }

    private void send(long from, long to) {
        int stream = (int) (from % handlers.length);
        for (long number = from; number < to; number++) {
            long dueNs = schedule.dueNs(number);
            while (System.nanoTime() - dueNs < 0) {
                LockSupport.parkNanos(this, PAUSE_NS);
            }
            packet.become(firstSsrc + stream, sequenceNumbers[stream]++, dueNs);
            RtpHandler handler = handlers[stream];
            long beforeNs = System.nanoTime();
            handler.onRtp(packet.buffer);
            long afterNs = System.nanoTime();
            Latencies.add(inHandler, afterNs - beforeNs);
            Latencies.add(late, beforeNs - dueNs);
            Latencies.add(sinceDue, afterNs - dueNs);
            stream++;
            if (stream == handlers.length) {
                stream = 0;
            }
        }
    }

    /** What it has on the heap, nearly: it says what the histograms take. */
    long heapBytes() {
        return inHandler.getEstimatedFootprintInBytes() + late.getEstimatedFootprintInBytes()
                + sinceDue.getEstimatedFootprintInBytes() + (long) Integer.BYTES * 2 * handlers.length;
    }

    /** Packets that were sent in all, those of the warm-up included. */
    long sent() {
        return schedule.dueBefore(untilNs);
    }

    /** Packets that were measured. Once it has ended. */
    long measured() {
        return measured;
    }

    /** What its thread allocated for them, the handlers' share included. Once it has ended. */
    long allocatedBytes() {
        return allocatedBytes;
    }

    /** What its thread took for them, the handlers' share included. Once it has ended. */
    long cpuNs() {
        return cpuNs;
    }
}
