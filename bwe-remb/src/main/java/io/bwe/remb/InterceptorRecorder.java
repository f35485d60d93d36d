package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.StreamStatistics;

/**
 * Writes what one interceptor does to the JDK Flight Recorder, its estimator's doings aside ({@link EstimatorRecorder}).
 * While nobody records, a call costs the read of a constant. May be used from any thread.
 *
 * <p>Never throws: that something could not be recorded is no reason for anything else to fail. The first events are
 * made beforehand, so that no class has to be loaded while tasks run.
 */
final class InterceptorRecorder {
    private static final String INTERVAL = "interval";
    private static final String DECREASE = "decrease";
    private static final StreamStartEvent STREAM_START = new StreamStartEvent();
    private static final StreamEndEvent STREAM_END = new StreamEndEvent();
    private static final QueueOverflowEvent QUEUE_OVERFLOW = new QueueOverflowEvent();
    private static final RembSentEvent REMB_SENT = new RembSentEvent();

    private final String interceptor;

    InterceptorRecorder(String interceptor) {
        this.interceptor = interceptor;
    }

    /** What events call the interceptor. */
    String interceptor() {
        return interceptor;
    }

    static String rembReason(boolean decrease) {
        return decrease ? DECREASE : INTERVAL;
    }

    void streamStarted(RemoteStream stream) {
        if (!STREAM_START.isEnabled() || stream.isIntake()) {
            return;
        }
        try {
            StreamStartEvent event = new StreamStartEvent();
            event.interceptor = interceptor;
            event.ssrc = stream.ssrc();
            event.commit();
        } catch (Throwable e) {
            // For want of memory.
        }
    }

    void streamEnded(RemoteStream stream, StreamEnd reason) {
        if (!STREAM_END.isEnabled() || stream.isIntake()) {
            return;
        }
        try {
            StreamStatistics received = stream.reception().read(stream.ssrc(), false);
            StreamEndEvent event = new StreamEndEvent();
            event.interceptor = interceptor;
            event.ssrc = stream.ssrc();
            event.reason = reason.name();
            event.packets = received.packets();
            event.packetsLost = received.packetsLost();
            event.jitter = received.jitterNs();
            event.commit();
        } catch (Throwable e) {
            // For want of memory.
        }
    }

    void queueOverflowed(RemoteStream stream, long dropped) {
        if (!QUEUE_OVERFLOW.isEnabled()) {
            return;
        }
        try {
            QueueOverflowEvent event = new QueueOverflowEvent();
            event.interceptor = interceptor;
            event.ssrc = stream.ssrc();
            event.dropped = dropped;
            event.commit();
        } catch (Throwable e) {
            // For want of memory.
        }
    }

    void rembSent(RembScheduler.Due due) {
        if (!REMB_SENT.isEnabled()) {
            return;
        }
        try {
            RembSentEvent event = new RembSentEvent();
            event.interceptor = interceptor;
            event.bitrate = due.packet().bitrateBps();
            event.reason = rembReason(due.atOnce());
            event.ssrcs = due.packet().ssrcs().length;
            event.commit();
        } catch (Throwable e) {
            // For want of memory.
        }
    }
}
