package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;

/** Provides, under the name {@code faulty}, an echo that breaks at its packet 30, counted from 0. */
public final class FaultyEstimatorProvider implements EstimatorProvider {
    static final int BREAKS_AT = 30;

    /** For the service loader. */
    public FaultyEstimatorProvider() {
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new EchoEstimator() {
            private int packets;

            @Override
            public boolean onPacket(PacketView packet, long nowNs) {
                if (packets++ == BREAKS_AT) {
                    throw new IllegalStateException("broken for the test");
                }
                return super.onPacket(packet, nowNs);
            }
        };
    }
}
