package io.bwe.cli;

import static io.bwe.cli.FrameBuilder.RECEIVER;
import static io.bwe.cli.FrameBuilder.SENDER;
import static io.bwe.cli.FrameBuilder.bytes16;
import static io.bwe.cli.FrameBuilder.bytes32;
import static io.bwe.cli.FrameBuilder.ethernet;
import static io.bwe.cli.FrameBuilder.ipv4;
import static io.bwe.cli.FrameBuilder.ipv6;
import static io.bwe.cli.FrameBuilder.join;
import static io.bwe.cli.FrameBuilder.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpExtractorTest {
    private static final byte[] PAYLOAD = {11, 12, 13, 14, 15};
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int UDP = 17;

    private final CapturedFrame frame = new CapturedFrame();
    private final Datagram datagram = new Datagram();

    private SkipReason extract(int linkType, byte[] bytes) {
        return extract(linkType, bytes, bytes.length);
    }

    private SkipReason extract(int linkType, byte[] bytes, int captured) {
        System.arraycopy(bytes, 0, frame.data().array(), 0, captured);
        frame.set(linkType, captured, bytes.length, 0);
        return UdpExtractor.extract(frame, datagram);
    }

    private void assertFound(int linkType, byte[] bytes) {
        assertThat(extract(linkType, bytes)).isNull();
        int offset = datagram.offset();
        assertThat(Arrays.copyOfRange(datagram.data().array(), offset, offset + datagram.available()))
                .isEqualTo(PAYLOAD);
        assertThat(datagram.wireLength()).isEqualTo(PAYLOAD.length);
    }

    @Test
    void findsTheDatagramBehindEachLinkHeader() {
        for (byte[] ip : new byte[][]{ipv4(udp(PAYLOAD)), ipv6(UDP, udp(PAYLOAD))}) {
            int type = FrameBuilder.etherType(ip);
            int family = type == FrameBuilder.IPV4 ? 2 : 30;
            assertFound(ETHERNET, ethernet(ip));
            assertFound(ETHERNET, join(new byte[12], bytes16(0x8100, 5, type), ip));
            assertFound(ETHERNET, join(new byte[12], bytes16(0x88a8, 5, 0x8100, 6, type), ip));
            assertFound(113, join(new byte[14], bytes16(type), ip));
            assertFound(113, join(new byte[14], bytes16(0x8100, 5, type), ip));
            assertFound(276, join(bytes16(type), new byte[18], ip));
            assertFound(276, join(bytes16(0x8100), new byte[18], bytes16(5, type), ip));
            assertFound(0, join(bytes32(ByteOrder.LITTLE_ENDIAN, family), ip));
            assertFound(0, join(bytes32(ByteOrder.BIG_ENDIAN, family), ip));
            assertFound(108, join(bytes32(ByteOrder.BIG_ENDIAN, family), ip));
            assertFound(RAW, ip);
            assertFound(12, ip);
            assertFound(228, ip);
        }
    }

    @Test
    void namesTheEndpoints() {
        assertFound(RAW, ipv4(udp(PAYLOAD)));
        assertThat(datagram.flow()).hasToString("10.0.0.1:5000 -> 10.0.0.2:6000");
        assertFound(RAW, ipv6(UDP, udp(PAYLOAD)));
        assertThat(datagram.flow()).hasToString("[2001:db8:0:0:0:0:0:1]:5000 -> [2001:db8:0:0:0:0:0:2]:6000");
    }

    @Test
    void looksBehindIpv4OptionsAndIpv6ExtensionHeaders() {
        assertFound(RAW, ipv4(SENDER, RECEIVER, UDP, 0, 10, udp(PAYLOAD)));
        byte[] hopByHopOf8 = {60, 0, 0, 0, 0, 0, 0, 0};
        byte[] optionsOf16 = {51, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] authenticationOf12 = {44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] wholeInOneFragment = {UDP, 0, 0, 0, 1, 2, 3, 4};
        assertFound(RAW,
                ipv6(0, join(hopByHopOf8, optionsOf16, authenticationOf12, wholeInOneFragment, udp(PAYLOAD))));
    }

    @Test
    void takesSizesFromTheHeadersWhateverWasCaptured() {
        byte[] bytes = ethernet(ipv4(udp(new byte[1_000])));
        assertThat(extract(ETHERNET, bytes, 14 + 20 + 8 + 50)).isNull();
        assertThat(datagram.available()).isEqualTo(50);
        assertThat(datagram.wireLength()).isEqualTo(1_000);
    }

    @Test
    void leavesOutWhatEthernetAddsBehindAShortPacket() {
        assertFound(ETHERNET, join(ethernet(ipv4(udp(PAYLOAD))), new byte[13]));
    }

    @Test
    void takesTheFrameLengthWhereOffloadLeftTheIpLengthEmpty() {
        byte[] ipv4 = ipv4(udp(PAYLOAD));
        ipv4[2] = 0;
        ipv4[3] = 0;
        assertFound(ETHERNET, ethernet(ipv4));
        byte[] ipv6 = ipv6(UDP, udp(PAYLOAD));
        ipv6[5] = 0;
        assertFound(ETHERNET, ethernet(ipv6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x0001, 0x2010})
    void skipsIpv4Fragments(int fragment) {
        assertThat(extract(RAW, ipv4(SENDER, RECEIVER, UDP, fragment, 0, udp(PAYLOAD))))
                .isEqualTo(SkipReason.IP_FRAGMENT);
    }

    @Test
    void doesNotTakeDontFragmentForAFragment() {
        assertFound(RAW, ipv4(SENDER, RECEIVER, UDP, 0x4000, 0, udp(PAYLOAD)));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0x01, 0x08})
    void skipsIpv6Fragments(byte fragment) {
        byte[] header = {UDP, 0, 0, fragment, 1, 2, 3, 4};
        assertThat(extract(RAW, ipv6(44, join(header, udp(PAYLOAD))))).isEqualTo(SkipReason.IP_FRAGMENT);
    }

    @Test
    void saysWhyThereIsNoDatagram() {
        assertThat(extract(147, new byte[60])).isEqualTo(SkipReason.UNKNOWN_LINK_TYPE);
        assertThat(extract(CapturedFrame.NO_LINK_TYPE, new byte[60])).isEqualTo(SkipReason.UNKNOWN_LINK_TYPE);
        assertThat(extract(ETHERNET, join(new byte[12], bytes16(0x0806), new byte[28]))).isEqualTo(SkipReason.NOT_IP);
        assertThat(extract(276, join(bytes16(0x0806), new byte[18]))).isEqualTo(SkipReason.NOT_IP);
        assertThat(extract(0, new byte[40])).isEqualTo(SkipReason.NOT_IP);
        assertThat(extract(RAW, new byte[40])).isEqualTo(SkipReason.NOT_IP);
        assertThat(extract(RAW, ipv4(SENDER, RECEIVER, 6, 0, 0, new byte[20]))).isEqualTo(SkipReason.NOT_UDP);
        assertThat(extract(RAW, ipv6(6, new byte[20]))).isEqualTo(SkipReason.NOT_UDP);
    }

    @Test
    void saysWhereLengthsContradictEachOther() {
        byte[] shortHeader = ipv4(udp(PAYLOAD));
        shortHeader[0] = 0x44;
        assertThat(extract(RAW, shortHeader)).isEqualTo(SkipReason.MALFORMED_IP);
        byte[] shortTotal = ipv4(udp(PAYLOAD));
        shortTotal[3] = 19;
        assertThat(extract(RAW, shortTotal)).isEqualTo(SkipReason.MALFORMED_IP);
        byte[] longUdp = udp(PAYLOAD);
        longUdp[5]++;
        assertThat(extract(RAW, ipv4(longUdp))).isEqualTo(SkipReason.MALFORMED_IP);
        assertThat(extract(RAW, ipv6(UDP, longUdp))).isEqualTo(SkipReason.MALFORMED_IP);
        byte[] shortUdp = udp(PAYLOAD);
        shortUdp[5] = 7;
        assertThat(extract(RAW, ipv4(shortUdp))).isEqualTo(SkipReason.MALFORMED_IP);
    }

    @Test
    void neverReadsBeyondWhatWasCaptured() {
        byte[] withExtensions = ipv6(0, join(new byte[]{UDP, 0, 0, 0, 0, 0, 0, 0}, udp(PAYLOAD)));
        byte[][] frames = {ethernet(ipv4(udp(PAYLOAD))), ethernet(withExtensions)};
        for (byte[] bytes : frames) {
            int headers = bytes.length - PAYLOAD.length;
            for (int captured = 0; captured < headers; captured++) {
                assertThat(extract(ETHERNET, bytes, captured)).as("%d bytes", captured).isEqualTo(SkipReason.CUT);
            }
            assertThat(extract(ETHERNET, bytes, headers)).isNull();
            assertThat(datagram.available()).isZero();
        }
        for (int linkType : new int[]{0, 108, 113, 276, RAW}) {
            assertThat(extract(linkType, new byte[0])).isEqualTo(SkipReason.CUT);
        }
    }
}
