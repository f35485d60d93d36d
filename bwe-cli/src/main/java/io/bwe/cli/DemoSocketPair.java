package io.bwe.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/**
 * Two UDP sockets on the loopback interface, each connected to the other, so that nothing else on the machine can put
 * datagrams in between.
 *
 * @param near one end
 * @param far the other end
 */
record DemoSocketPair(DatagramChannel near, DatagramChannel far) implements Closeable {
    /**
     * Opens two sockets on free ports.
     *
     * @return the pair, to be closed by the caller
     * @throws IOException if a socket cannot be opened
     */
    static DemoSocketPair open() throws IOException {
        DatagramChannel near = bound();
        DatagramChannel far = null;
        try {
            far = bound();
            near.connect(far.getLocalAddress());
            far.connect(near.getLocalAddress());
            return new DemoSocketPair(near, far);
        } catch (IOException e) {
            near.close();
            if (far != null) {
                far.close();
            }
            throw e;
        }
    }

    private static DatagramChannel bound() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            return channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
