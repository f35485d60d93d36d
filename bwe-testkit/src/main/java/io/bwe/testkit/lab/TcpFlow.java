package io.bwe.testkit.lab;

import java.time.Duration;

/**
 * TCP, with as much to send as the network takes, or with one short transfer after another.
 *
 * @param name what it is called
 * @param control its congestion control
 * @param start when it starts, zero to 365 days
 * @param end when it ends, zero to 365 days
 * @param extraDelay delay of this flow alone, in either direction, zero to 365 days
 * @param smallestBytes the size of a transfer is drawn from here, 0 to 10^9; 0 for one without end
 * @param largestBytes to here, {@code smallestBytes} to 10^9
 * @param meanPause the mean time between two transfers, exponentially distributed, zero to 365 days
 */
public record TcpFlow(String name, TcpControl control, Duration start, Duration end, Duration extraDelay,
        int smallestBytes, int largestBytes, Duration meanPause) implements FlowSpec {
    private static final int LARGEST_TRANSFER = 1_000_000_000;

    /**
     * Creates a flow.
     *
     * @throws IllegalArgumentException if one is out of range; the message gives the range
     */
    public TcpFlow {
        Limits.checkNs("start", start);
        Limits.checkNs("end", end);
        Limits.checkNs("extraDelay", extraDelay);
        Limits.check("smallestBytes", (long) smallestBytes, 0, LARGEST_TRANSFER);
        Limits.check("largestBytes", (long) largestBytes, smallestBytes, LARGEST_TRANSFER);
        Limits.checkNs("meanPause", meanPause);
    }

    /**
     * One transfer without end.
     *
     * @param name what it is called
     * @param control its congestion control
     * @param start when it starts, zero to 365 days
     * @param end when it ends, zero to 365 days
     * @return the flow
     * @throws IllegalArgumentException if one is out of range; the message gives the range
     */
    public static TcpFlow endless(String name, TcpControl control, Duration start, Duration end) {
        return new TcpFlow(name, control, start, end, Duration.ZERO, 0, 0, Duration.ZERO);
    }

    @Override
    public boolean backward() {
        return false;
    }
}
