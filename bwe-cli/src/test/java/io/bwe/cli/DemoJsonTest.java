package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.EstimateView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoJsonTest {
    private static final long MS_NS = 1_000_000;

    private final DemoSchedule schedule = new DemoSchedule(10_000 * MS_NS, List.of(
            new DemoSchedule.Step(0, 0, 1_500_000), new DemoSchedule.Step(3_500 * MS_NS, 1_500_000, 800_000)));
    private final DemoMeasurements measured = new DemoMeasurements(schedule.lengthNs());
    private final StringWriter out = new StringWriter();
    private final DemoJson json = new DemoJson(new PrintWriter(out));

    private DemoResult result(List<DemoShadow> shadows, List<String> failures) {
        return new DemoResult("delay-kalman", schedule, measured, shadows, Optional.empty(), 8_000 * MS_NS, 2,
                failures);
    }

    @Test
    void shouldSumUpInOneObject() {
        FixedShadow other = new FixedShadow("other");
        FixedShadow silent = new FixedShadow("silent");
        List<DemoShadow> shadows = List.of(new DemoShadow(other), new DemoShadow(silent));
        for (int i = 0; i < 99; i++) {
            measured.onOffered(1_000 * MS_NS, 1_000, 10 * MS_NS, 1_100 * MS_NS);
        }
        measured.onOffered(3_950 * MS_NS, 1_000, 800 * MS_NS, DemoLink.DROPPED);
        measured.onRemb(1_000 * MS_NS, 1);

        json.begin(schedule, measured, shadows);
        other.say(600_000);
        json.second(1, EstimateView.NONE, List.of("an event"));
        other.say(900_000);
        json.second(2, EstimateView.NONE, List.of());
        other.say(700_000);
        json.second(3, EstimateView.NONE, List.of());
        silent.drop(new IllegalStateException("broken"));
        assertThat(out.toString()).isEmpty();
        json.end(result(shadows, List.of("rate: too \"high\"")));

        assertThat(out.toString()).isEqualTo("""
                {"ok":false,"failures":["rate: too \\"high\\""],"lengthSeconds":10.0,"elapsedSeconds":8.0,\
                "schedule":[{"fromSeconds":0.0,"capacityBps":1500000},{"fromSeconds":3.5,"capacityBps":800000}],\
                "utilisationPercent":9.38,"queueDelayP95Ms":10.0,"highestQueueDelayMs":800.0,\
                "packets":100,"packetsDropped":1,"lossPercent":1.0,"rembsSent":2,"rembsReceived":1,\
                "estimator":"delay-kalman","shadows":[{"name":"other","failed":null,"estimateBps":700000,\
                "lowestEstimateBps":600000,"highestEstimateBps":900000},{"name":"silent",\
                "failed":"shadow: silent was dropped, since it threw java.lang.IllegalStateException: broken",\
                "estimateBps":null,"lowestEstimateBps":null,"highestEstimateBps":null}],"swap":null,\
                "stepsDown":[{"fromSeconds":3.5,"beforeBps":1500000,"capacityBps":800000,\
                "highestQueueDelayMs":800.0,"drainedAfterSeconds":0.5}]}
                """.replace("\n", System.lineSeparator()));
    }

    @Test
    void shouldSayThatAllIsWell() {
        json.end(result(List.of(), List.of()));

        assertThat(out.toString()).startsWith("{\"ok\":true,\"failures\":[],").contains("\"utilisationPercent\":0.0,",
                "\"lossPercent\":0.0,", "\"shadows\":[],", "\"drainedAfterSeconds\":0.0");
    }
}
