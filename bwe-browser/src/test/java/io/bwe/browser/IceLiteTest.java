package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceLiteTest {
    private static final IceCredentials LOCAL = new IceCredentials("LOCALXYZ", "l".repeat(24));
    private static final IceCredentials REMOTE = new IceCredentials("REMO", "r".repeat(24));
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final InetSocketAddress BROWSER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

    private final Refusals refusals = new Refusals("test");
    private final IceLite ice = new IceLite(LOCAL, REMOTE, refusals, 5);

    private static StunWriter request(String username) {
        return new StunWriter(StunMessage.BINDING_REQUEST, ID).attribute(StunMessage.USERNAME, username.getBytes())
                .attribute(StunMessage.PRIORITY, new byte[4]);
    }

    private static StunWriter request() {
        return request("LOCALXYZ:REMO").attribute(StunMessage.ICE_CONTROLLING, new byte[8]);
    }

    private static StunMessage decode(Optional<ByteBuffer> response) {
        return StunMessage.decode(response.orElseThrow()).orElseThrow();
    }

    @Test
    void shouldAnswerACheckWithTheAddressItCameFrom() {
        StunMessage response = decode(ice.onStun(request().integrity(LOCAL.pwd()).finish(), BROWSER, 9));

        assertThat(response.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(response.transactionId()).isEqualTo(ID);
        assertThat(response.isSignedWith(LOCAL.pwd())).isTrue();
        // 40,000 is 0x9C40; both are xored with the magic cookie.
        assertThat(response.value(StunMessage.XOR_MAPPED_ADDRESS)).asHexString().isEqualTo(
                "0001" + "%04X".formatted(0x9C40 ^ 0x2112) + "%08X".formatted(0x7F000001 ^ 0x2112A442));
        assertThat(ice.hasChecked(BROWSER)).isTrue();
        assertThat(ice.selected()).isNull();
        assertThat(ice.lastCheckNs()).isEqualTo(9);
    }

    @Test
    void shouldAnswerOverIpv6() throws Exception {
        InetAddress address = InetAddress.getByName("2001:db8::1");
        StunMessage response = decode(ice.onStun(request().integrity(LOCAL.pwd()).finish(),
                new InetSocketAddress(address, 1), 9));

        byte[] value = response.value(StunMessage.XOR_MAPPED_ADDRESS);
        byte[] key = ByteBuffer.allocate(16).putInt(StunMessage.MAGIC_COOKIE).put(ID).array();
        byte[] found = Arrays.copyOfRange(value, 4, 20);
        for (int i = 0; i < 16; i++) {
            found[i] ^= key[i];
        }
        assertThat(value[1]).isEqualTo((byte) 2);
        assertThat(found).isEqualTo(address.getAddress());
    }

    @Test
    void shouldSendWhereTheBrowserNominates() {
        InetSocketAddress other = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);
        ice.onStun(request().attribute(StunMessage.USE_CANDIDATE, new byte[0]).integrity(LOCAL.pwd()).finish(),
                BROWSER, 1);
        ice.onStun(request().integrity(LOCAL.pwd()).finish(), other, 2);
        assertThat(ice.selected()).isEqualTo(BROWSER);

        ice.onStun(request().attribute(StunMessage.USE_CANDIDATE, new byte[0]).integrity(LOCAL.pwd()).finish(),
                other, 3);
        assertThat(ice.selected()).isEqualTo(other);
    }

    @Test
    void shouldNotTakeANominationThatIsNotSigned() {
        // Behind the integrity anybody can have added it.
        ice.onStun(request().integrity(LOCAL.pwd()).attribute(StunMessage.USE_CANDIDATE, new byte[0]).finish(),
                BROWSER, 1);

        assertThat(ice.hasChecked(BROWSER)).isTrue();
        assertThat(ice.selected()).isNull();
    }

    @Test
    void shouldRefuseWrongCredentials() {
        for (ByteBuffer wrong : new ByteBuffer[]{request().integrity("x".repeat(24)).finish(), request().finish(),
                request("LOCALXYZ:OTHER").integrity(LOCAL.pwd()).finish(),
                new StunWriter(StunMessage.BINDING_REQUEST, ID).integrity(LOCAL.pwd()).finish()}) {
            StunMessage response = decode(ice.onStun(wrong, BROWSER, 9));
            assertThat(response.type()).isEqualTo(StunMessage.BINDING_ERROR);
            // 401, as hundreds and the rest.
            assertThat(response.value(StunMessage.ERROR_CODE)).startsWith(0, 0, 4, 1);
        }

        assertThat(refusals.counts()).isEqualTo(Map.of(Refusal.STUN_CREDENTIALS, 4L));
        assertThat(ice.hasChecked(BROWSER)).isFalse();
        assertThat(ice.lastCheckNs()).isEqualTo(5);
    }

    @Test
    void shouldNotGiveUpItsRole() {
        StunMessage response = decode(ice.onStun(request("LOCALXYZ:REMO")
                .attribute(StunMessage.ICE_CONTROLLED, new byte[8]).integrity(LOCAL.pwd()).finish(), BROWSER, 9));

        assertThat(response.type()).isEqualTo(StunMessage.BINDING_ERROR);
        assertThat(response.value(StunMessage.ERROR_CODE)).startsWith(0, 0, 4, 87);
    }

    @Test
    void shouldNotAnswerWhatIsNoRequest() {
        for (int type : new int[]{StunMessage.BINDING_INDICATION, StunMessage.BINDING_SUCCESS, 0x0003}) {
            assertThat(ice.onStun(new StunWriter(type, ID).integrity(LOCAL.pwd()).finish(), BROWSER, 9)).isEmpty();
        }
        assertThat(refusals.counts()).isEmpty();
    }

    @Test
    void shouldRefuseAnyMessageInWhichAByteIsWrong() {
        byte[] good = request().integrity(LOCAL.pwd()).finish().array();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(ice.onStun(ByteBuffer.wrap(bad), BROWSER, 9)).as("byte %s", i).isEmpty();
            assertThat(ice.onStun(ByteBuffer.wrap(good, 0, i), BROWSER, 9)).as("%s bytes", i).isEmpty();
        }

        assertThat(refusals.count(Refusal.STUN_MALFORMED)).isEqualTo(2L * good.length);
    }

    @Test
    void shouldRememberOnlyTheLatestAddresses() {
        for (int port = 1; port <= 17; port++) {
            ice.onStun(request().integrity(LOCAL.pwd()).finish(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), port);
        }

        assertThat(ice.hasChecked(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))).isFalse();
        assertThat(ice.hasChecked(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2))).isTrue();
        assertThat(ice.hasChecked(new InetSocketAddress(InetAddress.getLoopbackAddress(), 17))).isTrue();
    }
}
