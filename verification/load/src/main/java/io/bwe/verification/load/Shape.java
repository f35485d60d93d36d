package io.bwe.verification.load;

/**
 * How much is sent.
 *
 * @param transports interceptors
 * @param streams of each transport
 * @param rate packets per second
 * @param ratePer of what
 */
record Shape(int transports, int streams, int rate, RatePer ratePer) {
    /** What a rate belongs to. */
    enum RatePer {
        /** Each stream has it. */
        STREAM,
        /** The streams of a transport share it. */
        TRANSPORT
    }

    private static final int HIGHEST = 1_000_000;

    Shape {
        inRange("transports", transports);
        inRange("streams", streams);
        inRange("rate", rate);
        if ((long) transports * streams > HIGHEST) {
            throw new IllegalArgumentException(
                    transports + " x " + streams + " streams are too many; allowed are " + HIGHEST);
        }
    }

    private static void inRange(String name, int value) {
        if (value < 1 || value > HIGHEST) {
            throw new IllegalArgumentException(
                    name + " " + value + " is out of range; allowed is 1 to " + HIGHEST);
        }
    }

    /** Reads {@code 100x10x500}: transports, streams of each, packets per second. */
    static Shape parse(String text, RatePer ratePer) {
        String[] parts = text.split("x", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no shape; one is TRANSPORTSxSTREAMSxRATE, for instance 100x10x500");
        }
        try {
            return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                    ratePer);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no shape: its parts are whole numbers", e);
        }
    }

    /** Of all transports. */
    int allStreams() {
        return transports * streams;
    }

    /** Of all transports, packets per second. */
    long packetsPerSecond() {
        return (long) transports * rate * (ratePer == RatePer.STREAM ? streams : 1);
    }

    @Override
    public String toString() {
        return "%,d transports x %,d streams x %,d packets/s %s = %,d packets/s".formatted(transports, streams, rate,
                ratePer == RatePer.STREAM ? "a stream" : "a transport", packetsPerSecond());
    }
}
