package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.InterceptorProvider;
import io.bwe.testkit.TestPacket;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Interceptors that treat their estimator or the RTCP writer wrongly. */
final class EstimationTwins {
    private static final long MOST_PACKETS_SEEN = 20;

    private EstimationTwins() {
    }

    private static Twin<InterceptorProvider> twin(String fault, UnaryOperator<Interceptor> broken, String test) {
        return new Twin<>(fault, new InterceptorTwinProvider(broken), Set.of(test));
    }

    private static Twin<InterceptorProvider> feeding(String fault, UnaryOperator<Estimator> feed, String test) {
        return new Twin<>(fault, new Feeding(InterceptorTwin::new, feed), Set.of(test));
    }

    static List<Twin<InterceptorProvider>> all() {
        return List.of(feeding("keeps a packet from the estimator", SkipsOne::new,
                "estimatesEveryPacketBeforeCloseReturns"),
                feeding("loses the marker bit", LosesMarker::new, "showsTheEstimatorThePacketAsItIs"),
                feeding("swaps two packets", Swaps::new, "estimatesInOrderOfArrival"),
                feeding("calls the estimator from two threads", TwoThreads::new,
                        "callsTheEstimatorFromOneThreadAtATime"),
                feeding("turns time back", TurnsTimeBack::new, "neverTurnsTheEstimatorsTimeBack"),
                new Twin<>("drops packets once the estimator has thrown", new Offended(),
                        Set.of("keepsPacketsFromAnEstimatorThatThrows")),
                twin("estimates no more once the writer has thrown", StopsAtWriter::new,
                        "keepsEstimationFromAWriterThatThrows"),
                twin("keeps the first writer", KeepsFirstWriter::new, "replacesAWriterThatIsBoundAgain"),
                twin("writes after close", WritesAfterClose::new, "writesNothingAfterClose"),
                twin("has a timer that outlives it", ForgetsItsTimer::new, "writesNothingAfterClose"));
    }

    /** Comes between the interceptor and its estimator. */
    private static class Feeding extends InterceptorTwinProvider {
        private final UnaryOperator<Estimator> feed;

        Feeding(UnaryOperator<Interceptor> twin, UnaryOperator<Estimator> feed) {
            super(twin);
            this.feed = feed;
        }

        @Override
        public Interceptor create(InterceptorConfig config) {
            InterceptorConfig.Builder changed = with(config,
                    new EstimatorTwinProvider((ignored, estimatorConfig) -> feed
                            .apply(config.estimatorProvider().create(estimatorConfig))));
            return super.create(changed.options(config.options()).build());
        }
    }

    private abstract static class Feed extends EstimatorTwin {
        Feed(Estimator real) {
            super(real, EstimatorConfig.defaults());
        }
    }

    private static final class SkipsOne extends Feed {
        SkipsOne(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            return packet.ssrc() == 0x8765_4321L && packet.sequenceNumber() == 57 || super.onPacket(packet, nowNs);
        }
    }

    private static final class LosesMarker extends Feed {
        LosesMarker(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            return super.onPacket(TestPacket.copyOf(packet).marker(false), nowNs);
        }
    }

    private static final class Swaps extends Feed {
        private TestPacket held;

        Swaps(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            if (packet.sequenceNumber() == 10) {
                held = TestPacket.copyOf(packet);
                return false;
            }
            boolean update = super.onPacket(packet, nowNs);
            TestPacket late = held;
            if (late != null) {
                held = null;
                super.onPacket(late.arrivalTimeNs(packet.arrivalTimeNs()), nowNs);
            }
            return update;
        }
    }

    private static final class TwoThreads extends Feed {
        private int packets;

        TwoThreads(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            if (++packets > MOST_PACKETS_SEEN) {
                return super.onPacket(packet, nowNs);
            }
            return super.onPacket((PacketView) Proxy.newProxyInstance(PacketView.class.getClassLoader(),
                    new Class<?>[]{PacketView.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("ssrc")) {
                            // The estimator is looking at the packet while another thread comes in.
                            Thread.ofPlatform().start(() -> real.onTime(nowNs)).join();
                        }
                        return method.invoke(packet, arguments);
                    }), nowNs);
        }
    }

    private static final class TurnsTimeBack extends Feed {
        private int packets;

        TurnsTimeBack(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            return super.onPacket(packet, ++packets == 5 ? nowNs - 3_600_000_000_000L : nowNs);
        }
    }

    /** Knows whether the estimator has thrown. */
    private static final class Watch extends Feed {
        private volatile boolean inside;
        private volatile boolean thrown;

        Watch(Estimator real) {
            super(real);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            inside = true;
            try {
                return super.onPacket(packet, nowNs);
            } catch (RuntimeException e) {
                thrown = true;
                throw e;
            } finally {
                inside = false;
            }
        }
    }

    private static final class Offended extends InterceptorTwinProvider {
        Offended() {
            super(UnaryOperator.identity());
        }

        @Override
        public Interceptor create(InterceptorConfig config) {
            Watch watch = new Watch(config.estimatorProvider().create(config.estimatorConfig()));
            InterceptorConfig.Builder changed = with(config, new EstimatorTwinProvider((ignored, limits) -> watch));
            return new PassOnTwins.Gate(super.create(changed.options(config.options()).build())) {
                @Override
                void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
                    for (int naps = 0; watch.inside && naps < 100; naps++) {
                        LockSupport.parkNanos(100_000);
                    }
                    if (!watch.thrown) {
                        handler.onRtp(packet, arrivalTimeNs, ordinal);
                    }
                }
            };
        }
    }

    private static final class StopsAtWriter extends InterceptorTwin {
        private volatile boolean inside;
        private volatile boolean writerThrew;

        StopsAtWriter(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            return super.bindRtcpWriter(packet -> {
                inside = true;
                try {
                    next.writeRtcp(packet);
                } catch (RuntimeException e) {
                    writerThrew = true;
                    throw e;
                } finally {
                    inside = false;
                }
            });
        }

        @Override
        public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
            RtpHandler handler = super.bindRemoteStream(stream, next);
            return (packet, arrivalTimeNs, ordinal) -> {
                for (int naps = 0; inside && naps < 100; naps++) {
                    LockSupport.parkNanos(100_000);
                }
                (writerThrew ? next : handler).onRtp(packet, arrivalTimeNs, ordinal);
            };
        }
    }

    private static final class KeepsFirstWriter extends InterceptorTwin {
        private boolean hasWriter;

        KeepsFirstWriter(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            requireOpen();
            if (hasWriter) {
                return next::writeRtcp;
            }
            hasWriter = true;
            return super.bindRtcpWriter(next);
        }
    }

    private static final class WritesAfterClose extends PassOnTwins.Gate {
        private volatile RtcpWriter writer;

        WritesAfterClose(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            writer = next;
            return super.bindRtcpWriter(next);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            RtcpWriter to = writer;
            if (closed && to != null) {
                to.writeRtcp(ByteBuffer.allocate(8));
            }
            handler.onRtp(packet, arrivalTimeNs, ordinal);
        }
    }

    private static final class ForgetsItsTimer extends InterceptorTwin {
        private static final long LATE_NS = 30_000_000;
        private volatile RtcpWriter writer;

        ForgetsItsTimer(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            writer = next;
            return super.bindRtcpWriter(next);
        }

        @Override
        public void close() {
            super.close();
            RtcpWriter to = writer;
            if (to != null && !bound.isEmpty()) {
                // What the writer throws is of no interest.
                Thread.ofPlatform().daemon().uncaughtExceptionHandler((thread, thrown) -> {
                }).start(() -> {
                    LockSupport.parkNanos(LATE_NS);
                    to.writeRtcp(ByteBuffer.allocate(8));
                });
            }
        }
    }
}
