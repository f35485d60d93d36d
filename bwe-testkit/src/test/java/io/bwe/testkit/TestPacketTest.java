package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.PacketView;
import org.junit.jupiter.api.Test;

class TestPacketTest {
    private static final long SECOND_NS = 1_000_000_000;

    @Test
    void holdsWhatWasSet() {
        PacketView packet = new TestPacket().arrivalTimeNs(1).absSendTime(2).payloadSize(3).ssrc(4).sequenceNumber(5)
                .rtpTimestamp(6).clockRate(7).transmissionOffset(-8).payloadType(9).marker(true);
        assertThat(packet.arrivalTimeNs()).isEqualTo(1);
        assertThat(packet.absSendTime()).isEqualTo(2);
        assertThat(packet.payloadSize()).isEqualTo(3);
        assertThat(packet.ssrc()).isEqualTo(4);
        assertThat(packet.sequenceNumber()).isEqualTo(5);
        assertThat(packet.rtpTimestamp()).isEqualTo(6);
        assertThat(packet.clockRate()).isEqualTo(7);
        assertThat(packet.transmissionOffset()).isEqualTo(-8);
        assertThat(packet.payloadType()).isEqualTo(9);
        assertThat(packet.marker()).isTrue();
        assertThat(packet).hasToString("TestPacket[arrivalTimeNs=1, absSendTime=2, payloadSize=3, ssrc=4, "
                + "sequenceNumber=5, rtpTimestamp=6, clockRate=7, transmissionOffset=-8, payloadType=9, marker=true]");
    }

    @Test
    void aNewOneIsAnOrdinaryPacketWithoutSendTime() {
        PacketView packet = new TestPacket();
        assertThat(packet.absSendTime()).isEqualTo(PacketView.NO_SEND_TIME);
        assertThat(packet.clockRate()).isEqualTo(PacketView.DEFAULT_CLOCK_RATE);
        assertThat(packet.payloadSize()).isEqualTo(TestPacket.DEFAULT_PAYLOAD_SIZE);
        assertThat(packet.ssrc()).isEqualTo(1);
    }

    @Test
    void sendTimesAreFractionsOfASecondThatWrapAt64() {
        assertThat(TestPacket.absSendTimeOf(0)).isZero();
        assertThat(TestPacket.absSendTimeOf(SECOND_NS)).isEqualTo(1 << 18);
        assertThat(TestPacket.absSendTimeOf(SECOND_NS / 2)).isEqualTo(1 << 17);
        assertThat(TestPacket.absSendTimeOf(64 * SECOND_NS)).isZero();
        assertThat(TestPacket.absSendTimeOf(-1)).isEqualTo((1 << 24) - 1);
        assertThat(TestPacket.absSendTimeOf(Long.MAX_VALUE)).isBetween(0, (1 << 24) - 1);
    }
}
