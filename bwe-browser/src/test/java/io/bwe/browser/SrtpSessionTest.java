package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    private final Refusals refusals = new Refusals("test");

    private static byte[] keys(SrtpProfile profile) {
        byte[] keys = new byte[profile.keyingMaterialBytes()];
        new Random(3).nextBytes(keys);
        return keys;
    }

    private SrtpSession server(SrtpProfile profile) {
        SrtpSession.prepare();
        return new SrtpSession(profile, keys(profile), refusals);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnprotectWhatTheBrowserProtects(SrtpProfile profile) throws Exception {
        SrtpSession server = server(profile);
        ClientSrtp client = new ClientSrtp(profile, keys(profile));
        ByteBuffer rtp = Rtp.vp8(5, 65_535, 90, 0, true);
        ByteBuffer rtcp = RtcpWriting.pictureLossIndication(5, 6);

        assertThat(server.unprotectRtp(client.protectRtp(rtp))).contains(rtp);
        // Over the wrap of the sequence number, of which the roll-over counter is part of the key stream.
        ByteBuffer next = Rtp.vp8(5, 0, 90, 0, true);
        assertThat(server.unprotectRtp(client.protectRtp(next))).contains(next);
        assertThat(server.unprotectRtcp(client.protectRtcp(rtcp))).contains(rtcp);
        assertThat(client.unprotectRtcp(server.protectRtcp(rtcp))).isEqualTo(rtcp);
        assertThat(refusals.counts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNotTheBrowsers(SrtpProfile profile) throws Exception {
        SrtpSession server = server(profile);
        ClientSrtp stranger = new ClientSrtp(profile, new byte[profile.keyingMaterialBytes()]);

        assertThat(server.unprotectRtp(stranger.protectRtp(Rtp.vp8(5, 1, 90, 0, true)))).isEmpty();
        assertThat(server.unprotectRtcp(stranger.protectRtcp(RtcpWriting.pictureLossIndication(5, 6)))).isEmpty();

        assertThat(refusals.counts()).isEqualTo(Map.of(Refusal.SRTP_AUTHENTICATION, 2L));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatWasChangedOnTheWay(SrtpProfile profile) throws Exception {
        SrtpSession server = server(profile);
        ClientSrtp client = new ClientSrtp(profile, keys(profile));
        ByteBuffer good = client.protectRtp(Rtp.packet(96, 5, 1, new byte[20]));
        int bytes = good.remaining();
        for (int i = 0; i < bytes; i++) {
            ByteBuffer bad = ByteBuffer.allocate(bytes).put(good.duplicate()).flip();
            bad.put(i, (byte) (bad.get(i) ^ 0x20));
            assertThat(server.unprotectRtp(bad)).as("byte %s", i).isEmpty();
        }
        assertThat(server.unprotectRtp(good)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseReplays(SrtpProfile profile) throws Exception {
        SrtpSession server = server(profile);
        ClientSrtp client = new ClientSrtp(profile, keys(profile));
        ByteBuffer first = client.protectRtp(Rtp.packet(96, 5, 1, new byte[20]));
        ByteBuffer control = client.protectRtcp(RtcpWriting.pictureLossIndication(5, 6));
        server.unprotectRtp(first);
        server.unprotectRtcp(control);

        assertThat(server.unprotectRtp(first)).isEmpty();
        assertThat(server.unprotectRtcp(control)).isEmpty();
        for (int i = 2; i < 200; i++) {
            server.unprotectRtp(client.protectRtp(Rtp.packet(96, 5, i, new byte[20])));
        }
        // Too old to say.
        assertThat(server.unprotectRtp(first)).isEmpty();
        assertThat(refusals.counts()).isEqualTo(Map.of(Refusal.SRTP_REPLAY, 3L));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAKeyIdentifierThatWasNotNegotiated(SrtpProfile profile) throws Exception {
        ByteBuffer good = new ClientSrtp(profile, keys(profile)).protectRtp(Rtp.packet(96, 5, 1, new byte[20]));
        ByteBuffer withIdentifier = ByteBuffer.allocate(good.remaining() + 4).put(good).putInt(0x01020304).flip();

        assertThat(server(profile).unprotectRtp(withIdentifier)).isEmpty();
        assertThat(refusals.counts()).isEqualTo(Map.of(Refusal.SRTP_AUTHENTICATION, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveAnything(SrtpProfile profile) {
        SrtpSession server = server(profile);
        Random random = new Random(9);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            assertThat(server.unprotectRtp(ByteBuffer.wrap(bytes))).isEmpty();
            assertThat(server.unprotectRtcp(ByteBuffer.wrap(bytes))).isEmpty();
        }
        assertThat(refusals.counts().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4000);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLimitHowManySsrcsThereAre(SrtpProfile profile) throws Exception {
        SrtpSession server = server(profile);
        ClientSrtp client = new ClientSrtp(profile, keys(profile));
        ClientSrtp stranger = new ClientSrtp(profile, new byte[profile.keyingMaterialBytes()]);
        for (int i = 0; i < 300; i++) {
            // Strangers use up nothing.
            server.unprotectRtp(stranger.protectRtp(Rtp.packet(96, 1000 + i, 1, new byte[20])));
        }
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            taken += server.unprotectRtp(client.protectRtp(Rtp.packet(96, i, 1, new byte[20]))).isPresent() ? 1 : 0;
        }

        assertThat(taken).isEqualTo(256);
        assertThat(refusals.count(Refusal.TOO_MANY_SSRCS)).isEqualTo(44);
    }
}
