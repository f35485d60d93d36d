package io.bwe.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The UDP socket of a session. May be used by any thread; {@link #run} is one thread's. */
final class SessionSocket implements AutoCloseable {
    /** Takes what comes. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Takes a datagram.
         *
         * @param datagram its own from then on
         * @param from whose it is
         * @param arrivalTimeNs when it came, on the clock of {@link System#nanoTime()}
         */
        void onDatagram(ByteBuffer datagram, InetSocketAddress from, long arrivalTimeNs);
    }

    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    /** More than any datagram here has; longer ones are cut off by it. */
    private static final int RECEIVE_BYTES = 4096;
    /** Room for a burst while this machine is busy; the bottleneck has the queue that counts. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final DatagramChannel channel;
    private final InetSocketAddress localAddress;

    private SessionSocket(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    /** Opens a socket on any port of an address. */
    static SessionSocket open(InetAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, 0));
            return new SessionSocket(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Whether a datagram was cut off, or may have been. */
    static boolean isCutOff(ByteBuffer datagram) {
        return datagram.remaining() == RECEIVE_BYTES;
    }

    /**
     * Receives until the socket is closed.
     *
     * @throws IOException if it fails before
     */
    void run(Receiver receiver) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(RECEIVE_BYTES);
        try {
            while (true) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                long arrivalTimeNs = System.nanoTime();
                receiver.onDatagram(ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip(), from,
                        arrivalTimeNs);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                throw e;
            }
        }
    }

    /** Sends a datagram. Where that fails it is as if it were lost on the way. */
    void send(ByteBuffer datagram, InetSocketAddress to) {
        try {
            channel.send(datagram, to);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "could not send to " + to, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "could not close the socket on " + localAddress, e);
        }
    }
}
