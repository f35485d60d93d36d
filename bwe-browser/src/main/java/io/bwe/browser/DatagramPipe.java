package io.bwe.browser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/** The DTLS datagrams of a session: those received wait here for the thread that runs DTLS, those sent go straight out. */
final class DatagramPipe implements DatagramTransport {
    /** What every path carries (RFC 8831, section 6.6, less the headers). */
    private static final int SEND_LIMIT_BYTES = 1200;
    private static final int RECEIVE_LIMIT_BYTES = 2048;
    /** A handshake is a dozen datagrams; what does not fit is sent again. */
    private static final int MAX_WAITING = 64;
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Consumer<ByteBuffer> out;
    private volatile boolean closed;

    /**
     * Creates a pipe.
     *
     * @param out sends a datagram
     */
    DatagramPipe(Consumer<ByteBuffer> out) {
        this.out = out;
    }

    /** Takes a received datagram; drops it if too many wait. Never blocks. */
    void offer(ByteBuffer datagram) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(datagram.position(), copy);
        waiting.offer(copy);
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT_BYTES;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT_BYTES;
    }

    /** Waits for a datagram; -1 if none came in time. */
    @Override
    public int receive(byte[] into, int offset, int length, int waitMs) throws IOException {
        try {
            byte[] datagram = closed ? END : waiting.poll(waitMs, TimeUnit.MILLISECONDS);
            if (datagram == null) {
                return -1;
            }
            if (closed) {
                // To DTLS any other exception is a failure, of which it would tell the browser in place of a good-bye.
                throw new InterruptedIOException("closed");
            }
            int taken = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, into, offset, taken);
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void send(byte[] from, int offset, int length) {
        out.accept(ByteBuffer.wrap(from, offset, length));
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets the thread that waits go; may be called by any, any number of times. */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
        waiting.offer(END);
    }
}
