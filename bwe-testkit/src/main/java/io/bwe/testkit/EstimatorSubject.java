package io.bwe.testkit;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;

/** The provider under test and what the packets for its estimators look like. */
record EstimatorSubject(EstimatorProvider provider, boolean sendTimes) {
    Estimator create() {
        return provider.create(EstimatorConfig.defaults());
    }

    Estimator create(EstimatorConfig config) {
        return provider.create(config);
    }

    PacketTrain train() {
        return train(EstimatorConfig.defaults());
    }

    PacketTrain train(EstimatorConfig config) {
        return train(provider.create(config), config);
    }

    PacketTrain train(Estimator estimator) {
        return train(estimator, EstimatorConfig.defaults());
    }

    private PacketTrain train(Estimator estimator, EstimatorConfig config) {
        return new PacketTrain(estimator, config, sendTimes);
    }

    PacketTrace trace() {
        return PacketTrace.record(sendTimes);
    }

    VideoSource.Builder video() {
        VideoSource.Builder video = VideoSource.builder().startBps(1_000_000).limits(50_000, 5_000_000);
        return sendTimes ? video : video.withoutAbsSendTime();
    }
}
