package io.bwe.browser;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/** The browser's side of SRTP. */
final class ClientSrtp {
    private final SrtpContextFactory outgoing;
    private final SrtpContextFactory incoming;
    private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> received = new HashMap<>();

    ClientSrtp(SrtpProfile profile, byte[] keyingMaterial) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        Logger logger = new LoggerImpl("test");
        outgoing = new SrtpContextFactory(true, Arrays.copyOfRange(keyingMaterial, 0, key),
                Arrays.copyOfRange(keyingMaterial, 2 * key, 2 * key + salt), profile.policy(), profile.policy(),
                logger);
        incoming = new SrtpContextFactory(false, Arrays.copyOfRange(keyingMaterial, key, 2 * key),
                Arrays.copyOfRange(keyingMaterial, 2 * key + salt, 2 * key + 2 * salt), profile.policy(),
                profile.policy(), logger);
    }

    ByteBuffer protectRtp(ByteBuffer packet) throws GeneralSecurityException {
        int ssrc = packet.getInt(8);
        if (!rtp.containsKey(ssrc)) {
            rtp.put(ssrc, outgoing.deriveContext(ssrc, 0));
        }
        PacketBytes bytes = new PacketBytes(packet);
        // The library wants room for the tag.
        bytes.grow(16);
        check(rtp.get(ssrc).transformPacket(bytes));
        return bytes.view();
    }

    ByteBuffer protectRtcp(ByteBuffer packet) throws GeneralSecurityException {
        int ssrc = packet.getInt(4);
        if (!rtcp.containsKey(ssrc)) {
            rtcp.put(ssrc, outgoing.deriveControlContext(ssrc));
        }
        PacketBytes bytes = new PacketBytes(packet);
        check(rtcp.get(ssrc).transformPacket(bytes));
        return bytes.view();
    }

    ByteBuffer unprotectRtcp(ByteBuffer packet) throws GeneralSecurityException {
        int ssrc = packet.getInt(4);
        if (!received.containsKey(ssrc)) {
            received.put(ssrc, incoming.deriveControlContext(ssrc));
        }
        PacketBytes bytes = new PacketBytes(packet);
        check(received.get(ssrc).reverseTransformPacket(bytes));
        return bytes.view();
    }

    private static void check(SrtpErrorStatus status) {
        if (status != SrtpErrorStatus.OK) {
            throw new AssertionError(status);
        }
    }
}
