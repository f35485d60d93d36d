package io.bwe.cli;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the UDP datagram in a captured frame. Sizes come from the lengths in the headers, so that a snap length does
 * not change them. Fragments are passed over, the first one too: a datagram that was taken apart is no RTP packet
 * that arrived at one moment. No state.
 */
final class UdpExtractor {
    private static final int IPV4_HEADER_BYTES = 20;
    /** More-fragments flag and fragment offset; the don't-fragment flag is left out. */
    private static final int IPV4_FRAGMENT_MASK = 0x3fff;
    private static final int IPV6_HEADER_BYTES = 40;
    /** Fragment offset and more-fragments flag in IPv6's fragment header. */
    private static final int IPV6_FRAGMENT_MASK = 0xfff9;
    private static final int UDP_HEADER_BYTES = 8;

    private static final int UDP = 17;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;
    private static final int HOST_IDENTITY = 139;
    private static final int SHIM6 = 140;

    private UdpExtractor() {
    }

    /**
     * Extracts.
     *
     * @param frame where to look
     * @param datagram takes the datagram
     * @return null if there is one, else why not
     */
    static @Nullable SkipReason extract(CapturedFrame frame, Datagram datagram) {
        int ip = LinkLayer.networkOffset(frame);
        ByteBuffer data = frame.data();
        if (ip < 0) {
            return switch (ip) {
                case LinkLayer.NOT_IP -> SkipReason.NOT_IP;
                case LinkLayer.UNKNOWN -> SkipReason.UNKNOWN_LINK_TYPE;
                default -> SkipReason.CUT;
            };
        }
        if (ip >= data.limit()) {
            return SkipReason.CUT;
        }
        return switch (data.get(ip) >> 4 & 0xf) {
            case 4 -> ipv4(frame, ip, datagram);
            case 6 -> ipv6(frame, ip, datagram);
            default -> SkipReason.NOT_IP;
        };
    }

    private static @Nullable SkipReason ipv4(CapturedFrame frame, int ip, Datagram datagram) {
        ByteBuffer data = frame.data();
        if (ip + IPV4_HEADER_BYTES > data.limit()) {
            return SkipReason.CUT;
        }
        int headerBytes = (data.get(ip) & 0xf) * 4;
        long totalBytes = Short.toUnsignedInt(data.getShort(ip + 2));
        if (totalBytes == 0) {
            // Segmentation offload leaves the field for the network card to fill in.
            totalBytes = frame.originalLength() - ip;
        }
        if (headerBytes < IPV4_HEADER_BYTES || totalBytes < headerBytes) {
            return SkipReason.MALFORMED_IP;
        }
        if ((data.getShort(ip + 6) & IPV4_FRAGMENT_MASK) != 0) {
            return SkipReason.IP_FRAGMENT;
        }
        if (data.get(ip + 9) != UDP) {
            return SkipReason.NOT_UDP;
        }
        int udp = ip + headerBytes;
        if (udp + UDP_HEADER_BYTES > data.limit()) {
            return SkipReason.CUT;
        }
        Endpoint source = Endpoint.ipv4(data, ip + 12, port(data, udp));
        Endpoint destination = Endpoint.ipv4(data, ip + 16, port(data, udp + 2));
        return udp(data, udp, totalBytes - headerBytes, source, destination, datagram);
    }

    private static @Nullable SkipReason ipv6(CapturedFrame frame, int ip, Datagram datagram) {
        ByteBuffer data = frame.data();
        if (ip + IPV6_HEADER_BYTES > data.limit()) {
            return SkipReason.CUT;
        }
        long payloadBytes = Short.toUnsignedInt(data.getShort(ip + 4));
        if (payloadBytes == 0) {
            payloadBytes = frame.originalLength() - ip - IPV6_HEADER_BYTES;
        }
        int next = Byte.toUnsignedInt(data.get(ip + 6));
        int at = ip + IPV6_HEADER_BYTES;
        while (next != UDP) {
            if (!isExtension(next)) {
                return SkipReason.NOT_UDP;
            }
            if (at + Long.BYTES > data.limit()) {
                return SkipReason.CUT;
            }
            if (next == FRAGMENT && (data.getShort(at + 2) & IPV6_FRAGMENT_MASK) != 0) {
                return SkipReason.IP_FRAGMENT;
            }
            int length = Byte.toUnsignedInt(data.get(at + 1));
            int headerBytes = switch (next) {
                case FRAGMENT -> Long.BYTES;
                case AUTHENTICATION -> (length + 2) * 4;
                default -> (length + 1) * Long.BYTES;
            };
            next = Byte.toUnsignedInt(data.get(at));
            at += headerBytes;
            payloadBytes -= headerBytes;
        }
        if (at + UDP_HEADER_BYTES > data.limit()) {
            return SkipReason.CUT;
        }
        Endpoint source = Endpoint.ipv6(data, ip + 8, port(data, at));
        Endpoint destination = Endpoint.ipv6(data, ip + 24, port(data, at + 2));
        return udp(data, at, payloadBytes, source, destination, datagram);
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS, MOBILITY, HOST_IDENTITY, SHIM6 ->
                true;
            default -> false;
        };
    }

    private static int port(ByteBuffer data, int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }

    private static @Nullable SkipReason udp(ByteBuffer data, int udp, long ipPayloadBytes, Endpoint source,
            Endpoint destination, Datagram datagram) {
        int udpBytes = Short.toUnsignedInt(data.getShort(udp + 4));
        if (udpBytes < UDP_HEADER_BYTES || udpBytes > ipPayloadBytes) {
            return SkipReason.MALFORMED_IP;
        }
        int offset = udp + UDP_HEADER_BYTES;
        int wireLength = udpBytes - UDP_HEADER_BYTES;
        datagram.set(data, new Flow(source, destination), offset, Math.min(wireLength, data.limit() - offset),
                wireLength);
        return null;
    }
}
