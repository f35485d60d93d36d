package io.bwe.cli;

import io.bwe.api.BandwidthControl;
import io.bwe.api.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The demo's sender, bottleneck and receiver, live over UDP, around an interceptor of the test's own. */
final class DemoLoop implements AutoCloseable {
    /** Longer than any test; the capacity is that of a short run's beginning. */
    private static final Duration LENGTH = Duration.ofMinutes(2);

    private final DemoClock clock;
    private final DemoSchedule schedule = new DemoSchedule(LENGTH.toNanos(),
            List.of(new DemoSchedule.Step(0, 0, 1_500_000)));
    private final DemoMeasurements measurements = new DemoMeasurements(schedule.lengthNs());
    private final DemoSocketPair senderSide;
    private final DemoSocketPair receiverSide;
    private final DemoWorkers workers = new DemoWorkers();
    private final Interceptor interceptor;

    /**
     * Opens the sockets and binds the stream; nothing is sent yet.
     *
     * @param clock the time of the run
     * @param interceptor estimates; closed with this
     */
    DemoLoop(DemoClock clock, Interceptor interceptor) throws IOException {
        this.clock = clock;
        this.interceptor = interceptor;
        senderSide = DemoSocketPair.open();
        receiverSide = DemoSocketPair.open();
    }

    /** Begins to send. */
    void start() {
        new DemoReceiver(clock, receiverSide.far(), interceptor, measurements).start(workers);
        new DemoBottleneck(clock, schedule, measurements, senderSide, receiverSide).start(workers);
        new DemoSender(clock, senderSide.near(), measurements).start(workers);
    }

    BandwidthControl control() {
        return interceptor.bandwidthControl().orElseThrow();
    }

    /** What the sender has decoded. */
    List<DemoMeasurements.Remb> rembs() {
        return measurements.rembs();
    }

    @Override
    public void close() throws IOException {
        interceptor.close();
        workers.close();
        receiverSide.close();
        senderSide.close();
    }
}
