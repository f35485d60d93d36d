package io.bwe.remb;

import io.bwe.api.PacketView;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * What {@link RtpHeader} should find in a packet, worked out in another way: with one pass over a copy of its bytes
 * that keeps every element. Immutable.
 */
final class RtpHeaderModel {
    static final int IDS = 256;

    private final byte[] packet;
    private final int length;
    private final int[] starts = new int[IDS];
    private final int[] lengths = new int[IDS];

    RtpHeaderModel(byte[] packet, int wireLength) {
        this.packet = packet.clone();
        Arrays.fill(starts, -1);
        int blockAt = packet.length < 12 ? 0 : 12 + (at(0) % 16) * 4;
        boolean hasBlock = packet.length >= 12 && (at(0) / 16) % 2 == 1;
        int end = blockAt;
        if (hasBlock) {
            end = blockAt + 4 > packet.length ? Integer.MAX_VALUE : blockAt + 4 + number(blockAt + 2, 2) * 4;
        }
        length = packet.length < 12 || at(0) / 64 != 2 || end > packet.length || !isPaddingRight(end, wireLength)
                ? RtpHeader.MALFORMED
                : end;
        if (length != RtpHeader.MALFORMED && hasBlock) {
            int profile = number(blockAt, 2);
            if (profile == 0xBEDE) {
                keepOneByteElements(blockAt + 4);
            } else if (profile >= 0x1000 && profile <= 0x100F) {
                keepTwoByteElements(blockAt + 4);
            }
        }
    }

    private boolean isPaddingRight(int headerEnd, int wireLength) {
        boolean padded = (at(0) / 32) % 2 == 1;
        if (!padded || wireLength > packet.length) {
            return true;
        }
        int padding = at(packet.length - 1);
        return padding >= 1 && headerEnd + padding <= packet.length;
    }

    private void keepOneByteElements(int from) {
        int at = from;
        while (at < length) {
            int id = at(at) / 16;
            int size = at(at) % 16 + 1;
            if (at(at) == 0) {
                at++;
            } else if (id == 0 || id == 15 || at + 1 + size > length) {
                return;
            } else {
                keep(id, at + 1, size);
                at += 1 + size;
            }
        }
    }

    private void keepTwoByteElements(int from) {
        int at = from;
        while (at < length) {
            if (at(at) == 0) {
                at++;
            } else if (at + 2 > length || at + 2 + at(at + 1) > length) {
                return;
            } else {
                keep(at(at), at + 2, at(at + 1));
                at += 2 + at(at + 1);
            }
        }
    }

    private void keep(int id, int start, int size) {
        if (starts[id] < 0) {
            starts[id] = start;
            lengths[id] = size;
        }
    }

    private int at(int index) {
        return Byte.toUnsignedInt(packet[index]);
    }

    /** An unsigned number of up to three bytes. */
    private int number(int index, int bytes) {
        return new BigInteger(1, packet, index, bytes).intValueExact();
    }

    int length() {
        return length;
    }

    /** Where an element's data begin, counted from the packet's first byte; -1 if there is no such element. */
    int start(int id) {
        return starts[id];
    }

    /** How long an element's data are. */
    int size(int id) {
        return lengths[id];
    }

    int absSendTime(int id) {
        return starts[id] >= 0 && lengths[id] == 3 ? number(starts[id], 3) : PacketView.NO_SEND_TIME;
    }

    int transmissionOffset(int id) {
        return starts[id] >= 0 && lengths[id] == 3 ? new BigInteger(packet, starts[id], 3).intValueExact() : 0;
    }

    /** The lower 6 bits of the seconds and the upper 18 of the fraction lie in the bytes 3 to 6. */
    int absCaptureTimeAsSendTime(int id) {
        if (starts[id] < 0 || lengths[id] != 8 && lengths[id] != 16) {
            return PacketView.NO_SEND_TIME;
        }
        return new BigInteger(1, packet, starts[id] + 3, 4).shiftRight(6).intValueExact() & 0xFF_FFFF;
    }

    long ssrc() {
        return new BigInteger(1, packet, 8, 4).longValueExact();
    }

    long timestamp() {
        return new BigInteger(1, packet, 4, 4).longValueExact();
    }

    int sequenceNumber() {
        return number(2, 2);
    }

    int payloadType() {
        return at(1) % 128;
    }

    boolean marker() {
        return at(1) / 128 == 1;
    }
}
