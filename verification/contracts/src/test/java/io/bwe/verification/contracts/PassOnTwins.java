package io.bwe.verification.contracts;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.RtpWriter;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.InterceptorProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Interceptors that do not pass on what they should, or not as it was. */
final class PassOnTwins {
    private static final RtpHandler END = (packet, arrivalTimeNs, ordinal) -> {
    };

    private PassOnTwins() {
    }

    private static Twin<InterceptorProvider> twin(String fault, UnaryOperator<Interceptor> broken, String test) {
        return new Twin<>(fault, new InterceptorTwinProvider(broken), Set.of(test));
    }

    static List<Twin<InterceptorProvider>> all() {
        return List.of(
                twin("passes packets on with an arrival time of its own", FillsInArrivals::new,
                        "passesEveryPacketOnOnce"),
                twin("drops packets that nobody announced", DropsUnsignalled::new, "passesUnsignalledPacketsOn"),
                twin("drops packets after unbind", DropsAfterUnbind::new, "passesPacketsOnAfterUnbind"),
                twin("drops packets after close", DropsAfterClose::new, "passesPacketsOnAfterClose"),
                twin("drops what is no RTP", DropsMalformed::new, "passesMalformedPacketsOn"),
                twin("sets the order of buffers", SetsOrder::new, "leavesBuffersAsTheyAre"),
                twin("swallows exceptions", Swallows::new, "leavesExceptionsOfTheNextToTheCaller"),
                twin("drops local packets", DropsLocal::new, "passesLocalPacketsOn"),
                twin("drops empty RTCP that comes in", DropsIncomingRtcp::new, "passesIncomingRtcpOn"),
                twin("drops empty RTCP that goes out", DropsOutgoingRtcp::new, "passesOutgoingRtcpOn"),
                twin("drops packets of a third thread", TwoThreadsAtMost::new, "losesNothingBetweenThreads"),
                twin("allocates for each packet", Allocates::new, "allocatesNothingPerPacket"));
    }

    /** Stands before the handlers of bound streams. */
    abstract static class Gate extends InterceptorTwin {
        Gate(Interceptor real) {
            super(real);
        }

        abstract void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler);

        @Override
        public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
            RtpHandler handler = super.bindRemoteStream(stream, next);
            return (packet, arrivalTimeNs, ordinal) -> onRtp(packet, arrivalTimeNs, ordinal, handler);
        }
    }

    private static final class FillsInArrivals extends Gate {
        FillsInArrivals(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            boolean fills = arrivalTimeNs == RtpHandler.NO_ARRIVAL_TIME && !unbound && !closed;
            handler.onRtp(packet, fills ? 1 : arrivalTimeNs, ordinal);
        }
    }

    private static final class DropsUnsignalled extends InterceptorTwin {
        DropsUnsignalled(Interceptor real) {
            super(real);
        }

        @Override
        public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
            RtpHandler handler = super.unsignalledRtp(extensions, next);
            return (packet, arrivalTimeNs, ordinal) -> {
                if (bound.isEmpty() && ordinal == 5) {
                    return;
                }
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            };
        }
    }

    private static final class DropsAfterUnbind extends Gate {
        DropsAfterUnbind(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            if (!unbound) {
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            }
        }
    }

    private static final class DropsAfterClose extends InterceptorTwin {
        DropsAfterClose(Interceptor real) {
            super(real);
        }

        @Override
        public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
            RtpHandler handler = super.unsignalledRtp(extensions, next);
            return (packet, arrivalTimeNs, ordinal) -> (closed ? END : handler).onRtp(packet, arrivalTimeNs, ordinal);
        }
    }

    private static final class DropsMalformed extends Gate {
        DropsMalformed(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            if (packet.remaining() >= 12) {
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            }
        }
    }

    private static final class SetsOrder extends Gate {
        SetsOrder(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            handler.onRtp(packet.order(ByteOrder.BIG_ENDIAN), arrivalTimeNs, ordinal);
        }
    }

    private static final class Swallows extends Gate {
        Swallows(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            try {
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            } catch (IllegalStateException e) {
                // That is the fault.
            }
        }
    }

    private static final class DropsLocal extends InterceptorTwin {
        DropsLocal(Interceptor real) {
            super(real);
        }

        @Override
        public RtpWriter bindLocalStream(StreamInfo stream, RtpWriter next) {
            requireOpen();
            return packet -> {
            };
        }
    }

    private static final class DropsIncomingRtcp extends InterceptorTwin {
        DropsIncomingRtcp(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpHandler bindRtcpReader(RtcpHandler next) {
            RtcpHandler handler = super.bindRtcpReader(next);
            return packet -> {
                if (packet.hasRemaining()) {
                    handler.onRtcp(packet);
                }
            };
        }
    }

    private static final class DropsOutgoingRtcp extends InterceptorTwin {
        DropsOutgoingRtcp(Interceptor real) {
            super(real);
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            RtcpWriter writer = super.bindRtcpWriter(next);
            return packet -> {
                if (packet.hasRemaining()) {
                    writer.writeRtcp(packet);
                }
            };
        }
    }

    private static final class TwoThreadsAtMost extends Gate {
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        TwoThreadsAtMost(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            if (threads.contains(Thread.currentThread()) || threads.size() < 2) {
                threads.add(Thread.currentThread());
                handler.onRtp(packet, arrivalTimeNs, ordinal);
            }
        }
    }

    private static final class Allocates extends Gate {
        private volatile byte[] allocated = {};

        Allocates(Interceptor real) {
            super(real);
        }

        @Override
        void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal, RtpHandler handler) {
            allocated = new byte[allocated.length % 16 + 1];
            handler.onRtp(packet, arrivalTimeNs, ordinal);
        }
    }
}
