package io.bwe.testkit;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All that an estimator says after a packet. */
record EstimatorReading(boolean updated, boolean hasEstimate, long estimateBps, long incomingBps, BandwidthUsage usage,
        List<Long> liveSsrcs, List<String> described) {

    /** Everything, the description included. */
    static EstimatorReading of(Estimator estimator, boolean updated) {
        return read(estimator, updated, describe(estimator));
    }

    /** Everything but the description. */
    static EstimatorReading withoutDescription(Estimator estimator, boolean updated) {
        return read(estimator, updated, List.of());
    }

    private static EstimatorReading read(Estimator estimator, boolean updated, List<String> described) {
        return new EstimatorReading(updated, estimator.hasEstimate(), estimator.estimateBps(), estimator.incomingBps(),
                estimator.usage(), liveSsrcs(estimator), described);
    }

    /** The live streams in the order in which they are listed. */
    static List<Long> liveSsrcs(Estimator estimator) {
        return IntStream.range(0, estimator.liveSsrcCount()).mapToObj(estimator::liveSsrc).toList();
    }

    private static List<String> describe(Estimator estimator) {
        List<String> described = new ArrayList<>();
        estimator.describe(new DiagnosticSink() {
            @Override
            public void value(String name, long value) {
                described.add(name + "=" + value);
            }

            @Override
            public void value(String name, double value) {
                described.add(name + "=" + value);
            }

            @Override
            public void absent(String name) {
                described.add(name);
            }
        });
        return described;
    }
}
