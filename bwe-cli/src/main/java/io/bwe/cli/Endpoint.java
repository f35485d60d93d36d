package io.bwe.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address and a UDP port.
 *
 * @param version 4 or 6
 * @param high the upper half of an IPv6 address, 0 for IPv4
 * @param low the lower half of an IPv6 address, or the IPv4 address
 * @param port 0 to 65535; {@link #ANY_PORT} in what {@link #parse} makes of an address alone
 */
record Endpoint(int version, long high, long low, int port) {
    static final int ANY_PORT = -1;

    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?");

    /**
     * Reads {@code 10.0.0.1}, {@code 10.0.0.1:5000}, {@code 2001:db8::1} or {@code [2001:db8::1]:5000}.
     *
     * @throws BadInputException if it is none of these
     */
    static Endpoint parse(String text) throws BadInputException {
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return of(text, bracketed.group(1), bracketed.group(2));
        }
        Matcher ipv4 = IPV4.matcher(text);
        if (ipv4.matches()) {
            return of(text, ipv4.group(1), ipv4.group(2));
        }
        if (IPV6.matcher(text).matches()) {
            return of(text, text, null);
        }
        throw notAnEndpoint(text);
    }

    private static Endpoint of(String text, String address, @Nullable String portText)
            throws BadInputException {
        int port = portText == null ? ANY_PORT : Integer.parseInt(portText);
        if (port > 65_535) {
            throw notAnEndpoint(text);
        }
        try {
            // Only literals come here, so that no name service is asked.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return bytes.length == Integer.BYTES ? ipv4(buffer, 0, port) : ipv6(buffer, 0, port);
        } catch (UnknownHostException e) {
            throw notAnEndpoint(text);
        }
    }

    private static BadInputException notAnEndpoint(String text) {
        return new BadInputException("'" + text + "' is no sender; write IP, IPv4:PORT or [IPv6]:PORT");
    }

    static Endpoint ipv4(ByteBuffer data, int at, int port) {
        return new Endpoint(4, 0, Integer.toUnsignedLong(data.getInt(at)), port);
    }

    static Endpoint ipv6(ByteBuffer data, int at, int port) {
        return new Endpoint(6, data.getLong(at), data.getLong(at + Long.BYTES), port);
    }

    /** Whether another endpoint has this address, and this port unless that is {@link #ANY_PORT}. */
    boolean matches(Endpoint other) {
        return version == other.version && high == other.high && low == other.low
                && (port == ANY_PORT || port == other.port);
    }

    @Override
    public String toString() {
        ByteBuffer bytes = version == 4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low)
                : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low);
        try {
            String address = InetAddress.getByAddress(bytes.array()).getHostAddress();
            if (port == ANY_PORT) {
                return address;
            }
            return (version == 4 ? address : "[" + address + "]") + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are always an address", e);
        }
    }
}
