package io.bwe.verification.load;

import io.bwe.api.InterceptorStatistics;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.testkit.LiveThreads;
import io.bwe.verification.load.Shape.RatePer;
import java.util.Arrays;

/** Loads one shape: first handlers that do nothing, for the price of sending, then the interceptors'. */
final class LoadRun {
    /** Idle streams end after 2 s; on a busy machine later. */
    static final long IDLE_PATIENCE_NS = 20_000_000_000L;

    private static final Shape FIRST = new Shape(1, 1, 100, RatePer.STREAM);

    private final LoadArguments arguments;
    private final Shape shape;
    private final StampingProvider estimators;
    private final RtpHandler[] handlers;
    private final Senders alone;

    private LoadRun(LoadArguments arguments, Shape shape) {
        this.arguments = arguments;
        this.shape = shape;
        this.estimators = new StampingProvider(Providers.estimators().get(arguments.estimator()));
        this.handlers = new RtpHandler[shape.allStreams()];
        Arrays.fill(handlers, Transports.NOWHERE);
        this.alone = Senders.send(arguments, shape, handlers, null);
        Arrays.fill(handlers, null);
    }

    static Figures of(LoadArguments arguments, Shape shape) {
        loadClasses(arguments);
        return new LoadRun(arguments, shape).load();
    }

    /** So that they do not count as a leak. */
    private static void loadClasses(LoadArguments arguments) {
        StampingProvider estimators = new StampingProvider(Providers.estimators().get(arguments.estimator()));
        Transports first = new Transports(1, estimators, arguments.options());
        try {
            RtpHandler[] handlers = new RtpHandler[1];
            first.bind(1, 1, handlers);
            Senders.send(arguments.lasting(1, 1), FIRST, handlers, first);
        } finally {
            first.close();
        }
    }

    private Figures load() {
        long heapBefore = Heap.liveBytes();
        Transports transports = new Transports(shape.transports(), estimators, arguments.options());
        try {
            long heapOfTransports = Heap.liveBytes() - heapBefore;
            transports.bind(shape.streams(), 1, handlers);
            Senders loaded = Senders.send(arguments, shape, handlers, transports);
            long heapNotTheirs = heapBefore + heapOfTransports + loaded.heapBytes();
            long live = transports.sum(InterceptorStatistics::streamsActive);
            long heapOfStreams = Heap.liveBytes() - heapNotTheirs;
            long active = transports.awaitIdle(IDLE_PATIENCE_NS);
            long heapOfEnded = Heap.liveBytes() - heapNotTheirs;
            long sent = loaded.sum(Sender::sent);
            transports.close();
            long known = transports.sum(LoadRun::known);
            Arrays.fill(handlers, null);
            return new Figures(loaded.sum(Sender::measured), transports.sum(InterceptorStatistics::packetsDropped),
                    transports.sum(InterceptorStatistics::packetsLate), sent - known, transports.troubles(),
                    transports.rembs.get(), loaded.all(sender -> sender.inHandler),
                    alone.all(sender -> sender.inHandler), loaded.all(sender -> sender.late),
                    loaded.all(sender -> sender.sinceDue), estimators.delays, loaded.used(), alone.used(),
                    loaded.sum(Sender::cpuNs), alone.sum(Sender::cpuNs), loaded.sum(Sender::allocatedBytes),
                    loaded.wakeUps(), live, (double) heapOfTransports / shape.transports(),
                    (double) heapOfStreams / shape.allStreams(), (double) heapOfEnded / shape.allStreams(), active,
                    LiveThreads.named("bwe-").size());
        } finally {
            transports.close();
        }
    }

    private static long known(InterceptorStatistics statistics) {
        long known = 0;
        for (InterceptorStatistics.PacketResult result : InterceptorStatistics.PacketResult.values()) {
            known += statistics.packets(result);
        }
        return known;
    }
}
