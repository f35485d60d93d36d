package io.bwe.remb;

import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.remb.StreamQueue.Offered;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where RTP packets come in: stamps each, queues what matters of it, and passes it on. Runs on the application's
 * threads, any number at once; never blocks, locks or allocates, and never throws on its own account.
 */
abstract sealed class Ingress implements RtpHandler permits BoundIngress, UnsignalledIngress {
    /** Made beforehand and no constant: the first use of one takes memory, which may be what there is none of. */
    private static final String FAILURE = "a packet could not be taken in".intern();

    private final TransportTask transport;
    private final NanoClock clock;
    private final RembStatistics statistics;
    private final TaskGuard guard;
    private final RtpHandler next;

    Ingress(TransportTask transport, NanoClock clock, RembStatistics statistics, TaskGuard guard, RtpHandler next) {
        this.transport = transport;
        this.clock = clock;
        this.statistics = statistics;
        this.guard = guard;
        this.next = next;
    }

    /** The stream that takes packets of an SSRC, or null if none does. */
    abstract @Nullable RemoteStream streamFor(long ssrc);

    @Override
    public final void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal) {
        try {
            long nowNs = clock.nanoTime();
            estimate(packet, arrivalTimeNs == NO_ARRIVAL_TIME ? nowNs : arrivalTimeNs, ordinal, nowNs);
        } catch (Throwable e) {
            // The clock, or the scheduler of virtual threads for want of memory.
            guard.failed(FAILURE, e);
        }
        next.onRtp(packet, arrivalTimeNs, ordinal);
    }

    private void estimate(ByteBuffer packet, long arrivalTimeNs, long ordinal, long nowNs) {
        int offset = packet.position();
        int size = packet.limit() - offset;
        int headerLength = RtpHeader.length(packet, offset, size, size);
        if (headerLength == RtpHeader.MALFORMED) {
            statistics.malformed.incrementAndGet();
            return;
        }
        RemoteStream stream = streamFor(RtpHeader.ssrc(packet, offset));
        if (stream == null || stream.isClosed()) {
            statistics.untracked.incrementAndGet();
            return;
        }
        Offered offered = stream.offer(packet, headerLength, arrivalTimeNs, ordinal, nowNs);
        if (offered == Offered.REFUSED) {
            statistics.dropped.incrementAndGet();
        } else if (offered == Offered.ASIDE && stream.isOver()) { // since it was asked
            statistics.untracked.addAndGet(stream.giveBackOrphans());
        }
        // Also when the queue is full: that may be because the transport task cannot run.
        transport.wake(nowNs);
    }
}
