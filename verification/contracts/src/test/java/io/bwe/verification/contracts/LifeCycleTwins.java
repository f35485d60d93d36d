package io.bwe.verification.contracts;

import io.bwe.api.BandwidthControl;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.InterceptorProvider;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Interceptors that bind, unbind or close wrongly, and providers that create wrongly. */
final class LifeCycleTwins {
    private LifeCycleTwins() {
    }

    private static Twin<InterceptorProvider> twin(String fault, UnaryOperator<Interceptor> broken, String test) {
        return new Twin<>(fault, new InterceptorTwinProvider(broken), Set.of(test));
    }

    static List<Twin<InterceptorProvider>> all() {
        return List.of(twin("keeps the first handler of a stream", KeepsFirst::new, "replacesAStreamThatIsBoundAgain"),
                twin("drops what comes to a handler that was replaced", DropsOnceReplaced::new,
                        "replacesAStreamThatIsBoundAgain"),
                twin("throws at the unbind of an unknown stream", KnowsWhatIsBound::new,
                        "ignoresTheUnbindOfAnUnknownStream"),
                twin("throws at an unbind after close", NoUnbindAfterClose::new, "ignoresAnUnbindAfterClose"),
                twin("binds after close", BindsAfterClose::new, "refusesToBindAfterClose"),
                twin("cannot close what was never bound", NeedsABind::new, "closesWithNothingBound"),
                twin("waits for a bind for ever when it is closed", AwaitsABind::new, "closesWithNothingBound"),
                twin("throws when a thread closes twice", ClosesOnce::new, "closesTwice"),
                twin("lets one thread close only", OneCloser::new, "closesFromSeveralThreads"),
                twin("drops packets while it closes", DropsWhileClosing::new, "closesBesidePackets"),
                twin("waits for a stuck writer for ever", WaitsForEver::new, "closesThoughTheWriterIsStuck"),
                twin("has another control each time", AnotherControl::new, "alwaysHasTheSameBandwidthControl"),
                twin("forgets what is to run at close and comes after it", ForgetsOnceClosed::new,
                        "runsOnceWhatIsToRunAtClose"),
                new Twin<>("creates one for all", new OneForAll(), Set.of("createsANewInterceptorEachTime")),
                new Twin<>("changes its name", new Renamed(), Set.of("hasAStableName")),
                new Twin<>("ignores what it does not know", new IgnoresUnknown(), Set.of("refusesAnUnknownOption")));
    }

    private static final class KeepsFirst extends InterceptorTwin {
        private final Map<Long, RtpHandler> handlers = new ConcurrentHashMap<>();

        KeepsFirst(Interceptor real) {
            super(real);
        }

        @Override
        public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
            requireOpen();
            return handlers.computeIfAbsent(stream.ssrc(), ssrc -> super.bindRemoteStream(stream, next));
        }

        @Override
        public void unbindRemoteStream(StreamInfo stream) {
            handlers.remove(stream.ssrc());
            super.unbindRemoteStream(stream);
        }
    }

    private static final class DropsOnceReplaced extends InterceptorTwin {
        private final Map<Long, RtpHandler> latest = new ConcurrentHashMap<>();

        DropsOnceReplaced(Interceptor real) {
            super(real);
        }

        @Override
        public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
            RtpHandler handler = super.bindRemoteStream(stream, next);
            // Boxed once: to allocate for each packet would be another fault.
            Long ssrc = stream.ssrc();
            latest.put(ssrc, handler);
            return (packet, arrivalTimeNs, ordinal) -> {
                if (latest.get(ssrc) == handler) {
                    handler.onRtp(packet, arrivalTimeNs, ordinal);
                }
            };
        }
    }

    private static final class KnowsWhatIsBound extends InterceptorTwin {
        KnowsWhatIsBound(Interceptor real) {
            super(real);
        }

        @Override
        public void unbindRemoteStream(StreamInfo stream) {
            if (!closed && !bound.contains(stream.ssrc())) {
                throw new IllegalArgumentException("not bound: " + stream);
            }
            super.unbindRemoteStream(stream);
        }
    }

    private static final class NoUnbindAfterClose extends InterceptorTwin {
        NoUnbindAfterClose(Interceptor real) {
            super(real);
        }

        @Override
        public void unbindRemoteStream(StreamInfo stream) {
            requireOpen();
            super.unbindRemoteStream(stream);
        }
    }

    private static final class BindsAfterClose extends InterceptorTwin {
        BindsAfterClose(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpHandler bindRtcpReader(RtcpHandler next) {
            return closed ? next : super.bindRtcpReader(next);
        }
    }

    private static final class NeedsABind extends InterceptorTwin {
        NeedsABind(Interceptor real) {
            super(real);
        }

        @Override
        public void close() {
            super.close();
            if (!used) {
                throw new IllegalStateException("nothing was bound");
            }
        }
    }

    private static final class AwaitsABind extends InterceptorTwin {
        AwaitsABind(Interceptor real) {
            super(real);
        }

        @Override
        public void close() {
            super.close();
            if (!used) {
                awaitUninterrupted(new CountDownLatch(1), 3_600);
            }
        }
    }

    private static final class ClosesOnce extends InterceptorTwin {
        private final Set<Thread> closers = ConcurrentHashMap.newKeySet();

        ClosesOnce(Interceptor real) {
            super(real);
        }

        @Override
        public void close() {
            super.close();
            if (!closers.add(Thread.currentThread())) {
                throw new IllegalStateException("closed already");
            }
        }
    }

    private static final class OneCloser extends InterceptorTwin {
        private final AtomicReference<Thread> closer = new AtomicReference<>();

        OneCloser(Interceptor real) {
            super(real);
        }

        @Override
        public void close() {
            super.close();
            Thread first = closer.compareAndExchange(null, Thread.currentThread());
            if (first != null && first != Thread.currentThread()) {
                throw new IllegalStateException("closed by " + first);
            }
        }
    }

    private static final class DropsWhileClosing extends PassOnTwins.Gate {
        private final CountDownLatch dropped = new CountDownLatch(1);
        private final Thread creator = Thread.currentThread();
        private volatile boolean usedByOthers;

        DropsWhileClosing(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            usedByOthers |= Thread.currentThread() != creator;
            if (closing && !closed) {
                dropped.countDown();
            } else {
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            }
        }

        @Override
        public void close() {
            closing = true;
            if (usedByOthers && Thread.currentThread() != creator) {
                // So that it is sure to happen where packets go on.
                awaitUninterrupted(dropped, 1);
            }
            super.close();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch, long seconds) {
        try {
            latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class WaitsForEver extends InterceptorTwin {
        WaitsForEver(Interceptor real) {
            super(real);
        }

        @Override
        public void close() {
            super.close();
            if (!bandwidthControl().orElseThrow().closeReport().stuck().isEmpty()) {
                awaitUninterrupted(new CountDownLatch(1), 3_600);
            }
        }
    }

    private static final class AnotherControl extends InterceptorTwin {
        AnotherControl(Interceptor real) {
            super(real);
        }

        @Override
        public Optional<BandwidthControl> bandwidthControl() {
            return super.bandwidthControl()
                    .map(control -> (BandwidthControl) Proxy.newProxyInstance(BandwidthControl.class.getClassLoader(),
                            new Class<?>[]{BandwidthControl.class},
                            (proxy, method, arguments) -> method.invoke(control, arguments)));
        }
    }

    private static final class ForgetsOnceClosed extends InterceptorTwin {
        private final Optional<BandwidthControl> control;

        ForgetsOnceClosed(Interceptor real) {
            super(real);
            control = real.bandwidthControl().map(this::forgetting);
        }

        private BandwidthControl forgetting(BandwidthControl of) {
            return (BandwidthControl) Proxy.newProxyInstance(BandwidthControl.class.getClassLoader(),
                    new Class<?>[]{BandwidthControl.class},
                    (proxy, method, arguments) -> closed && method.getName().equals("onClose")
                            ? (BandwidthControl.Subscription) () -> {
                            }
                            : method.invoke(of, arguments));
        }

        @Override
        public Optional<BandwidthControl> bandwidthControl() {
            return control;
        }
    }

    private static final class OneForAll extends InterceptorTwinProvider {
        private InterceptorTwin only;

        OneForAll() {
            super(InterceptorTwin::new);
        }

        @Override
        public Interceptor create(InterceptorConfig config) {
            if (only == null || only.closed) {
                only = (InterceptorTwin) super.create(config);
            }
            return only;
        }
    }

    private static final class Renamed extends InterceptorTwinProvider {
        private int asked;

        Renamed() {
            super(InterceptorTwin::new);
        }

        @Override
        public String name() {
            return super.name() + "-" + asked++;
        }
    }

    private static final class IgnoresUnknown extends InterceptorTwinProvider {
        IgnoresUnknown() {
            super(InterceptorTwin::new);
        }

        @Override
        public Interceptor create(InterceptorConfig config) {
            try {
                return super.create(config);
            } catch (IllegalArgumentException e) {
                return super.create(with(config, config.estimatorProvider()).build());
            }
        }
    }
}
