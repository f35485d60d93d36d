package io.bwe.verification.load;

import io.bwe.verification.load.Shape.RatePer;
import java.util.ArrayList;
import java.util.List;

/** What must hold on any machine, however slow: nothing is dropped, nothing is left, nothing is allocated. */
final class QuickCheck {
    /** A tenth of the first of the usual shapes, so that a machine with other work can send it. */
    private static final Shape SHAPE = new Shape(10, 10, 500, RatePer.STREAM);
    private static final int WARM_UP_SECONDS = 1;
    private static final int SECONDS = 3;
    private static final int BASELINE_SECONDS = 1;
    /** Of a thread that sends; what the JVM itself allocates there is much less for each packet. */
    private static final double RTP_BYTES = 0.5;
    /** How much more than an empty wake-up one with work may allocate, as a factor. */
    private static final double WAKE_UP_FACTOR = 2;
    /** Allocated now and then whatever happens, and much for the few wake-ups of a short run. */
    private static final double WAKE_UP_NOISE_BYTES = 64;

    private QuickCheck() {
    }

    /** What does not hold; prints the figures. */
    static List<String> run(LoadArguments arguments) {
        ParkBaseline baseline = ParkBaseline.measure(BASELINE_SECONDS);
        System.out.println(baseline);
        Figures figures = LoadRun.of(arguments.lasting(WARM_UP_SECONDS, SECONDS), SHAPE);
        System.out.println(SHAPE);
        Targets.describe(SHAPE, figures, baseline).forEach(System.out::println);
        Churn churn = Churn.run(arguments, 10, 100, 2);
        System.out.println(churn);
        List<String> failures = failures(figures, baseline);
        failures.addAll(churn.failures());
        return failures;
    }

    static List<String> failures(Figures figures, ParkBaseline baseline) {
        List<String> failures = new ArrayList<>();
        if (figures.dropped() != 0 || figures.lost() != 0) {
            failures.add("%,d packets were dropped, %,d lost".formatted(figures.dropped(), figures.lost()));
        }
        if (figures.troubles() != 0) {
            failures.add("%,d throws were counted".formatted(figures.troubles()));
        }
        if (figures.activeAfterIdle() != 0 || figures.threadsLeft() != 0) {
            failures.add("%,d idle streams still had a task, %d threads were left".formatted(figures.activeAfterIdle(),
                    figures.threadsLeft()));
        }
        double rtpBytes = (double) figures.rtpAllocatedBytes() / figures.packets();
        if (rtpBytes > RTP_BYTES) {
            failures.add("RTP threads allocated %.2f bytes a packet".formatted(rtpBytes));
        }
        double wakeUpBytes = WAKE_UP_FACTOR * baseline.bytes() + WAKE_UP_NOISE_BYTES;
        if (figures.bytesPerWakeUp() > wakeUpBytes) {
            failures.add("%.1f bytes were allocated for a wake-up; allowed are %.1f".formatted(figures.bytesPerWakeUp(),
                    wakeUpBytes));
        }
        return failures;
    }
}
