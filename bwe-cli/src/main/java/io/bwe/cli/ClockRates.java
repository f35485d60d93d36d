package io.bwe.cli;

import io.bwe.api.PacketView;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The clock rates of a flow's streams, in RTP timestamp units per second; {@link PacketView#UNKNOWN_CLOCK_RATE} where
 * there was too little to find it by.
 *
 * @param bySsrc the rates of the streams that were looked at
 * @param otherwise the rate of all other streams
 */
record ClockRates(Map<Long, Integer> bySsrc, int otherwise) {
    /** SSRCs that are named. */
    private static final int SHOWN_SSRCS = 8;

    /** The same rate for all streams. */
    static ClockRates allOf(int clockRate) {
        return new ClockRates(Map.of(), clockRate);
    }

    /** What was found out. */
    static ClockRates found(Map<Long, ClockRateFinder> finders) {
        Map<Long, Integer> rates = new TreeMap<>();
        finders.forEach((ssrc, finder) -> rates.put(ssrc, finder.clockRate()));
        return new ClockRates(rates, PacketView.UNKNOWN_CLOCK_RATE);
    }

    /** The rate of a stream. */
    int of(long ssrc) {
        return bySsrc.getOrDefault(ssrc, otherwise);
    }

    @Override
    public String toString() {
        String named = bySsrc.entrySet().stream().limit(SHOWN_SSRCS)
                .map(entry -> entry.getKey() + " has " + shown(entry.getValue())).collect(Collectors.joining(", "));
        return named.isEmpty()
                ? shown(otherwise)
                : bySsrc.size() > SHOWN_SSRCS ? named + ", " + (bySsrc.size() - SHOWN_SSRCS) + " more" : named;
    }

    private static String shown(int clockRate) {
        return clockRate == PacketView.UNKNOWN_CLOCK_RATE ? "an unknown one" : clockRate + " Hz";
    }
}
