package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.bwe.api.BandwidthControl;
import io.bwe.api.DelayHistogram;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.InterceptorStatistics.PacketResult;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.micrometer.BweMetrics;
import io.bwe.testkit.ManualClock;
import io.bwe.testkit.RecordingEstimator;
import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.testkit.TestPacket;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus gets over HTTP is what the interceptors count; nothing of it depends on SSRCs. */
class PrometheusScrapeTest {
    private static final int SEND_TIME_ID = 3;
    private static final long START_BPS = 700_000;
    /** A clock of the test's, which decides what interceptors decide; their ticks are real, a millisecond apart. */
    private final ManualClock clock = new ManualClock(1_000_000_000L);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MetricsServer server;
    private final BweMetrics metrics = new BweMetrics(Tags.of("region", "eu"));
    private final List<Interceptor> interceptors = new ArrayList<>();
    private int sequenceNumber;

    PrometheusScrapeTest() throws IOException {
        server = new MetricsServer(registry);
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        interceptors.forEach(Interceptor::close);
        server.close();
    }

    private Interceptor open() {
        Interceptor interceptor = Providers.interceptors().get("remb")
                .create(InterceptorConfig.builder().clock(clock).option("tick", "1ms").estimator("delay-kalman")
                        .option("warm-up", "0s")
                        .estimatorConfig(EstimatorConfig.builder().startBps(START_BPS).build()).build());
        interceptors.add(interceptor);
        metrics.add(control(interceptor));
        return interceptor;
    }

    private static BandwidthControl control(Interceptor interceptor) {
        return interceptor.bandwidthControl().orElseThrow();
    }

    private static StreamInfo video(long ssrc) {
        return StreamInfo.builder(ssrc).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
    }

    private static RtpHandler bind(Interceptor interceptor, long ssrc) {
        return interceptor.bindRemoteStream(video(ssrc), (packet, arrivalTimeNs, ordinal) -> {
        });
    }

    private ByteBuffer packet(long ssrc, boolean withSendTime) {
        RtpPacketBuilder packet = new RtpPacketBuilder().ssrc(ssrc).sequenceNumber(sequenceNumber++).payloadSize(500);
        return (withSendTime ? packet.absSendTime(SEND_TIME_ID, TestPacket.absSendTimeOf(clock.nanoTime())) : packet)
                .build();
    }

    /** A packet, and 20 ms until it is estimated. */
    private void receive(Interceptor interceptor, RtpHandler handler, ByteBuffer packet) {
        InterceptorStatistics statistics = control(interceptor).statistics();
        long due = statistics.packetsEstimated() + 1;
        handler.onRtp(packet);
        clock.advance(Duration.ofMillis(20));
        eventually(() -> assertThat(statistics.packetsEstimated()).isEqualTo(due));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(1)).untilAsserted(assertion);
    }

    private Scrape scrape() throws IOException, InterruptedException {
        return new Scrape(server.scrape());
    }

    @Test
    void whatIsScrapedIsWhatTheInterceptorCounts() throws IOException, InterruptedException {
        Interceptor interceptor = open();
        List<ByteBuffer> rembs = new CopyOnWriteArrayList<>();
        interceptor.bindRtcpWriter(rembs::add);
        RtpHandler handler = bind(interceptor, 1);
        for (int i = 0; i < 80; i++) {
            receive(interceptor, handler, packet(1, i % 10 != 0));
        }
        handler.onRtp(ByteBuffer.allocate(3));
        handler.onRtp(packet(99, true));
        // Once the last tick is over nothing changes any more: the clock stands still.
        eventually(() -> assertShows(scrape(), control(interceptor), rembs.size()));
    }

    private static void assertShows(Scrape scrape, BandwidthControl control, int rembs) {
        InterceptorStatistics statistics = control.statistics();
        assertThat(scrape.value("bwe_packets_total", "result=accepted")).isEqualTo(72);
        assertThat(scrape.value("bwe_packets_total", "result=no.send.time")).isEqualTo(8);
        assertThat(scrape.value("bwe_packets_total", "result=malformed")).isEqualTo(1);
        assertThat(scrape.value("bwe_packets_total", "result=untracked")).isEqualTo(1);
        for (PacketResult result : PacketResult.values()) {
            String tag = result.name().toLowerCase(Locale.ROOT).replace('_', '.');
            assertThat(scrape.value("bwe_packets_total", "result=" + tag)).isEqualTo(statistics.packets(result));
        }
        assertThat(scrape.value("bwe_arrivals_clamped_total")).isEqualTo(statistics.arrivalsClamped());
        assertThat(scrape.value("bwe_remb_sent_total", "reason=interval")).isEqualTo(statistics.rembsSentOnInterval())
                .isEqualTo(rembs).isGreaterThan(1);
        assertThat(scrape.value("bwe_remb_sent_total", "reason=decrease")).isEqualTo(statistics.rembsSentOnDecrease());
        assertThat(scrape.value("bwe_overuse_detections_total")).isEqualTo(statistics.overuseDetections());
        assertThat(scrape.value("bwe_worker_errors_total")).isEqualTo(statistics.workerErrors());
        assertThat(scrape.value("bwe_streams_started_total")).isEqualTo(statistics.streamsStarted()).isEqualTo(1);
        for (StreamEnd end : StreamEnd.values()) {
            assertThat(scrape.value("bwe_streams_ended_total",
                    "reason=" + end.name().toLowerCase(Locale.ROOT))).isEqualTo(statistics.streamsEnded(end));
        }
        assertThat(scrape.value("bwe_interceptors")).isEqualTo(1);
        assertThat(scrape.value("bwe_interceptors_estimating")).isEqualTo(1);
        assertThat(scrape.value("bwe_interceptors_quarantined")).isZero();
        assertThat(scrape.value("bwe_estimate_bits_s")).isEqualTo(control.estimate().estimateBps()).isPositive();
        assertThat(scrape.value("bwe_estimate_percentile_bits_s", "phi=0.5"))
                .isEqualTo(control.estimate().estimateBps());
        assertThat(scrape.value("bwe_incoming_bits_s")).isEqualTo(control.estimate().incomingBps()).isPositive();
        assertThat(scrape.value("bwe_streams_active")).isEqualTo(statistics.streamsActive()).isEqualTo(1);
        assertThat(scrape.value("bwe_queue_size_packets")).isEqualTo(statistics.queueSize()).isZero();
        assertThatDelaysAreThoseOf(statistics, scrape);
        assertThat(scrape.labelKeys()).containsExactly("estimator", "phi", "reason", "region", "result");
        assertThat(scrape.value("bwe_interceptors", "estimator=delay-kalman", "region=eu")).isEqualTo(1);
    }

    private static void assertThatDelaysAreThoseOf(InterceptorStatistics statistics, Scrape scrape) {
        DelayHistogram delays = statistics.estimateDelays();
        assertThat(delays.count()).isEqualTo(statistics.packetsEstimated());
        // Each packet waited for the clock to move, by 20 ms.
        assertThat(delays.count(DelayHistogram.bucketOf(20_000_000))).isEqualTo(80);
        assertThat(scrape.value("bwe_estimate_delay_seconds_count")).isEqualTo(80);
        assertThat(scrape.value("bwe_estimate_delay_seconds_sum")).isCloseTo(80 * 0.020, within(1e-9));
        double boundS = DelayHistogram.upperBoundNs(DelayHistogram.bucketOf(20_000_000)) / 1e9;
        for (String phi : List.of("0.5", "0.95", "0.99")) {
            assertThat(scrape.value("bwe_estimate_delay_percentile_seconds", "phi=" + phi)).isCloseTo(boundS,
                    within(1e-9));
        }
        assertThat(scrape.value("bwe_estimate_delay_max_seconds")).isCloseTo(boundS, within(1e-9));
    }

    @Test
    void familiesHaveTheTypesThatPrometheusExpects() throws IOException, InterruptedException {
        open();
        Scrape scrape = scrape();
        assertThat(scrape.types()).containsEntry("bwe_packets_total", "counter")
                .containsEntry("bwe_remb_sent_total", "counter").containsEntry("bwe_estimate_bits_s", "gauge")
                .containsEntry("bwe_incoming_bits_s", "gauge").containsEntry("bwe_streams_active", "gauge")
                .containsEntry("bwe_estimate_delay_seconds", "summary")
                .containsEntry("bwe_estimate_delay_percentile_seconds", "gauge");
        assertThat(scrape.value("bwe_estimate_delay_max_seconds")).as("without packets").isNaN();
    }

    @Test
    void severalAddUpAndLeaveBehindWhatTheyCounted() throws IOException, InterruptedException {
        Interceptor first = open();
        Interceptor second = open();
        RtpHandler ofFirst = bind(first, 1);
        RtpHandler ofSecond = bind(second, 2);
        for (int i = 0; i < 5; i++) {
            receive(first, ofFirst, packet(1, true));
            receive(second, ofSecond, packet(2, true));
        }
        Scrape both = scrape();
        assertThat(both.value("bwe_packets_total", "result=accepted")).isEqualTo(10);
        assertThat(both.value("bwe_streams_active")).isEqualTo(2);
        eventually(() -> assertThat(scrape().value("bwe_estimate_bits_s")).isEqualTo(
                control(first).estimate().estimateBps() + control(second).estimate().estimateBps()));

        ofFirst.onRtp(packet(1, true));
        first.close();
        Scrape one = scrape();
        assertThat(one.value("bwe_packets_total", "result=accepted")).as("what close() estimated, too").isEqualTo(11);
        assertThat(one.value("bwe_streams_ended_total", "reason=close")).isEqualTo(1);
        assertThat(one.value("bwe_streams_active")).isEqualTo(1);
        assertThat(one.value("bwe_interceptors")).isEqualTo(1);
        assertThat(one.size()).isEqualTo(both.size());
    }

    @Test
    void metersHaveGoneWhenTheLastInterceptorIsClosed() throws IOException, InterruptedException {
        Interceptor interceptor = open();
        receive(interceptor, bind(interceptor, 1), packet(1, true));
        assertThat(scrape().size()).isPositive();
        interceptor.close();
        assertThat(server.scrape()).doesNotContain("bwe");
        Interceptor next = open();
        assertThat(scrape().value("bwe_packets_total", "result=accepted")).isEqualTo(1);
        assertThat(scrape().value("bwe_interceptors")).isEqualTo(1);
        next.close();
    }

    @Test
    void whoTakesOverIsShownBesideTheEstimatorBefore() throws IOException, InterruptedException {
        Interceptor interceptor = open();
        RtpHandler handler = bind(interceptor, 1);
        for (int i = 0; i < 10; i++) {
            receive(interceptor, handler, packet(1, true));
        }
        control(interceptor).swapEstimator(new RecordingEstimator().provider(), EstimatorConfig.defaults());
        while (control(interceptor).estimatorName().equals("delay-kalman")) {
            receive(interceptor, handler, packet(1, true));
        }
        long beforeSwap = control(interceptor).statistics().packets(PacketResult.ACCEPTED);
        Scrape noticed = scrape();
        assertThat(noticed.value("bwe_packets_total", "result=accepted", "estimator=delay-kalman"))
                .isEqualTo(beforeSwap);
        receive(interceptor, handler, packet(1, true));
        Scrape after = scrape();
        assertThat(after.value("bwe_packets_total", "result=accepted", "estimator=delay-kalman")).isEqualTo(beforeSwap);
        assertThat(after.value("bwe_packets_total", "result=accepted", "estimator=recording")).isEqualTo(1);
        assertThat(after.value("bwe_estimate_bits_s", "estimator=recording")).isEqualTo(1_000_000);
        assertThat(after.value("bwe_estimator_swaps_total", "estimator=delay-kalman")).isEqualTo(1);
    }

    @Test
    void theSampleOfTheReadmeShowsTheInterceptor() {
        Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults());
        interceptors.add(interceptor);
        MetricsSample.show(registry, interceptor);
        assertThat(new Scrape(registry.scrape()).value("bwe_interceptors", "region=eu")).isEqualTo(1);
    }
}
