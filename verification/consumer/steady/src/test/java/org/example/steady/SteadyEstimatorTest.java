package org.example.steady;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadyEstimatorTest {
    private static final long SSRC = 0xFFFF_FFFFL;

    private final SteadyEstimator estimator = new SteadyEstimator(
            EstimatorConfig.builder().maxBps(5_000_000).build());
    private long nowNs;

    /** A packet of 1000 bytes. */
    private record Packet(long arrivalTimeNs, long ssrc, int sequenceNumber) implements PacketView {
        @Override
        public int absSendTime() {
            return NO_SEND_TIME;
        }

        @Override
        public int payloadSize() {
            return 1_000;
        }

        @Override
        public long rtpTimestamp() {
            return 0;
        }

        @Override
        public int payloadType() {
            return 96;
        }

        @Override
        public boolean marker() {
            return false;
        }
    }

    private void receive(long afterMs, long ssrc, int sequenceNumber) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(afterMs);
        estimator.onPacket(new Packet(nowNs, ssrc, sequenceNumber & 0xFFFF), nowNs);
    }

    /** Packets 10 ms apart, which is 800 kb/s; one more than fill a second. */
    private void receiveForASecond(int lostAt) {
        IntStream.rangeClosed(0, 100).forEach(i -> receive(10, SSRC, 65_500 + (i < lostAt ? i : i + 1)));
    }

    @Test
    void allowsAQuarterMoreThanCameAfterASecondWithoutLoss() {
        receiveForASecond(Integer.MAX_VALUE);
        assertThat(estimator.incomingBps()).isEqualTo(800_000);
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
    }

    @Test
    void allowsLessThanCameAfterASecondWithLoss() {
        receiveForASecond(50);
        assertThat(estimator.estimateBps()).isEqualTo(680_000);
    }

    @Test
    void concludesNothingFromAPause() {
        receiveForASecond(Integer.MAX_VALUE);
        receive(1_251, SSRC, 65_601);
        assertThat(estimator.incomingBps()).isEqualTo(-1);
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
    }

    @Test
    void listsTheStreamsThatAreLive() {
        for (long ssrc = 9; ssrc > 0; ssrc -= 2) {
            receive(1_000, ssrc, 1);
        }
        assertThat(estimator.liveSsrcCount()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).mapToLong(estimator::liveSsrc)).containsExactly(1L, 3L, 5L);
        estimator.removeStream(3, nowNs);
        estimator.onTime(nowNs + TimeUnit.SECONDS.toNanos(1));
        assertThat(IntStream.range(0, estimator.liveSsrcCount()).mapToLong(estimator::liveSsrc)).containsExactly(1L);
        estimator.onTime(nowNs + TimeUnit.SECONDS.toNanos(2) + 1);
        assertThat(estimator.liveSsrcCount()).isZero();
    }
}
