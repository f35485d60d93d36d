package io.bwe.verification.load;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/** The interceptors under load, each with a writer that counts REMBs and does nothing else. */
final class Transports {
    /** The end of every packet. */
    static final RtpHandler NOWHERE = (packet, arrivalTimeNs, ordinal) -> {
    };

    private static final long LOOK_AGAIN_NS = 10_000_000;

    private final StampingProvider estimators;
    final WakeUpClock clock = new WakeUpClock();
    final AtomicLong rembs = new AtomicLong();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<InterceptorStatistics> statistics = new ArrayList<>();

    /**
     * Opens interceptors without streams.
     *
     * @param estimators creates their estimators
     * @param options of the interceptor
     */
    Transports(int count, StampingProvider estimators, Map<String, String> options) {
        this.estimators = estimators;
        InterceptorConfig config = InterceptorConfig.builder().estimator(estimators).clock(clock).options(options)
                .build();
        for (int i = 0; i < count; i++) {
            Interceptor interceptor = Providers.interceptors().get("remb").create(config);
            interceptors.add(interceptor);
            statistics.add(interceptor.bandwidthControl().orElseThrow().statistics());
            interceptor.bindRtcpWriter(packet -> rembs.incrementAndGet());
        }
    }

    /**
     * Binds as many streams on each.
     *
     * @param firstSsrc the SSRC of the first stream; the others follow
     * @param handlers takes the handlers, one for each stream; neighbours belong to different transports
     */
    void bind(int streams, int firstSsrc, RtpHandler[] handlers) {
        int count = interceptors.size();
        for (int i = 0; i < count * streams; i++) {
            handlers[i] = interceptors.get(i % count).bindRemoteStream(stream(firstSsrc + i), NOWHERE);
        }
    }

    /** Unbinds streams that were bound so. */
    void unbind(int streams, int firstSsrc) {
        int count = interceptors.size();
        for (int i = 0; i < count * streams; i++) {
            interceptors.get(i % count).unbindRemoteStream(stream(firstSsrc + i));
        }
    }

    private static StreamInfo stream(int ssrc) {
        return StreamInfo.builder(ssrc).mimeType("video/VP8").clockRate(90_000)
                .headerExtension(HeaderExtension.ABS_SEND_TIME, LoadPacket.ABS_SEND_TIME_ID).build();
    }

    /** A count of all interceptors. */
    long sum(ToLongFunction<InterceptorStatistics> count) {
        return statistics.stream().mapToLong(count).sum();
    }

    void note(boolean whether) {
        estimators.note(whether);
    }

    /** Throws that were counted; none if all went well. */
    long troubles() {
        return sum(InterceptorStatistics::workerErrors) + sum(InterceptorStatistics::estimatorErrors)
                + sum(InterceptorStatistics::writerErrors);
    }

    /**
     * Waits until no stream has a task.
     *
     * @param patienceNs how long to wait at most
     * @return how many still have one
     */
    long awaitIdle(long patienceNs) {
        long endNs = System.nanoTime() + patienceNs;
        while (sum(InterceptorStatistics::streamsActive) > 0 && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return sum(InterceptorStatistics::streamsActive);
    }

    /** Waits until streams that were unbound are forgotten. */
    void awaitUntracked(long patienceNs) {
        long endNs = System.nanoTime() + patienceNs;
        while (sum(one -> one.streams().size()) > 0 && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /** Closes all; their counts can be read afterwards. */
    void close() {
        interceptors.forEach(Interceptor::close);
    }
}
