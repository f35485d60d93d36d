package io.bwe.cli;

/**
 * The path between sender and receiver: media passes through the bottleneck link and is measured there; both directions
 * take the propagation delay.
 */
final class DemoBottleneck {
    /** The delay of each direction when the queue is empty, in nanoseconds: a round trip of 50 ms. */
    private static final long PROPAGATION_NS = 25_000_000;

    private final DemoLink link;
    private final DemoMeasurements measurements;
    private final DemoRelay media;
    private final DemoRelay rtcp;

    DemoBottleneck(DemoClock clock, DemoSchedule schedule, DemoMeasurements measurements, DemoSocketPair sender,
            DemoSocketPair receiver) {
        this.link = new DemoLink(schedule);
        this.measurements = measurements;
        this.media = new DemoRelay(clock, sender.far(), receiver.near(), this::mediaDueNs);
        this.rtcp = new DemoRelay(clock, receiver.near(), sender.far(),
                (arrivalNs, bytes) -> arrivalNs + PROPAGATION_NS);
    }

    void start(DemoWorkers workers) {
        media.start(workers, "bottleneck-media");
        rtcp.start(workers, "bottleneck-rtcp");
    }

    private long mediaDueNs(long arrivalNs, int bytes) {
        long delayNs = link.queueDelayNs(arrivalNs);
        long departureNs = link.offer(arrivalNs, bytes);
        measurements.onOffered(arrivalNs, bytes - DemoRtpWriter.HEADER_BYTES, delayNs, departureNs);
        return departureNs == DemoLink.DROPPED ? DemoRelay.Path.LOST : departureNs + PROPAGATION_NS;
    }
}
