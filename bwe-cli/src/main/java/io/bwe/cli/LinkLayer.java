package io.bwe.cli;

import java.nio.ByteBuffer;

/**
 * Finds the IP packet in a captured frame. The numbers are tcpdump.org's link types and IEEE's EtherTypes. No
 * state.
 */
final class LinkLayer {
    /** The frame holds no IP packet. */
    static final int NOT_IP = -1;
    /** The frame's link type is not known here. */
    static final int UNKNOWN = -2;
    /** The frame was cut before the IP packet begins. */
    static final int CUT = -3;

    private static final int NULL_LOOPBACK = 0;
    private static final int ETHERNET = 1;
    /** What the link type "raw" is called on some systems (DLT_RAW). */
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int OPENBSD_LOOPBACK = 108;
    private static final int LINUX_SLL = 113;
    private static final int RAW_IPV4 = 228;
    private static final int RAW_IPV6 = 229;
    private static final int LINUX_SLL2 = 276;

    private static final int LOOPBACK_HEADER_BYTES = 4;
    private static final int ETHERTYPE_AT = 12;
    private static final int SLL_PROTOCOL_AT = 14;
    private static final int SLL2_HEADER_BYTES = 20;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int OLD_PROVIDER_VLAN = 0x9100;
    private static final int VLAN_TAG_BYTES = 4;

    /** The address family AF_INET, the same on all systems. */
    private static final int FAMILY_IPV4 = 2;

    private LinkLayer() {
    }

    /** Returns where the IP packet begins, or {@link #NOT_IP}, {@link #UNKNOWN} or {@link #CUT}. */
    static int networkOffset(CapturedFrame frame) {
        ByteBuffer data = frame.data();
        return switch (frame.linkType()) {
            case ETHERNET -> behindEtherType(data, ETHERTYPE_AT);
            case LINUX_SLL -> behindEtherType(data, SLL_PROTOCOL_AT);
            case LINUX_SLL2 -> behindSll2(data);
            case RAW, RAW_BSD, RAW_OPENBSD, RAW_IPV4, RAW_IPV6 -> 0;
            case NULL_LOOPBACK, OPENBSD_LOOPBACK -> behindAddressFamily(data);
            default -> UNKNOWN;
        };
    }

    private static int behindEtherType(ByteBuffer data, int etherTypeAt) {
        int at = etherTypeAt;
        while (at + Short.BYTES <= data.limit()) {
            switch (Short.toUnsignedInt(data.getShort(at))) {
                case IPV4, IPV6 -> {
                    return at + Short.BYTES;
                }
                case VLAN, PROVIDER_VLAN, OLD_PROVIDER_VLAN -> at += VLAN_TAG_BYTES;
                default -> {
                    return NOT_IP;
                }
            }
        }
        return CUT;
    }

    private static int behindSll2(ByteBuffer data) {
        if (data.limit() < SLL2_HEADER_BYTES) {
            return CUT;
        }
        return switch (Short.toUnsignedInt(data.getShort(0))) {
            case IPV4, IPV6 -> SLL2_HEADER_BYTES;
            // The tag's other half and the inner type follow the header.
            case VLAN, PROVIDER_VLAN, OLD_PROVIDER_VLAN ->
                behindEtherType(data, SLL2_HEADER_BYTES + VLAN_TAG_BYTES - Short.BYTES);
            default -> NOT_IP;
        };
    }

    /** The family is in the byte order of the machine that captured, which need not be the file's. */
    private static int behindAddressFamily(ByteBuffer data) {
        if (data.limit() < LOOPBACK_HEADER_BYTES) {
            return CUT;
        }
        int family = data.getInt(0);
        if ((family & 0xffff) == 0) {
            family = Integer.reverseBytes(family);
        }
        return switch (family) {
            // AF_INET6 is 10 on Linux, 23 on Windows, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS.
            case FAMILY_IPV4, 10, 23, 24, 28, 30 -> LOOPBACK_HEADER_BYTES;
            default -> NOT_IP;
        };
    }
}
