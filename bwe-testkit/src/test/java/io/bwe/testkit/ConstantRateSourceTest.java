package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConstantRateSourceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MS_NS = 1_000_000;

    @Test
    void sendsEvenlySpacedPacketsBetweenStartAndEnd() {
        ConstantRateSource source = new ConstantRateSource(7, 800_000, 1_000, SECOND, SECOND.plusMillis(20));
        TestPacket packet = new TestPacket();
        assertThat(source.nextSendTimeNs()).isEqualTo(1_000 * MS_NS);
        source.send(packet);
        assertThat(source.nextSendTimeNs()).isEqualTo(1_010 * MS_NS);
        source.send(packet);
        assertThat(packet.ssrc()).isEqualTo(7);
        assertThat(packet.sequenceNumber()).isEqualTo(1);
        assertThat(packet.payloadSize()).isEqualTo(1_000);
        assertThat(packet.rtpTimestamp()).isEqualTo(90_900);
        assertThat(source.nextSendTimeNs()).isEqualTo(TrafficSource.NEVER);
    }

    @Test
    void refusesWhatIsOutOfRangeWithTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConstantRateSource(-1, 1, 1, Duration.ZERO, SECOND))
                .withMessage("ssrc -1 is out of range; allowed is 0 to 4294967295");
        assertThatIllegalArgumentException().isThrownBy(() -> new ConstantRateSource(1, 0, 1, Duration.ZERO, SECOND))
                .withMessage("bitrateBps 0 is out of range; allowed is 1 to 100000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> new ConstantRateSource(1, 1, 0, Duration.ZERO, SECOND));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConstantRateSource(1, 1, 1, SECOND, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConstantRateSource(1, 1, 1, Duration.ofNanos(-1), SECOND));
    }
}
