package io.bwe.testkit.lab;

import java.time.Duration;

/**
 * Packets of one size at a constant rate that heeds nothing.
 *
 * @param name what it is called
 * @param start when it starts, zero to 365 days
 * @param end when it ends, zero to 365 days
 * @param rateBps bits per second on the wire, 1 to 10^11
 * @param packetBytes the size of a packet on the wire, 1 to 65,535
 */
public record ConstantFlow(String name, Duration start, Duration end, long rateBps,
        int packetBytes) implements FlowSpec {
    /**
     * Creates a flow.
     *
     * @throws IllegalArgumentException if one is out of range; the message gives the range
     */
    public ConstantFlow {
        Limits.checkNs("start", start);
        Limits.checkNs("end", end);
        Limits.check("rateBps", rateBps, 1, Limits.HIGHEST_BPS);
        Limits.check("packetBytes", (long) packetBytes, 1, 65_535);
    }

    @Override
    public boolean backward() {
        return false;
    }
}
