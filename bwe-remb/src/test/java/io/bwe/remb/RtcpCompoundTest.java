package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcpCompoundTest {
    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static List<Integer> types(ByteBuffer rtcp) {
        List<Integer> types = new ArrayList<>();
        for (int at = rtcp.position(), end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end) {
            types.add(RtcpCompound.packetType(rtcp, at));
        }
        return types;
    }

    @Test
    void walksEveryPacketInEveryKindOfBuffer() {
        // RR without blocks (2 words), SDES (1 word), BYE (2 words)
        ByteBuffer rtcp = hex("80C90001 11111111  80CA0000  81CB0001 22222222");
        for (ByteBuffer shape : BufferShapes.of(rtcp)) {
            BufferShapes.assertUntouched(shape, buffer -> assertThat(types(buffer)).containsExactly(201, 202, 203));
        }
    }

    @Test
    void endsAtAPacketThatReachesBeyondTheLimit() {
        assertThat(types(hex("80CA0000 80C90002 11111111"))).containsExactly(202);
        assertThat(types(hex("80CA0000 80C9FFFF 11111111"))).containsExactly(202);
    }

    @Test
    void endsAtAnotherVersion() {
        assertThat(types(hex("80CA0000 40CA0000 80CA0000"))).containsExactly(202);
    }

    @Test
    void endsAtLessThanAHeader() {
        assertThat(types(hex("80CA0000 80CA00"))).containsExactly(202);
        assertThat(types(hex(""))).isEmpty();
    }

    @Test
    void countIsTheLowFiveBits() {
        assertThat(RtcpCompound.count(hex("BFC90000"), 0)).isEqualTo(31);
        assertThat(RtcpCompound.count(hex("80C90000"), 0)).isZero();
    }

    @Test
    void contentEndsBeforeThePadding() {
        assertThat(RtcpCompound.contentEnd(hex("80C90001 00000004"), 0, 8)).isEqualTo(8);
        assertThat(RtcpCompound.contentEnd(hex("A0C90002 11111111 00000004"), 0, 12)).isEqualTo(8);
        assertThat(RtcpCompound.contentEnd(hex("A0C90001 00000004"), 0, 8)).isEqualTo(4);
    }

    @Test
    void aPaddingCountThatCannotBeLeavesNoContent() {
        assertThat(RtcpCompound.contentEnd(hex("A0C90001 00000000"), 0, 8)).isEqualTo(4);
        assertThat(RtcpCompound.contentEnd(hex("A0C90001 00000005"), 0, 8)).isEqualTo(4);
        assertThat(RtcpCompound.contentEnd(hex("A0C90000"), 0, 4)).isEqualTo(4);
    }
}
