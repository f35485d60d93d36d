package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.AllocationProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeClustersTest {
    private static final long MS = 1_000;
    private static final int SIZE = 1_000;

    private final ProbeClusters probes = new ProbeClusters();

    /** Adds packets at even distances and returns the last answer. */
    private long train(long sendUs, long sendStepUs, long arrivalUs, long arrivalStepUs, int packets) {
        long best = 0;
        for (int i = 0; i < packets; i++) {
            best = probes.add(sendUs + i * sendStepUs, arrivalUs + i * arrivalStepUs, SIZE);
        }
        return best;
    }

    @Test
    void fiveEvenPacketsAreAProbe() {
        assertThat(train(0, 10 * MS, 0, 10 * MS, 4)).isEqualTo(ProbeClusters.NO_PROBE);
        assertThat(probes.add(40 * MS, 40 * MS, SIZE)).isEqualTo(800_000);
    }

    @Test
    void theSlowerSideIsTheRate() {
        assertThat(train(0, 10 * MS, 0, 8 * MS, 5)).as("arrived faster than sent").isEqualTo(800_000);
        probes.clear();
        assertThat(train(0, 10 * MS, 0, 12 * MS, 5)).as("arrived slower than sent").isEqualTo(666_666);
    }

    @Test
    void aProbeThatIsStretchedOrSqueezedTooMuchIsBad() {
        assertThat(train(0, 10 * MS, 0, 12 * MS + 1, 9)).isEqualTo(ProbeClusters.NO_PROBE);
        probes.clear();
        assertThat(train(0, 10 * MS, 0, 5 * MS - 1, 9)).isEqualTo(ProbeClusters.NO_PROBE);
        probes.clear();
        assertThat(train(0, 10 * MS, 0, 5 * MS, 9)).isEqualTo(800_000);
    }

    @Test
    void packetsTooCloseTogetherAreNoProbe() {
        assertThat(train(0, 900, 0, 900, 20)).isEqualTo(ProbeClusters.NO_PROBE);
    }

    @Test
    void theBestOfSeveralClustersCounts() {
        assertThat(train(0, 10 * MS, 0, 10 * MS, 6)).isEqualTo(800_000);
        assertThat(train(55 * MS, 5 * MS, 55 * MS, 5 * MS, 6)).isEqualTo(1_600_000);
        assertThat(train(110 * MS, 20 * MS, 110 * MS, 20 * MS, 6)).isEqualTo(1_600_000);
    }

    @Test
    void theFirstBadClusterHidesAllBehindIt() {
        assertThat(train(0, 500, 0, 500, 6)).isEqualTo(ProbeClusters.NO_PROBE);
        assertThat(train(20 * MS, 10 * MS, 20 * MS, 10 * MS, 8)).isEqualTo(ProbeClusters.NO_PROBE);
    }

    @Test
    void threeClustersServeAListAndTwoDoNot() {
        train(0, 10 * MS, 0, 10 * MS, 6);
        train(70 * MS, 5 * MS, 70 * MS, 5 * MS, 6);
        probes.clearIfServed();
        assertThat(probes.add(100 * MS, 100 * MS, SIZE)).isEqualTo(1_600_000);
        train(130 * MS, 30 * MS, 130 * MS, 30 * MS, 6);
        probes.clearIfServed();
        assertThat(train(400 * MS, 10 * MS, 400 * MS, 10 * MS, 4)).as("starts from nothing")
                .isEqualTo(ProbeClusters.NO_PROBE);
        assertThat(probes.add(440 * MS, 440 * MS, SIZE)).isEqualTo(800_000);
    }

    /** How the packets of a random list follow one another. */
    enum Traffic {
        PACED(5_000, 12_000, 0), JITTERY(0, 9_000, 0), DENSE(0, 1_500, 0), REORDERED(-2_500, 4_000,
                0), RUNNING_BACK(-900, 1_100, 100), STANDING(0, 2, 0), WILD(-20_000, 40_000, 30);

        private final long minStepUs;
        private final long maxStepUs;
        /** After so many packets on average the steps change their sign, or never. */
        private final int packetsToTurn;

        Traffic(long minStepUs, long maxStepUs, int packetsToTurn) {
            this.minStepUs = minStepUs;
            this.maxStepUs = maxStepUs;
            this.packetsToTurn = packetsToTurn;
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithDividingTheWholeListEachTime(Traffic traffic) {
        int dissolved = 0;
        for (int seed = 0; seed < 60; seed++) {
            dissolved += compare(traffic, new SplittableRandom(seed));
        }
        if (traffic == Traffic.RUNNING_BACK) {
            assertThat(dissolved).as("lists of more than 15 packets that lost their only cluster").isPositive();
        }
    }

    private static int compare(Traffic traffic, SplittableRandom random) {
        ProbeClusters probes = new ProbeClusters();
        RescannedList list = new RescannedList();
        long sendUs = 0;
        long arrivalUs = 0;
        int sign = 1;
        int dissolved = 0;
        boolean hitsAreWanted = random.nextBoolean();
        long meanStep = random.nextLong(traffic.minStepUs, traffic.maxStepUs + 1);
        for (int i = 0; i < 800; i++) {
            if (traffic.packetsToTurn > 0 && random.nextInt(traffic.packetsToTurn) == 0) {
                sign = -sign;
            }
            if (random.nextInt(12) == 0) {
                meanStep = random.nextLong(traffic.minStepUs, traffic.maxStepUs + 1);
            }
            long step = sign * (meanStep + random.nextLong(-300, 301));
            sendUs += step;
            arrivalUs += Math.max(0, step + random.nextLong(-1_500, 1_501));
            int size = random.nextInt(201, 1_500);

            int lengthBefore = list.length();
            long expected = list.add(sendUs, arrivalUs, size);
            if (lengthBefore > 15 && list.length() == lengthBefore) {
                dissolved++;
            }
            assertThat(probes.add(sendUs, arrivalUs, size)).as("%s, packet %d", traffic, i).isEqualTo(expected);
            if (expected == ProbeClusters.NO_PROBE || !hitsAreWanted || random.nextInt(3) > 0) {
                probes.clearIfServed();
                list.clearIfServed();
            }
        }
        return dissolved;
    }

    @Test
    void aListWithoutEndTakesBoundedMemory() {
        long[] nowUs = {0};
        Runnable steadyStream = () -> {
            for (int i = 0; i < 200_000; i++) {
                nowUs[0] += 200;
                probes.add(nowUs[0], nowUs[0], SIZE);
            }
        };
        assertThat(AllocationProbe.bytesAllocatedBy(steadyStream)).isLessThan(100_000);
        assertThat(AllocationProbe.steadyBytesAllocatedBy(steadyStream)).isZero();
    }

    @Test
    void aListTooLongToDivideAnewStartsAgain() {
        int packets = 3 * ProbeClusters.MAX_KEPT;
        train(0, 1, 0, 10, packets);
        long arrivalUs = 10L * packets;
        for (long sendUs = packets; sendUs > -1_000; sendUs -= 500) {
            arrivalUs += 10;
            assertThat(probes.add(sendUs, arrivalUs, SIZE)).isEqualTo(ProbeClusters.NO_PROBE);
        }
        assertThat(train(20 * MS, 10 * MS, arrivalUs + 20 * MS, 10 * MS, 6)).isEqualTo(800_000);
    }

    /** The reference's way: the packets in a list, divided into clusters from the start with each of them. */
    private static final class RescannedList {
        private record Packet(long sendUs, long arrivalUs, int size) {
        }

        private static final class Cluster {
            private long send;
            private long arrival;
            private long size;
            private long count;
            private long above;

            private boolean counts() {
                return count >= 4 && send > 0 && arrival > 0;
            }
        }

        private final List<Packet> packets = new ArrayList<>();
        private List<Cluster> clusters = List.of();

        private int length() {
            return packets.size();
        }

        private long add(long sendUs, long arrivalUs, int size) {
            packets.add(new Packet(sendUs, arrivalUs, size));
            clusters = clusters();
            if (clusters.isEmpty() && packets.size() >= 15) {
                packets.remove(0);
            }
            return best();
        }

        private void clearIfServed() {
            if (clusters.size() >= 3) {
                packets.clear();
            }
        }

        private List<Cluster> clusters() {
            List<Cluster> found = new ArrayList<>();
            Cluster cluster = new Cluster();
            for (int i = 1; i < packets.size(); i++) {
                long send = packets.get(i).sendUs - packets.get(i - 1).sendUs;
                long arrival = packets.get(i).arrivalUs - packets.get(i - 1).arrivalUs;
                if (send >= 1_000 && arrival >= 1_000) {
                    cluster.above++;
                }
                if (cluster.count > 0 && Math.abs(send - cluster.send / cluster.count) >= 2_500) {
                    if (cluster.counts()) {
                        found.add(cluster);
                    }
                    cluster = new Cluster();
                }
                cluster.send += send;
                cluster.arrival += arrival;
                cluster.size += packets.get(i).size;
                cluster.count++;
            }
            if (cluster.counts()) {
                found.add(cluster);
            }
            return found;
        }

        private long best() {
            long best = 0;
            for (Cluster cluster : clusters) {
                long send = cluster.send / cluster.count;
                long arrival = cluster.arrival / cluster.count;
                if (send == 0 || arrival == 0) {
                    continue;
                }
                if (cluster.above <= cluster.count / 2 || arrival - send > 2_000 || send - arrival > 5_000) {
                    break;
                }
                long size = cluster.size / cluster.count;
                best = Math.max(best, Math.min(size * 8_000_000 / send, size * 8_000_000 / arrival));
            }
            return best;
        }
    }
}
