package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import java.util.concurrent.ConcurrentHashMap;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * The steps by which {@code RembInterceptor} binds and unbinds one SSRC, and the transport behind them. The classes are
 * the real ones; the order of the steps is repeated here, as an interceptor cannot be had without its threads.
 */
abstract class Binding {
    private static final Long SSRC = 1L;

    private final ConcurrentHashMap<Long, RemoteStream> bound = new ConcurrentHashMap<>();
    private final MpscUnboundedAtomicArrayQueue<Runnable> inbox = new MpscUnboundedAtomicArrayQueue<>(2);
    private final ArrivalMerge merge = Streams.merge();
    // No stream is estimated here, so nobody calls the estimator.
    private final StreamRoster roster = new StreamRoster(merge, null, Streams.slots(1), new RembStatistics(), start -> {
    });

    void bind(RemoteStream stream) {
        tellOfBeginning(stream);
        replace(stream);
    }

    void bindBroken(RemoteStream stream) {
        tellOfBeginning(stream);
        RemoteStream before = bound.get(SSRC);
        Streams.linger();
        bound.put(SSRC, stream);
        if (before != null) {
            end(before);
        }
    }

    void tellOfBeginning(RemoteStream stream) {
        inbox.offer(() -> roster.open(stream));
    }

    void replace(RemoteStream stream) {
        RemoteStream before = bound.put(SSRC, stream);
        if (before != null) {
            end(before);
        }
    }

    boolean unbind() {
        RemoteStream stream = bound.remove(SSRC);
        if (stream == null) {
            return false;
        }
        end(stream);
        return true;
    }

    private void end(RemoteStream stream) {
        stream.closeIngress();
        inbox.offer(() -> roster.end(stream, StreamEnd.UNBIND, 1));
    }

    /** The transport at its most eager: it carries out each request before it looks for the next. */
    void takeIn() {
        for (Runnable request = inbox.poll(); request != null; request = inbox.poll()) {
            request.run();
            roster.letStreamsLeave(2);
        }
    }

    void closeAll() {
        roster.closeAll();
    }

    int streamsInTheEnd() {
        takeIn();
        return streams();
    }

    int streams() {
        return merge.streams().size();
    }
}
