package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * That no packet and no clock makes an estimator throw or say something absurd. {@link PacketTrain} checks after every
 * packet; ordinary packets before and after show that what was hostile left no trap behind.
 */
final class HostileInputRules {
    private static final int BEFORE = 300;
    private static final int AFTER = 300;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SEED = 7;
    private static final int FUZZ_PACKETS = 20_000;

    private final EstimatorSubject subject;

    HostileInputRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    private PacketTrain warm() {
        PacketTrain train = subject.train();
        train.ordinary(BEFORE);
        return train;
    }

    void senderClockJumps() {
        PacketTrain train = warm();
        for (long seconds : new long[]{1, -1, 10, -10, 31, -31, 32, -32, 33, -33, 63, -63, 3_600, -3_600}) {
            train.sendNs += seconds * SECOND_NS;
            train.ordinary(AFTER);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 1_000; i++) {
            train.sendNs = random.nextLong(Duration.ofDays(1).toNanos());
            train.ordinary(1 + random.nextInt(20));
        }
        train.ordinary(AFTER);
    }

    void reordering() {
        PacketTrain train = warm();
        for (int i = 0; i < 500; i++) {
            // The first of three comes last.
            for (int late : new int[]{1, 2, 0}) {
                long offsetNs = late * PacketTrain.INTERVAL_NS;
                train.sendNs += offsetNs;
                train.fresh().sequenceNumber(3 * i + late & 0xFFFF);
                train.sendNs -= offsetNs;
                train.feed();
                train.arrivalNs += PacketTrain.INTERVAL_NS;
                train.nowNs += PacketTrain.INTERVAL_NS;
            }
            train.sendNs += 3 * PacketTrain.INTERVAL_NS;
        }
        train.ordinary(AFTER);
    }

    void duplicates() {
        PacketTrain train = warm();
        for (int i = 0; i < 500; i++) {
            train.ordinary(1);
            train.feed();
            train.arrivalNs += PacketTrain.INTERVAL_NS / 4;
            train.nowNs += PacketTrain.INTERVAL_NS / 4;
            train.packet.arrivalTimeNs(train.arrivalNs);
            train.feed();
        }
        train.ordinary(AFTER);
    }

    void anySize() {
        PacketTrain train = warm();
        for (int size : new int[]{0, 1, 200, 201, 1_500, 65_507, 65_535, 65_536, 1_000_000, Integer.MAX_VALUE, 0}) {
            for (int i = 0; i < 150; i++) {
                train.pass(PacketTrain.INTERVAL_NS);
                train.fresh().payloadSize(size);
                train.feed();
            }
        }
        train.ordinary(AFTER);
    }

    void arrivalStandingStill() {
        PacketTrain train = warm();
        for (int i = 0; i < 3_000; i++) {
            train.sendNs += PacketTrain.INTERVAL_NS;
            train.fresh();
            train.feed();
        }
        for (int i = 0; i < 3_000; i++) {
            train.fresh();
            train.feed();
        }
        train.ordinary(AFTER);
    }

    void longSilences() {
        PacketTrain train = warm();
        for (Duration silence : List.of(Duration.ofMillis(1_999), Duration.ofSeconds(3), Duration.ofSeconds(64),
                Duration.ofHours(1), Duration.ofDays(30), Duration.ofDays(36_500))) {
            train.pass(silence.toNanos());
            train.ordinary(AFTER);
        }
    }

    void withoutSendTime() {
        PacketTrain train = warm();
        for (int i = 0; i < 500; i++) {
            train.pass(PacketTrain.INTERVAL_NS);
            train.fresh().absSendTime(i % 3 == 0 ? TestPacket.absSendTimeOf(train.sendNs) : PacketView.NO_SEND_TIME);
            train.feed();
        }
        for (int i = 0; i < 500; i++) {
            train.pass(PacketTrain.INTERVAL_NS);
            train.fresh().absSendTime(PacketView.NO_SEND_TIME);
            train.feed();
        }
        train.ordinary(AFTER);
    }

    void manySsrcs() {
        Estimator estimator = subject.create();
        PacketTrain train = subject.train(estimator);
        int streams = 5_000;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < streams; i++) {
                train.pass(PacketTrain.NS_PER_MS / 4);
                // An odd factor makes every number another SSRC, scattered over all of them.
                train.fresh().ssrc(i * 0x9E37_79B1L & 0xFFFF_FFFFL);
                train.feed();
            }
            assertEquals(streams, estimator.liveSsrcCount(), "live streams of " + streams);
        }
    }

    void anyRoundTripTime() {
        Estimator estimator = subject.create();
        PacketTrain train = subject.train(estimator);
        for (long rttNs : new long[]{Long.MAX_VALUE, 1, 999, 1_000, 3_600 * SECOND_NS, Long.MAX_VALUE - 1}) {
            estimator.onRttUpdate(rttNs, train.nowNs);
            train.ordinary(AFTER);
            // Over-use and relief, which is when the round-trip time counts.
            train.arrivalNs += SECOND_NS / 2;
            train.nowNs += SECOND_NS / 2;
            train.ordinary(AFTER);
        }
    }

    void roundTripTimesThatAreNone() {
        PacketTrace trace = subject.trace();
        List<EstimatorReading> expected = trace.feed(subject.create(), EstimatorReading::withoutDescription);
        Estimator estimator = subject.create();
        long[] none = {0, -1, -1_000_000_000, Long.MIN_VALUE};
        List<TestPacket> packets = trace.packets();
        for (int i = 0; i < packets.size(); i++) {
            long nowNs = packets.get(i).arrivalTimeNs();
            estimator.onRttUpdate(none[i % none.length], nowNs);
            boolean updated = estimator.onPacket(packets.get(i), nowNs);
            EstimatorReading reading = EstimatorReading.withoutDescription(estimator, updated);
            assertEquals(expected.get(i), reading, "told round-trip times of zero and less, after packet " + (i + 1));
        }
    }

    void anyPacket() {
        anyPackets(subject.train(), FUZZ_PACKETS, SEED);
    }

    /** Packets that make no sense, mixed with some that do. */
    static void anyPackets(PacketTrain train, int count, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            long stepNs = random.nextInt(50) == 0 ? random.nextLong(5 * SECOND_NS) : random.nextInt(20_000_000);
            train.arrivalNs += random.nextInt(4) == 0 ? 0 : stepNs;
            train.nowNs += random.nextInt(4) == 0 ? 0 : stepNs;
            train.sendNs += stepNs;
            train.fresh();
            if (random.nextBoolean()) {
                train.packet.absSendTime(random.nextInt(1 << 24)).rtpTimestamp(random.nextLong(1L << 32))
                        .payloadSize(random.nextInt(1 << random.nextInt(31))).ssrc(random.nextLong(1L << 32))
                        .sequenceNumber(random.nextInt(1 << 16)).clockRate(1 + random.nextInt(1_000_000_000))
                        .transmissionOffset(random.nextInt(1 << 24) - (1 << 23)).payloadType(random.nextInt(128))
                        .marker(random.nextBoolean());
            }
            train.feed();
        }
    }
}
