package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.picture.PicturePage;
import io.bwe.testkit.TestPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoPictureTest {
    private static final long MS_NS = 1_000_000;

    private final DemoPicture picture = new DemoPicture();

    private static void feed(int i, Estimator... estimators) {
        long sentNs = i * 5 * MS_NS;
        TestPacket packet = new TestPacket().ssrc(7).sequenceNumber(i).payloadSize(1_000).arrivalTimeNs(sentNs + MS_NS)
                .absSendTime(TestPacket.absSendTimeOf(sentNs));
        for (Estimator estimator : estimators) {
            estimator.onPacket(packet, sentNs + MS_NS);
        }
    }

    private String page() throws IOException {
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(10));
        DemoMeasurements measured = new DemoMeasurements(schedule.lengthNs());
        measured.onRemb(500 * MS_NS, 1_234_000);
        DemoResult result = new DemoResult("delay-kalman", schedule, measured, List.of(), Optional.empty(),
                schedule.lengthNs(), 1, List.of());
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PicturePage.write(picture.finish(result), page);
        return page.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsWhatEstimatorsDoWhereTheyRun() throws IOException {
        Estimator first = picture.watch(Providers.estimators().get("delay-kalman"))
                .create(EstimatorConfig.defaults());
        Estimator shadow = picture.watch(Providers.estimators().get("delay-trendline"))
                .create(EstimatorConfig.defaults());
        for (int i = 0; i < 400; i++) {
            feed(i, first, shadow);
        }
        assertThat(first.hasEstimate()).as("it estimates as if nobody looked").isTrue();
        assertThat(page()).contains("delay-kalman", "delay-trendline", "1234000", "1500000", "stream 7 is live",
                "first estimate 1.");
    }

    @Test
    void aPacketCountsOnceHoweverManyEstimatorsTakeIt() throws IOException {
        Estimator first = picture.watch(Providers.estimators().get("delay-kalman"))
                .create(EstimatorConfig.defaults());
        Estimator shadow = picture.watch(Providers.estimators().get("delay-trendline"))
                .create(EstimatorConfig.defaults());
        for (int i = 0; i < 400; i++) {
            feed(i, first, shadow);
        }
        // 1,000 bytes every 5 ms are 1.6 Mb/s; a value stands for 10 ms, so this is after 1.5 s of 2.
        Matcher incoming = Pattern.compile("\"incoming\":\\[([^]]*)]").matcher(page());
        assertThat(incoming.find()).isTrue();
        String[] rates = incoming.group(1).split(",");
        assertThat(Double.parseDouble(rates[150])).isBetween(1_500_000.0, 1_700_000.0);
    }

    @Test
    void twoEstimatorsOfOneNameAreToldApart() throws IOException {
        picture.watch(Providers.estimators().get("delay-kalman")).create(EstimatorConfig.defaults());
        Estimator next = picture.watch(Providers.estimators().get("delay-kalman")).create(EstimatorConfig.defaults());
        feed(1, next);
        assertThat(next).extracting(Estimator::liveSsrcCount).isEqualTo(1);
        assertThat(page()).contains("\"delay-kalman (2)\"");
    }

    @Test
    void aWatchedProviderIsTheSameToOthers() {
        assertThat(picture.watch(Providers.estimators().get("delay-rtp")).name()).isEqualTo("delay-rtp");
        assertThat(picture.watch(Providers.estimators().get("delay-rtp")).worksWithoutSendTime()).isTrue();
        assertThat(picture.watch(Providers.estimators().get("delay-kalman")).worksWithoutSendTime()).isFalse();
    }
}
