package io.bwe.testkit;

import static io.bwe.testkit.InterceptorSession.packet;
import static io.bwe.testkit.InterceptorSession.push;
import static io.bwe.testkit.InterceptorSession.video;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bwe.api.RtcpHandler;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.RtpWriter;
import io.bwe.testkit.InterceptorSession.Receiver;
import io.bwe.testkit.InterceptorSession.Receiver.Passed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** That an interceptor passes on what is put in, and leaves it as it is. */
final class PassOnRules {
    private static final long SSRC = 0x8765_4321L;
    private static final int PACKETS = 400;
    private static final long SEED = 17;
    private static final int THREADS = 4;
    private static final int WARM_UP_PACKETS = 30_000;
    private static final int COUNTED_PACKETS = 1_000;

    private final InterceptorSession session;

    PassOnRules(InterceptorSession session) {
        this.session = session;
    }

    private RtpHandler bound(RtpHandler next) {
        return session.interceptor.bindRemoteStream(video(SSRC), next);
    }

    private static void assertPassesOn(RtpHandler handler, Receiver receiver, String what) {
        receiver.passed.clear();
        List<Passed> expected = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            ByteBuffer packet = packet(SSRC, i);
            long arrivalTimeNs = i % 10 == 9 ? RtpHandler.NO_ARRIVAL_TIME : 1_000_000L * i;
            long ordinal = i % 10 == 8 ? RtpHandler.NO_ORDINAL : i;
            expected.add(new Passed(BufferKinds.bytes(packet), arrivalTimeNs, ordinal));
            handler.onRtp(packet, arrivalTimeNs, ordinal);
        }
        receiver.assertGot(expected, what);
    }

    void everyPacketOnce() {
        Receiver receiver = new Receiver();
        assertPassesOn(bound(receiver), receiver, "of a bound stream");
    }

    void unsignalledPackets() {
        Receiver receiver = new Receiver();
        RtpHandler handler = session.interceptor.unsignalledRtp(InterceptorSession.EXTENSIONS, receiver);
        assertPassesOn(handler, receiver, "of a stream that nobody announced");
    }

    void afterUnbind() {
        Receiver receiver = new Receiver();
        RtpHandler handler = bound(receiver);
        push(handler, SSRC, 0, 10);
        session.interceptor.unbindRemoteStream(video(SSRC));
        assertPassesOn(handler, receiver, "of a stream that was unbound");
    }

    void afterClose() {
        Receiver receiver = new Receiver();
        RtpHandler handler = bound(receiver);
        RtpHandler unsignalled = session.interceptor.unsignalledRtp(InterceptorSession.EXTENSIONS, receiver);
        push(handler, SSRC, 0, 10);
        session.close();
        assertPassesOn(handler, receiver, "of a bound stream, after close");
        assertPassesOn(unsignalled, receiver, "of a stream that nobody announced, after close");
    }

    void malformedPackets() {
        Receiver receiver = new Receiver();
        List<RtpHandler> handlers = List.of(bound(receiver),
                session.interceptor.unsignalledRtp(InterceptorSession.EXTENSIONS, receiver));
        List<Passed> expected = new ArrayList<>();
        for (byte[] bytes : malformed()) {
            for (RtpHandler handler : handlers) {
                for (ByteBuffer packet : List.of(ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes).asReadOnlyBuffer())) {
                    expected.add(new Passed(bytes, 7, 8));
                    handler.onRtp(packet, 7, 8);
                }
            }
        }
        receiver.assertGot(expected, "malformed");
    }

    /** What is no RTP, or hardly any, and random bytes of all lengths. */
    private static List<byte[]> malformed() {
        byte[] good = packet(SSRC, 1).array();
        List<byte[]> packets = new ArrayList<>();
        for (int length = 0; length < good.length; length++) {
            packets.add(Arrays.copyOf(good, length));
        }
        packets.add(new RtpPacketBuilder().ssrc(SSRC).version(0).payloadSize(20).build().array());
        packets.add(new RtpPacketBuilder().ssrc(SSRC).version(3).payloadSize(20).build().array());
        byte[] manyCsrcs = new RtpPacketBuilder().ssrc(SSRC).payloadSize(20).build().array();
        manyCsrcs[0] |= 0x0F;
        packets.add(manyCsrcs);
        byte[] longExtension = good.clone();
        longExtension[14] = (byte) 0xFF;
        packets.add(longExtension);
        byte[] longPadding = new RtpPacketBuilder().ssrc(SSRC).paddingSize(10).build().array();
        longPadding[longPadding.length - 1] = (byte) 0xFF;
        packets.add(longPadding);
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            packets.add(bytes);
        }
        return packets;
    }

    void buffersUntouched() {
        AtomicReference<Consumer<ByteBuffer>> check = new AtomicReference<>();
        RtpHandler next = (packet, arrivalTimeNs, ordinal) -> check.get().accept(packet);
        for (RtpHandler handler : List.of(bound(next),
                session.interceptor.unsignalledRtp(InterceptorSession.EXTENSIONS, next))) {
            for (ByteBuffer buffer : BufferKinds.of(packet(SSRC, 1).array())) {
                BufferKinds.assertUntouched(buffer, check::set, packet -> handler.onRtp(packet, 1, 1));
            }
        }
    }

    void exceptionsOfTheNext() {
        RuntimeException thrown = new IllegalStateException("thrown by the next handler");
        AtomicInteger calls = new AtomicInteger();
        RtpHandler handler = bound((packet, arrivalTimeNs, ordinal) -> {
            calls.incrementAndGet();
            throw thrown;
        });
        for (int i = 0; i < 3; i++) {
            ByteBuffer packet = packet(SSRC, i);
            assertSame(thrown, assertThrows(RuntimeException.class, () -> handler.onRtp(packet, 1, 1)),
                    "what the next handler threw");
        }
        assertEquals(3, calls.get(), "calls of the next handler");
    }

    void localPackets() {
        List<byte[]> passed = new ArrayList<>();
        RtpWriter writer = session.interceptor.bindLocalStream(video(SSRC),
                packet -> passed.add(BufferKinds.bytes(packet)));
        assertAllPassed(writer::writeRtp, passed, packet(SSRC, 1).array(), "outgoing RTP");
        session.close();
        assertAllPassed(writer::writeRtp, passed, packet(SSRC, 1).array(), "outgoing RTP, after close");
    }

    void incomingRtcp() {
        List<byte[]> passed = new ArrayList<>();
        RtcpHandler handler = session.interceptor.bindRtcpReader(packet -> passed.add(BufferKinds.bytes(packet)));
        rtcp().forEach(bytes -> assertAllPassed(handler::onRtcp, passed, bytes, "incoming RTCP"));
        session.close();
        rtcp().forEach(bytes -> assertAllPassed(handler::onRtcp, passed, bytes, "incoming RTCP, after close"));
    }

    void outgoingRtcp() {
        List<byte[]> passed = new ArrayList<>();
        RtcpWriter writer = session.interceptor.bindRtcpWriter(packet -> passed.add(BufferKinds.bytes(packet)));
        rtcp().forEach(bytes -> assertAllPassed(writer::writeRtcp, passed, bytes, "outgoing RTCP"));
        session.close();
        rtcp().forEach(bytes -> assertAllPassed(writer::writeRtcp, passed, bytes, "outgoing RTCP, after close"));
    }

    private static void assertAllPassed(Consumer<ByteBuffer> through, List<byte[]> passed, byte[] bytes, String what) {
        passed.clear();
        List<ByteBuffer> kinds = BufferKinds.of(bytes);
        for (ByteBuffer buffer : kinds) {
            // What arrives is compared below.
            BufferKinds.assertUntouched(buffer, check -> {
            }, through);
        }
        assertEquals(kinds.size(), passed.size(), () -> "packets passed on, " + what);
        for (byte[] arrived : passed) {
            assertNull(BufferKinds.difference(bytes, arrived), () -> "content passed on, " + what);
        }
    }

    /** A receiver report, a sender report, both in one, and what is no RTCP. */
    private static List<byte[]> rtcp() {
        byte[] receiverReport = ByteBuffer.allocate(8).putInt(0x80C9_0001).putInt((int) SSRC).array();
        byte[] senderReport = ByteBuffer.allocate(28).putInt(0x80C8_0006).putInt((int) SSRC).putLong(1L << 40).array();
        byte[] both = ByteBuffer.allocate(36).put(receiverReport).put(senderReport).array();
        List<byte[]> packets = new ArrayList<>(List.of(receiverReport, senderReport, both, new byte[0]));
        Random random = new Random(SEED);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            packets.add(bytes);
        }
        return packets;
    }

    void severalThreads() {
        AtomicInteger shared = new AtomicInteger();
        AtomicInteger own = new AtomicInteger();
        RtpHandler sharedHandler = bound((packet, arrivalTimeNs, ordinal) -> shared.incrementAndGet());
        AtomicInteger ssrcs = new AtomicInteger();
        session.inThreads("putting packets in", THREADS, () -> {
            long ssrc = ssrcs.incrementAndGet();
            RtpHandler handler = session.interceptor.bindRemoteStream(video(ssrc),
                    (packet, arrivalTimeNs, ordinal) -> own.incrementAndGet());
            for (int i = 0; i < PACKETS; i++) {
                push(handler, ssrc, i, i + 1);
                push(sharedHandler, SSRC, i, i + 1);
            }
            return null;
        });
        assertEquals(THREADS * PACKETS, shared.get(), "packets passed on by one handler");
        assertEquals(THREADS * PACKETS, own.get(), "packets passed on by handlers of their own");
    }

    void nothingAllocated() {
        RtpHandler handler = bound((packet, arrivalTimeNs, ordinal) -> {
        });
        ByteBuffer packet = packet(SSRC, 1);
        Runnable packets = () -> {
            for (int i = 0; i < COUNTED_PACKETS; i++) {
                handler.onRtp(packet, RtpHandler.NO_ARRIVAL_TIME, RtpHandler.NO_ORDINAL);
            }
        };
        for (int i = 0; i < WARM_UP_PACKETS / COUNTED_PACKETS; i++) {
            packets.run();
        }
        assertEquals(0, AllocationProbe.steadyBytesAllocatedBy(packets),
                "bytes allocated by " + COUNTED_PACKETS + " packets on the thread that puts them in");
    }
}
