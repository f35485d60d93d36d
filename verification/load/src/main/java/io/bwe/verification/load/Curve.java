package io.bwe.verification.load;

import io.bwe.verification.load.Shape.RatePer;

/** What a packet costs by the number of streams: at the same rate in all, and at the same rate for each stream. */
final class Curve {
    private static final int[] STREAMS = {1, 10, 100, 1_000, 10_000};
    private static final int STREAMS_OF_A_TRANSPORT = 10;
    /** Of all streams together, packets per second. */
    private static final int RATE_IN_ALL = 20_000;
    /** Of each stream, packets per second: 500,000 for the most streams. */
    private static final int RATE_OF_EACH = 50;

    private Curve() {
    }

    static void print(LoadArguments arguments) {
        System.out.printf("%n%,d packets/s in all%n", RATE_IN_ALL);
        head();
        for (int streams : STREAMS) {
            line(arguments, streams, RATE_IN_ALL / streams);
        }
        System.out.printf("%n%,d packets/s for each stream%n", RATE_OF_EACH);
        head();
        for (int streams : STREAMS) {
            line(arguments, streams, RATE_OF_EACH);
        }
    }

    private static void head() {
        System.out.printf("%8s %9s %9s %10s %10s %10s %9s %9s %9s %8s%n", "streams", "rate", "CPU us", "wake-ups",
                "CPU us", "CPU us", "RTP p99", "estimate", "heap B", "dropped");
        System.out.printf("%8s %9s %9s %10s %10s %10s %9s %9s %9s %8s%n", "", "of each", "a packet", "a packet",
                "a wake-up", "of stream/s", "us", "p99 ms", "a stream", "");
    }

    private static void line(LoadArguments arguments, int streams, int rate) {
        int transports = Math.max(1, streams / STREAMS_OF_A_TRANSPORT);
        Figures figures = LoadRun.of(arguments,
                new Shape(transports, streams / transports, Math.max(1, rate), RatePer.STREAM));
        System.out.printf("%,8d %,9d %9.2f %10.2f %10.2f %10.1f %9.2f %9.2f %,9.0f %,8d%n", streams, Math.max(1, rate),
                figures.netCpuUs(), figures.wakeUpsPerPacket(), figures.netCpuUs() / figures.wakeUpsPerPacket(),
                figures.netCpuUs() * rate, figures.inHandler().getValueAtPercentile(99) / 1e3,
                figures.toEstimator().getValueAtPercentile(99) / 1e6, figures.heapPerStream(), figures.dropped());
    }
}
