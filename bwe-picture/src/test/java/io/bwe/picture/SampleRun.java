package io.bwe.picture;

import io.bwe.api.Explanation;
import io.bwe.api.BandwidthUsage;
import io.bwe.api.StreamStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A run made up for pictures: a queue before a bottleneck whose capacity changes, and estimators that follow it in their
 * ways, each somewhat slower than the one before. Nothing of it is measured.
 */
final class SampleRun {
    static final long MS_NS = 1_000_000;
    private static final int PACKET_BYTES = 1_100;
    private static final long[] CAPACITIES_BPS = {1_500_000, 600_000, 1_500_000, 2_500_000};

    private final Recording recording;
    private final List<Follower> followers = new ArrayList<>();
    private final Random random = new Random(7);
    private final int streams;

    /** Makes up an estimator. */
    private static final class Follower {
        private final String name;
        private final Track track;
        private final double pace;
        private double bps = 900_000;
        private double threshold = 12.5;
        private double signal;
        private boolean overusing;

        Follower(String name, Track track, double pace) {
            this.name = name;
            this.track = track;
            this.pace = pace;
        }
    }

    SampleRun(Recording recording, int streams, String... estimators) {
        this.recording = recording;
        this.streams = streams;
        for (String name : estimators) {
            followers.add(new Follower(name, recording.track(name), 1.0 / (1 + followers.size())));
        }
    }

    /** Lets packets come, evenly over a time, as many as there are; the capacity changes each quarter. */
    void run(long durationMs, int packets) {
        double queueMs = 0;
        long gapNs = durationMs * MS_NS / packets;
        int quarter = -1;
        long nextSampleNs = 0;
        long[] received = new long[streams];
        long[] lost = new long[streams];
        for (int packet = 0; packet < packets; packet++) {
            long now = packet * gapNs;
            int current = (int) (now * CAPACITIES_BPS.length / (durationMs * MS_NS));
            long capacity = CAPACITIES_BPS[current];
            if (current != quarter) {
                quarter = current;
                recording.capacity(now, capacity);
            }
            double offered = Math.min(followers.getFirst().bps * (0.9 + 0.1 * random.nextDouble()), 3_000_000);
            queueMs = Math.clamp(queueMs + (offered - capacity) / capacity * gapNs / MS_NS, 0, 400);
            recording.incoming(now, (int) (Math.min(offered, capacity) * gapNs / 8e9));
            recording.queueDelay(now, queueMs + random.nextDouble());
            for (Follower follower : followers) {
                follow(follower, now, gapNs, offered, capacity, queueMs);
            }
            int stream = packet % streams;
            received[stream]++;
            lost[stream] += queueMs > 3 && random.nextInt(4) == 0 ? 1 : 0;
            if (now >= nextSampleNs) {
                nextSampleNs += 200 * MS_NS;
                sample(now, Math.min(offered, capacity), received, lost, queueMs);
            }
        }
    }

    private void follow(Follower follower, long now, long gapNs, double offered, long capacity, double queueMs) {
        double growing = queueMs > 1 ? (offered - capacity) / capacity * 250 : 0;
        follower.signal += (growing + random.nextGaussian() * 4 - follower.signal) * 0.08 * follower.pace;
        double gap = Math.abs(follower.signal) - follower.threshold;
        follower.threshold = Math.clamp(follower.threshold + gap * 0.00004 * gapNs / MS_NS, 6, 60);
        boolean over = follower.signal > follower.threshold;
        if (over && !follower.overusing) {
            recording.event(now, Explanation.Kind.OVERUSE, follower.name, String.format(Locale.ROOT,
                    "signal %.1f above threshold %.1f", follower.signal, follower.threshold));
            follower.bps = 0.85 * Math.min(offered, capacity);
            recording.event(now, Explanation.Kind.REDUCTION, follower.name,
                    "to " + Math.round(follower.bps / 1000) + " kb/s");
            follower.track.remb(now, Math.round(follower.bps));
        } else if (!over) {
            follower.bps = Math.min(follower.bps * (1 + 0.2 * follower.pace * gapNs / 1e9), 1.5 * capacity);
        }
        follower.overusing = over;
        if (now >= 300 * MS_NS) {
            follower.track.estimate(now, Math.round(follower.bps));
        }
        follower.track.detector(now, follower.signal, follower.threshold);
        follower.track.usage(now, over ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL);
        if (now / (1_000 * MS_NS) != (now + gapNs) / (1_000 * MS_NS)) {
            follower.track.remb(now, Math.round(follower.bps));
        }
    }

    private void sample(long now, double rate, long[] received, long[] lost, double queueMs) {
        for (int stream = 0; stream < streams; stream++) {
            recording.stream(now, new StreamStatistics(0x5EED0000L + stream, true, received[stream],
                    received[stream] * PACKET_BYTES * (streams - stream), lost[stream],
                    Math.round((2 + stream + queueMs / 20 * random.nextDouble()) * MS_NS),
                    Math.round(rate * 2 * (streams - stream) / (streams * (streams + 1.0)))));
        }
    }
}
