package io.bwe.testkit;

import io.bwe.api.EstimatorConfig;

/** That estimates keep their limits. */
final class LimitRules {
    private static final int HOSTILE_PACKETS = 3_000;
    private static final long SEED = 20;

    private final EstimatorSubject subject;

    LimitRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    void keepsTheMinimum() {
        for (long minBps : new long[]{1_000, 5_000, 900_000, 50_000_000, 100_000_000_000L}) {
            check(EstimatorConfig.builder().minBps(minBps));
            check(EstimatorConfig.builder().minBps(minBps).startBps(minBps));
        }
    }

    void keepsTheMaximum() {
        for (long maxBps : new long[]{5_000, 40_000, 1_000_000, 100_000_000_000L}) {
            check(EstimatorConfig.builder().maxBps(maxBps));
            check(EstimatorConfig.builder().maxBps(maxBps).startBps(maxBps));
            check(EstimatorConfig.builder().maxBps(maxBps).minBps(maxBps));
            check(EstimatorConfig.builder().maxBps(maxBps).startBps(Math.max(5_000, maxBps / 2)));
        }
    }

    private void check(EstimatorConfig.Builder settings) {
        EstimatorConfig config = settings.build();
        PacketTrain calm = subject.train(config);
        calm.ordinary(1_000);
        PacketTrain squeezed = subject.train(config);
        squeezed.ordinary(200);
        for (int i = 0; i < 200; i++) {
            squeezed.ordinary(1);
            // The path takes half as long again for each packet: sustained over-use.
            squeezed.arrivalNs += PacketTrain.INTERVAL_NS / 2;
            squeezed.nowNs += PacketTrain.INTERVAL_NS / 2;
        }
        HostileInputRules.anyPackets(subject.train(config), HOSTILE_PACKETS, SEED);
    }
}
