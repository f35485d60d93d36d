package io.bwe.image.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/** Where this machine talks to itself. */
final class Loopback {
    private Loopback() {
    }

    /** A UDP socket on a free port. */
    static DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            return channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
