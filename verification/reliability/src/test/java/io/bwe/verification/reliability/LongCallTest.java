package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.AllocationProbe;
import io.bwe.verification.reliability.EndlessCall.Disturbance;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A day of a call for each estimator, without threads, with something going wrong every six minutes. */
@Timeout(300)
class LongCallTest {
    private static final int HOURS = 24;
    private static final long HOUR_NS = 3_600 * EndlessCall.SECOND_NS;
    private static final long MIN_BPS = 5_000;
    private static final long MAX_BPS = 10_000_000;
    /** abs-send-time wraps every 64 s. */
    private static final long SEND_TIME_WRAPS = HOURS * 3_600 / 64 - 10;
    /** Half a million packets cost nothing; a stream that takes the place of one with another clock rate may. */
    private static final long BYTES_FOR_NEW_STREAMS = 16_384;
    private static final Disturbance[] DISTURBANCES = {Disturbance.HOLE, Disturbance.SUSPENDED,
            Disturbance.SENDER_RESTARTS, Disturbance.SENDER_IS_ANOTHER, Disturbance.PAUSE,
            Disturbance.ARRIVAL_CLOCK_FORWARD};

    private final EndlessCall call = new EndlessCall(1, DISTURBANCES);
    private final Recoveries recoveries = new Recoveries();
    private boolean overused;

    static List<String> estimators() {
        return Providers.estimators().all().stream().map(EstimatorProvider::name).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void aDayIsSurvivedWithSaneEstimatesAndNoGarbage(String name) {
        Estimator estimator = Providers.estimators().get(name)
                .create(EstimatorConfig.builder().minBps(MIN_BPS).maxBps(MAX_BPS).build());
        long leastBytes = Long.MAX_VALUE;
        long allBytes = 0;
        for (int hour = 1; hour <= HOURS; hour++) {
            long untilNs = hour * HOUR_NS;
            overused = false;
            long bytes = AllocationProbe.bytesAllocatedBy(() -> feed(estimator, untilNs));
            assertThat(overused).as("over-use in hour %d", hour).isTrue();
            leastBytes = Math.min(leastBytes, bytes);
            allBytes += bytes;
        }
        recoveries.conclude();
        System.out.printf("%s, %d h: %,d packets, %d wraps of abs-send-time, %d of sequence numbers, %d of timestamps,"
                + " %,d bytes of garbage%s%n", name, HOURS, call.packets(), call.sendTimeWraps(),
                call.sequenceWraps(), call.timestampWraps(), allBytes, recoveries);
        assertThat(leastBytes).as("bytes allocated in the hour with the least").isLessThan(BYTES_FOR_NEW_STREAMS);
        assertThat(allBytes).as("bytes allocated, also by the JVM to compile the code").isLessThan(1 << 20);
        assertThat(call.sendTimeWraps()).isGreaterThan(SEND_TIME_WRAPS);
        assertThat(call.sequenceWraps()).isGreaterThan(200);
        assertThat(call.timestampWraps()).isGreaterThanOrEqualTo(EndlessCall.STREAMS);
        recoveries.assertUseful(DISTURBANCES);
    }

    private void feed(Estimator estimator, long untilNs) {
        while (call.worldNs() < untilNs) {
            call.next();
            if (estimator.onPacket(call, call.nowNs())) {
                call.tell(estimator.estimateBps());
            }
            long bps = estimator.estimateBps();
            if (estimator.hasEstimate() ? bps < MIN_BPS || bps > MAX_BPS : bps != 0) {
                throw new AssertionError("estimate " + bps + " at " + call.worldNs() + " ns");
            }
            if (estimator.incomingBps() < -1) {
                throw new AssertionError("incoming " + estimator.incomingBps() + " at " + call.worldNs() + " ns");
            }
            overused |= estimator.usage() == BandwidthUsage.OVERUSING;
            recoveries.onPacket(call, bps);
        }
    }
}
