package io.bwe.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The meters in one registry. Guarded by the lock of {@link BweMetrics}.
 *
 * <p>A registry holds the object that a meter reads weakly, except where it is asked not to. All meters read
 * {@link BweMetrics}, and gauges hold it strongly; so it lives as long as they are in the registry.
 */
final class RegistryMeters {
    private static final double[] DELAY_SHARES = {0.5, 0.95, 0.99};
    private static final double[] ESTIMATE_SHARES = {0.1, 0.5, 0.9};

    private final MeterRegistry registry;
    private final BweMetrics source;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Set<String> estimators = new HashSet<>();

    RegistryMeters(MeterRegistry registry, BweMetrics source, Tags tags) {
        this.registry = registry;
        this.source = source;
        this.tags = tags;
    }

    MeterRegistry registry() {
        return registry;
    }

    /**
     * Registers the meters of an estimator, unless that is done.
     *
     * @throws IllegalStateException if the registry has such meters from elsewhere
     */
    void register(String estimator) {
        if (!estimators.add(estimator)) {
            return;
        }
        Tags all = tags.and(TagKeys.ESTIMATOR, estimator);
        Set<Meter> others = Collections.newSetFromMap(new IdentityHashMap<>());
        others.addAll(registry.getMeters());
        for (Level level : Level.values()) {
            Meter gauge = Gauge.builder(level.meter, source, metrics -> metrics.level(estimator, level)).tags(all)
                    .description(level.description).baseUnit(level.unit).strongReference(true).register(registry);
            // A registry gives back what it has. That would show the interceptors of another, and never these.
            if (others.contains(gauge)) {
                estimators.remove(estimator);
                throw new IllegalStateException("the registry has meters with the tags " + all
                        + " already; add the interceptor to the BweMetrics that they are from, or choose other tags");
            }
            meters.add(gauge);
        }
        for (Counted counted : Counted.values()) {
            int index = counted.ordinal();
            meters.add(FunctionCounter.builder(counted.meter, source, metrics -> metrics.count(estimator, index))
                    .tags(all.and(counted.tags)).description(counted.description).register(registry));
        }
        for (double share : ESTIMATE_SHARES) {
            meters.add(Gauge
                    .builder("bwe.estimate.percentile", source, metrics -> metrics.estimateBps(estimator, share))
                    .tags(all.and(TagKeys.PHI, Double.toString(share))).baseUnit(Units.BITRATE)
                    .description("Estimates of the interceptors that have one").strongReference(true)
                    .register(registry));
        }
        registerDelays(estimator, all);
    }

    private void registerDelays(String estimator, Tags all) {
        meters.add(FunctionTimer
                .builder("bwe.estimate.delay", source, metrics -> metrics.count(estimator, Counts.DELAYS),
                        metrics -> metrics.count(estimator, Counts.DELAY_SUM_NS), TimeUnit.NANOSECONDS)
                .tags(all).description("Time from a packet's entry to the estimator").register(registry));
        for (double share : DELAY_SHARES) {
            registerDelay("bwe.estimate.delay.percentile", estimator, share,
                    all.and(TagKeys.PHI, Double.toString(share)));
        }
        registerDelay("bwe.estimate.delay.max", estimator, 1, all);
    }

    private void registerDelay(String meter, String estimator, double share, Tags all) {
        meters.add(TimeGauge
                .builder(meter, source, TimeUnit.NANOSECONDS, metrics -> metrics.delayNs(estimator, share))
                .tags(all).description("Time from a packet's entry to the estimator, of the last minute")
                .strongReference(true).register(registry));
    }

    void removeAll() {
        meters.forEach(registry::remove);
        meters.clear();
        estimators.clear();
    }
}
