package org.example.application;

import java.nio.ByteBuffer;

/**
 * What a REMB says (draft-alvestrand-rmcat-remb-03).
 *
 * @param bitrateBps the bit rate in bits per second
 * @param ssrc the first of the streams it is about
 */
record Remb(long bitrateBps, long ssrc) {
    private static final int FIRST_BYTES = 0x8F_CE;
    private static final int IDENTIFIER = 0x52_45_4D_42;
    private static final int MANTISSA_BITS = 18;

    static Remb read(ByteBuffer rtcp) {
        if (rtcp.getShort(0) != (short) FIRST_BYTES || rtcp.getInt(12) != IDENTIFIER) {
            throw new IllegalArgumentException("this is no REMB: " + rtcp);
        }
        int rate = rtcp.getInt(16);
        long mantissa = rate & (1 << MANTISSA_BITS) - 1;
        int exponent = rate >> MANTISSA_BITS & 0x3F;
        return new Remb(mantissa << exponent, Integer.toUnsignedLong(rtcp.getInt(20)));
    }

    @Override
    public String toString() {
        return bitrateBps + " b/s for " + ssrc;
    }
}
