package io.bwe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.InterceptorStatistics.PacketResult;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BweMetricsTest {
    /** The meters of one estimator. */
    private static final int METERS = Level.values().length + Counted.values().length + 3 + 1 + 3 + 1;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BweMetrics metrics = new BweMetrics();

    private FakeInterceptor added(FakeInterceptor interceptor) {
        metrics.add(interceptor);
        return interceptor;
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double accepted() {
        return counter("bwe.packets", "result", "accepted");
    }

    // ---- what is shown

    @Test
    void eachCounterShowsWhatItIsCalledAfter() {
        metrics.bindTo(registry);
        FakeInterceptor interceptor = added(new FakeInterceptor());
        for (PacketResult result : PacketResult.values()) {
            interceptor.packets.put(result, 1L << result.ordinal());
        }
        for (StreamEnd reason : StreamEnd.values()) {
            interceptor.ended.put(reason, 10L + reason.ordinal());
        }
        interceptor.overuses = 7;
        interceptor.workerErrors = 8;
        assertThat(accepted()).isEqualTo(1);
        assertThat(counter("bwe.packets", "result", "no.send.time")).isEqualTo(2);
        assertThat(counter("bwe.packets", "result", "late")).isEqualTo(4);
        assertThat(counter("bwe.packets", "result", "dropped")).isEqualTo(8);
        assertThat(counter("bwe.packets", "result", "malformed")).isEqualTo(16);
        assertThat(counter("bwe.packets", "result", "untracked")).isEqualTo(32);
        assertThat(counter("bwe.arrivals.clamped")).isEqualTo(101);
        assertThat(counter("bwe.remb.sent", "reason", "interval")).isEqualTo(102);
        assertThat(counter("bwe.remb.sent", "reason", "decrease")).isEqualTo(103);
        assertThat(counter("bwe.overuse.detections")).isEqualTo(7);
        assertThat(counter("bwe.estimator.errors")).isEqualTo(104);
        assertThat(counter("bwe.estimator.swaps")).isEqualTo(105);
        assertThat(counter("bwe.shadows.dropped")).isEqualTo(106);
        assertThat(counter("bwe.writer.errors")).isEqualTo(107);
        assertThat(counter("bwe.listener.errors")).isEqualTo(108);
        assertThat(counter("bwe.worker.errors")).isEqualTo(8);
        assertThat(counter("bwe.streams.started")).isEqualTo(109);
        assertThat(counter("bwe.streams.ended", "reason", "idle")).isEqualTo(10);
        assertThat(counter("bwe.streams.ended", "reason", "unbind")).isEqualTo(11);
        assertThat(counter("bwe.streams.ended", "reason", "close")).isEqualTo(12);
        assertThat(counter("bwe.streams.ended", "reason", "evicted")).isEqualTo(13);
    }

    @Test
    void eachGaugeShowsTheSumOfWhatInterceptorsHold() {
        metrics.bindTo(registry);
        for (int i = 1; i <= 2; i++) {
            FakeInterceptor interceptor = added(new FakeInterceptor().estimates(1_000_000 * i));
            interceptor.streamsActive = 3 * i;
            interceptor.queueSize = 5 * i;
        }
        added(new FakeInterceptor()).quarantined = true;
        assertThat(gauge("bwe.interceptors")).isEqualTo(3);
        assertThat(gauge("bwe.interceptors.estimating")).isEqualTo(2);
        assertThat(gauge("bwe.interceptors.quarantined")).isEqualTo(1);
        assertThat(gauge("bwe.estimate")).isEqualTo(3_000_000);
        assertThat(gauge("bwe.incoming")).as("one does not know it").isEqualTo(1_500_000);
        assertThat(gauge("bwe.streams.active")).isEqualTo(9);
        assertThat(gauge("bwe.queue.size")).isEqualTo(15);
        assertThat(registry.get("bwe.estimate").gauge().getId().getBaseUnit()).isEqualTo("bits/s");
        assertThat(registry.get("bwe.incoming").gauge().getId().getBaseUnit()).isEqualTo("bits/s");
    }

    @Test
    void percentilesOfEstimatesAreThoseOfTheNearestRank() {
        metrics.bindTo(registry);
        FakeInterceptor none = added(new FakeInterceptor());
        assertThat(gauge("bwe.estimate.percentile", "phi", "0.5")).isNaN();
        for (int i = 10; i >= 1; i--) {
            added(new FakeInterceptor().estimates(100_000 * i));
        }
        assertThat(none.estimate.hasEstimate()).isFalse();
        assertThat(gauge("bwe.estimate.percentile", "phi", "0.1")).isEqualTo(100_000);
        assertThat(gauge("bwe.estimate.percentile", "phi", "0.5")).isEqualTo(500_000);
        assertThat(gauge("bwe.estimate.percentile", "phi", "0.9")).isEqualTo(900_000);
    }

    @Test
    void everyMeterSaysWhatItIs() {
        metrics.bindTo(registry);
        added(new FakeInterceptor());
        assertThat(registry.getMeters()).hasSize(METERS)
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank())
                .allSatisfy(meter -> assertThat(meter.getId().getName()).startsWith("bwe."));
    }

    // ---- tags

    @Test
    void metersHaveTheEstimatorAndTheGivenTagsAndNoOthersThanTheirOwn() {
        BweMetrics tagged = new BweMetrics(Tags.of("region", "eu"));
        tagged.bindTo(registry);
        tagged.add(new FakeInterceptor());
        Set<String> keys = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            assertThat(meter.getId().getTag("region")).isEqualTo("eu");
            assertThat(meter.getId().getTag("estimator")).isEqualTo("kalman");
            meter.getId().getTags().stream().map(Tag::getKey).forEach(keys::add);
        }
        assertThat(keys).containsExactly("estimator", "phi", "reason", "region", "result");
    }

    @Test
    void aTagThatMetersHaveAnywayIsRefused() {
        for (String key : List.of("estimator", "result", "reason", "phi")) {
            assertThatThrownBy(() -> new BweMetrics(Tags.of(key, "mine"))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key);
        }
    }

    @Test
    void estimatorsAreToldApart() {
        metrics.bindTo(registry);
        added(new FakeInterceptor().accepts(1));
        added(new FakeInterceptor().drivenBy("trendline").accepts(2));
        assertThat(counter("bwe.packets", "result", "accepted", "estimator", "kalman")).isEqualTo(1);
        assertThat(counter("bwe.packets", "result", "accepted", "estimator", "trendline")).isEqualTo(2);
        assertThat(gauge("bwe.interceptors", "estimator", "trendline")).isEqualTo(1);
    }

    @Test
    void aThousandInterceptorsHaveAsManyMetersAsOne() {
        metrics.bindTo(registry);
        List<FakeInterceptor> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(added(new FakeInterceptor().accepts(2)));
        }
        assertThat(registry.getMeters()).hasSize(METERS);
        assertThat(accepted()).isEqualTo(2_000);
        many.subList(1, 1_000).forEach(FakeInterceptor::close);
        assertThat(accepted()).isEqualTo(2_000);
        assertThat(gauge("bwe.interceptors")).isEqualTo(1);
        many.get(0).close();
        assertThat(registry.getMeters()).isEmpty();
    }

    // ---- coming and going

    @Test
    void interceptorsAddUpAndLeaveBehindWhatTheyCounted() {
        metrics.bindTo(registry);
        FakeInterceptor first = added(new FakeInterceptor().accepts(10));
        FakeInterceptor second = added(new FakeInterceptor().accepts(5));
        assertThat(accepted()).isEqualTo(15);
        first.accepts(1).close();
        assertThat(accepted()).as("what was counted last, too").isEqualTo(16);
        second.accepts(2);
        first.accepts(100);
        assertThat(accepted()).as("what comes after close is not shown").isEqualTo(18);
    }

    @Test
    void metersGoWithTheLastInterceptorAndComeBackWhereTheyWere() {
        metrics.bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();
        FakeInterceptor first = added(new FakeInterceptor().accepts(10));
        assertThat(registry.getMeters()).hasSize(METERS);
        first.close();
        assertThat(registry.getMeters()).isEmpty();
        added(new FakeInterceptor().accepts(1));
        assertThat(registry.getMeters()).hasSize(METERS);
        assertThat(accepted()).isEqualTo(11);
    }

    @Test
    void anInterceptorThatIsAddedTwiceIsShownOnce() {
        metrics.bindTo(registry);
        FakeInterceptor twice = added(new FakeInterceptor().accepts(1));
        added(twice);
        assertThat(accepted()).isEqualTo(1);
    }

    @Test
    void oneThatIsClosedAlreadyLeavesAtOnce() {
        metrics.bindTo(registry);
        FakeInterceptor closed = new FakeInterceptor().accepts(3);
        closed.close();
        added(closed);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aRegistryMayComeAfterTheInterceptorsAndAnotherAfterThat() {
        added(new FakeInterceptor().accepts(1));
        metrics.bindTo(registry);
        metrics.bindTo(registry);
        MeterRegistry other = new SimpleMeterRegistry();
        metrics.bindTo(other);
        assertThat(registry.getMeters()).hasSize(METERS);
        assertThat(accepted()).isEqualTo(1);
        assertThat(other.get("bwe.packets").tag("result", "accepted").functionCounter().count()).isEqualTo(1);
    }

    @Test
    void metersGoFromEachRegistryOfAComposite() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(registry);
        metrics.bindTo(composite);
        FakeInterceptor only = added(new FakeInterceptor());
        assertThat(registry.getMeters()).hasSize(METERS);
        only.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void closingRemovesTheMetersAndLetsGoOfTheInterceptors() {
        metrics.bindTo(registry);
        FakeInterceptor open = added(new FakeInterceptor());
        assertThat(open.isWatched()).isTrue();
        metrics.close();
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(open.isWatched()).isFalse();
        assertThatThrownBy(() -> metrics.add(open)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> metrics.bindTo(registry)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void metersOfAnotherWithTheSameTagsAreNotShadowed() {
        metrics.bindTo(registry);
        FakeInterceptor first = added(new FakeInterceptor().accepts(1));
        BweMetrics other = new BweMetrics();
        other.bindTo(registry);
        FakeInterceptor second = new FakeInterceptor().accepts(10);
        assertThatThrownBy(() -> other.add(second)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");
        assertThat(second.isWatched()).isFalse();
        assertThat(accepted()).isEqualTo(1);
        first.close();
        other.add(second);
        assertThat(accepted()).as("refused before, so never counted").isEqualTo(10);
    }

    @Test
    void othersWithOtherTagsAreBesideThem() {
        for (String region : List.of("eu", "us")) {
            BweMetrics tagged = new BweMetrics(Tags.of("region", region));
            tagged.bindTo(registry);
            tagged.add(new FakeInterceptor().accepts(region.equals("eu") ? 1 : 2));
        }
        assertThat(counter("bwe.packets", "result", "accepted", "region", "eu")).isEqualTo(1);
        assertThat(counter("bwe.packets", "result", "accepted", "region", "us")).isEqualTo(2);
    }

    @Test
    void theApplicationNeedNotKeepTheObjectNorTheInterceptor() {
        WeakReference<BweMetrics> dropped = bindAndForget();
        System.gc();
        assertThat(dropped.get()).isNotNull();
        assertThat(accepted()).isEqualTo(3);
        assertThat(gauge("bwe.interceptors")).isEqualTo(1);
    }

    @Test
    void nothingIsKeptOfAnInterceptorThatIsClosed() {
        metrics.bindTo(registry);
        WeakReference<FakeInterceptor> closed = addAndClose();
        System.gc();
        assertThat(closed.get()).isNull();
    }

    private WeakReference<BweMetrics> bindAndForget() {
        BweMetrics forgotten = new BweMetrics();
        forgotten.bindTo(registry);
        forgotten.add(new FakeInterceptor().accepts(3));
        return new WeakReference<>(forgotten);
    }

    private WeakReference<FakeInterceptor> addAndClose() {
        FakeInterceptor interceptor = added(new FakeInterceptor());
        interceptor.close();
        return new WeakReference<>(interceptor);
    }

    // ---- another estimator takes over

    @Test
    void whatWasCountedBeforeATakeOverStaysWithTheEstimatorBefore() {
        metrics.bindTo(registry);
        FakeInterceptor interceptor = added(new FakeInterceptor().accepts(10).delays(1_000_000, 4));
        interceptor.drivenBy("trendline");
        assertThat(gauge("bwe.interceptors", "estimator", "kalman")).isZero();
        assertThat(registry.getMeters()).as("the newcomer's meters").hasSize(2 * METERS);
        interceptor.accepts(5).delays(1_000_000, 2);
        assertThat(counter("bwe.packets", "result", "accepted", "estimator", "kalman")).isEqualTo(10);
        assertThat(counter("bwe.packets", "result", "accepted", "estimator", "trendline")).isEqualTo(5);
        assertThat(registry.get("bwe.estimate.delay").tag("estimator", "kalman").functionTimer().count()).isEqualTo(4);
        assertThat(registry.get("bwe.estimate.delay").tag("estimator", "trendline").functionTimer().count())
                .isEqualTo(2);
        assertThat(gauge("bwe.interceptors", "estimator", "trendline")).isEqualTo(1);

        interceptor.drivenBy("kalman").accepts(1);
        interceptor.close();
        assertThat(registry.getMeters()).isEmpty();
        added(new FakeInterceptor());
        double all = registry.get("bwe.packets").tag("result", "accepted").meters().stream()
                .collect(Collectors.summingDouble(meter -> meter.measure().iterator().next().getValue()));
        assertThat(all).as("nothing is lost or counted twice").isEqualTo(16);
    }
}
