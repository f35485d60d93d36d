package io.bwe.browser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * DTLS of one session: {@link #run()} shakes hands and then waits for the browser's good-bye, on a thread of its own,
 * since the protocol is written to block.
 */
final class DtlsEndpoint {
    /** What becomes of it. Called by the thread that runs it. */
    interface Listener {
        /** The handshake is done, and SRTP can flow. */
        void onKeys(SrtpProfile profile, byte[] keyingMaterial);

        /** The handshake failed, or the browser has closed, or {@link DtlsEndpoint#close()} was called. */
        void onEnd(CloseReason reason);
    }

    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    /** Nothing but alerts is awaited then; {@link DatagramPipe#close()} ends the wait. */
    private static final int WAIT_MS = 60_000;

    private final DtlsServer server;
    private final DatagramPipe pipe;
    private final Refusals refusals;
    private final Listener listener;

    DtlsEndpoint(DtlsIdentity identity, Set<Fingerprint> fingerprints, int timeoutMs, Consumer<ByteBuffer> out,
            Refusals refusals, Listener listener) {
        this.server = new DtlsServer(identity, fingerprints, timeoutMs);
        this.pipe = new DatagramPipe(out);
        this.refusals = refusals;
        this.listener = listener;
    }

    /** Takes a received datagram. Called by any thread, never blocks. */
    void onDatagram(ByteBuffer datagram) {
        pipe.offer(datagram);
    }

    void run() {
        try {
            listener.onEnd(converse());
        } catch (RuntimeException e) {
            refusals.refuse(Refusal.INTERNAL_ERROR, e);
            listener.onEnd(CloseReason.HANDSHAKE_FAILED);
        }
    }

    private CloseReason converse() {
        DTLSTransport transport;
        try {
            transport = new DTLSServerProtocol().accept(server, pipe);
        } catch (IOException e) {
            if (!pipe.isClosed() || server.hadWrongFingerprint()) {
                refusals.refuse(server.hadWrongFingerprint() ? Refusal.DTLS_FINGERPRINT : Refusal.DTLS_HANDSHAKE, e);
            }
            return server.wasCloseNotified() ? CloseReason.PEER_CLOSED : CloseReason.HANDSHAKE_FAILED;
        }
        listener.onKeys(server.agreedProfile(), server.keyingMaterial());
        awaitEnd(transport);
        return server.wasCloseNotified() ? CloseReason.PEER_CLOSED : CloseReason.CLOSED;
    }

    private void awaitEnd(DTLSTransport transport) {
        try {
            byte[] data = new byte[transport.getReceiveLimit()];
            while (!pipe.isClosed()) {
                // Application data would be for data channels, which are declined.
                transport.receive(data, 0, data.length, WAIT_MS);
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "DTLS has ended", e);
        } finally {
            try {
                // Says good-bye, unless the other side did.
                transport.close();
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "DTLS could not say good-bye", e);
            }
        }
    }

    /** Ends {@link #run()} soon. */
    void close() {
        pipe.close();
    }
}
