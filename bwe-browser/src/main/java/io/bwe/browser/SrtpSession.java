package io.bwe.browser;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * SRTP and SRTCP of one session. Unprotecting is one thread's; protecting is any thread's.
 *
 * <p>An SSRC is remembered only once a packet of it was authentic, so what is forged takes no memory.
 */
final class SrtpSession {
    /** Far more than a browser has; each has its own keys and replay window. */
    private static final int MAX_SSRCS = 256;
    private static final int RTP_SSRC = 8;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_SSRC = 4;
    private static final int RTCP_HEADER_BYTES = 8;

    private final SrtpContextFactory incoming;
    private final SrtpContextFactory outgoing;
    private final Refusals refusals;
    private final Map<Integer, SrtpCryptoContext> rtpContexts = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcpContexts = new HashMap<>();
    private final ReentrantLock outgoingLock = new ReentrantLock();
    private final Map<Integer, SrtcpCryptoContext> outgoingContexts = new HashMap<>();

    /**
     * Creates the contexts of the DTLS server.
     *
     * @param profile what was agreed on
     * @param keyingMaterial as RFC 5764, section 4.2, lays it out: client's key, server's key, client's salt, server's
     *        salt
     * @param refusals is told of what is refused
     */
    SrtpSession(SrtpProfile profile, byte[] keyingMaterial, Refusals refusals) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        Logger logger = new LoggerImpl("io.bwe.browser.srtp");
        this.incoming = new SrtpContextFactory(false, Arrays.copyOfRange(keyingMaterial, 0, key),
                Arrays.copyOfRange(keyingMaterial, 2 * key, 2 * key + salt), profile.policy(), profile.policy(),
                logger);
        this.outgoing = new SrtpContextFactory(true, Arrays.copyOfRange(keyingMaterial, key, 2 * key),
                Arrays.copyOfRange(keyingMaterial, 2 * key + salt, 2 * key + 2 * salt), profile.policy(),
                profile.policy(), logger);
        this.refusals = refusals;
    }

    /**
     * Loads and tries out what SRTP needs, of all profiles, so that the first packet of the first session does not wait
     * for that: it takes up to a second. AES is the JDK's own. Left to itself the library would first measure which of
     * several is fastest, for seconds.
     */
    static void prepare() {
        Aes.setFactoryClassName(Aes.SunJCECipherFactory.class.getName());
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpSession session = new SrtpSession(profile, new byte[profile.keyingMaterialBytes()],
                    new Refusals("a trial"));
            try {
                session.incoming.deriveContext(0, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK cannot do SRTP with " + profile, e);
            }
            session.protectRtcp(ByteBuffer.allocate(RTCP_HEADER_BYTES));
        }
    }

    /**
     * Checks and decrypts an RTP packet.
     *
     * @param srtp from position to limit, left as it is
     * @return the packet, or empty if it was refused
     */
    Optional<ByteBuffer> unprotectRtp(ByteBuffer srtp) {
        if (srtp.remaining() < RTP_HEADER_BYTES) {
            refusals.refuse(Refusal.SRTP_MALFORMED);
            return Optional.empty();
        }
        int ssrc = srtp.getInt(srtp.position() + RTP_SSRC);
        SrtpCryptoContext known = rtpContexts.get(ssrc);
        if (known == null && rtpContexts.size() == MAX_SSRCS) {
            refusals.refuse(Refusal.TOO_MANY_SSRCS);
            return Optional.empty();
        }
        PacketBytes packet = new PacketBytes(srtp);
        try {
            SrtpCryptoContext context = known == null ? incoming.deriveContext(ssrc, 0) : known;
            if (!isOk(context.reverseTransformPacket(packet, false))) {
                return Optional.empty();
            }
            rtpContexts.putIfAbsent(ssrc, context);
            return Optional.of(packet.view());
        } catch (GeneralSecurityException | RuntimeException e) {
            refusals.refuse(Refusal.SRTP_MALFORMED, e);
            return Optional.empty();
        }
    }

    /**
     * Checks and decrypts an RTCP packet.
     *
     * @param srtcp from position to limit, left as it is
     * @return the packet, or empty if it was refused
     */
    Optional<ByteBuffer> unprotectRtcp(ByteBuffer srtcp) {
        if (srtcp.remaining() < RTCP_HEADER_BYTES) {
            refusals.refuse(Refusal.SRTP_MALFORMED);
            return Optional.empty();
        }
        int ssrc = srtcp.getInt(srtcp.position() + RTCP_SSRC);
        SrtcpCryptoContext known = rtcpContexts.get(ssrc);
        if (known == null && rtcpContexts.size() == MAX_SSRCS) {
            refusals.refuse(Refusal.TOO_MANY_SSRCS);
            return Optional.empty();
        }
        PacketBytes packet = new PacketBytes(srtcp);
        try {
            SrtcpCryptoContext context = known == null ? incoming.deriveControlContext(ssrc) : known;
            if (!isOk(context.reverseTransformPacket(packet))) {
                return Optional.empty();
            }
            rtcpContexts.putIfAbsent(ssrc, context);
            return Optional.of(packet.view());
        } catch (GeneralSecurityException | RuntimeException e) {
            refusals.refuse(Refusal.SRTP_MALFORMED, e);
            return Optional.empty();
        }
    }

    private boolean isOk(SrtpErrorStatus status) {
        switch (status) {
            case OK -> {
                return true;
            }
            case AUTH_FAIL -> refusals.refuse(Refusal.SRTP_AUTHENTICATION);
            case REPLAY_FAIL, REPLAY_OLD -> refusals.refuse(Refusal.SRTP_REPLAY);
            case FAIL, INVALID_PACKET -> refusals.refuse(Refusal.SRTP_MALFORMED);
        }
        return false;
    }

    /**
     * Encrypts and signs an RTCP packet.
     *
     * @param rtcp at least a header with an SSRC, from position to limit, left as it is
     * @return the packet to send
     */
    ByteBuffer protectRtcp(ByteBuffer rtcp) {
        PacketBytes packet = new PacketBytes(rtcp);
        int ssrc = rtcp.getInt(rtcp.position() + RTCP_SSRC);
        outgoingLock.lock();
        try {
            SrtcpCryptoContext context = outgoingContexts.get(ssrc);
            if (context == null) {
                context = outgoing.deriveControlContext(ssrc);
                outgoingContexts.put(ssrc, context);
            }
            SrtpErrorStatus status = context.transformPacket(packet);
            if (status != SrtpErrorStatus.OK) {
                throw new IllegalStateException("SRTCP could not be made: " + status);
            }
            return packet.view();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP could not be made", e);
        } finally {
            outgoingLock.unlock();
        }
    }
}
