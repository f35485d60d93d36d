package io.bwe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@link CaptureTimestamps} for any numbers: the exact time, rounded down and moved into its range. */
public final class CaptureTimestampsFuzz {
    private static final int INPUT_BYTES = 1 + 2 * Long.BYTES;
    private static final BigInteger NS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger LATEST_NS = BigInteger.TWO.pow(62);

    private CaptureTimestampsFuzz() {
    }

    /**
     * Runs one input.
     *
     * @param input resolution, offset and time stamp in network byte order; missing bytes are zero
     */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] numbers = Arrays.copyOf(input, INPUT_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(numbers);
        int resolution = Byte.toUnsignedInt(fields.get());
        long offsetSeconds = fields.getLong();
        BigInteger timestamp = new BigInteger(1, numbers, 1 + Long.BYTES, Long.BYTES);
        BigInteger unitsPerSecond = BigInteger.valueOf(resolution < 128 ? 10 : 2).pow(resolution % 128);
        BigInteger exactNs = timestamp.multiply(NS_PER_SECOND).divide(unitsPerSecond)
                .add(BigInteger.valueOf(offsetSeconds).multiply(NS_PER_SECOND));
        assertEquals(exactNs.max(BigInteger.ZERO).min(LATEST_NS).longValueExact(),
                new CaptureTimestamps(resolution, offsetSeconds).toNanoseconds(fields.getLong()),
                () -> timestamp + " units of resolution " + resolution + " after " + offsetSeconds + " s");
    }
}
