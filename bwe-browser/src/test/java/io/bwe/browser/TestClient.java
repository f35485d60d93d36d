package io.bwe.browser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Hashtable;
import java.util.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Does what a browser does, over a real socket, and what no browser would. Used by one thread. */
final class TestClient implements AutoCloseable, DatagramTransport {
    private static final int TIMEOUT_MS = 10_000;

    final DtlsIdentity identity = DtlsIdentity.create();
    private boolean saidGoodBye;
    private final DatagramSocket socket;
    private InetSocketAddress server;
    private String username;
    private String pwd;
    private SrtpProfile profile = SrtpProfile.AES128_CM_SHA1_80;
    private byte[] keys;
    private DTLSTransport dtls;
    ClientSrtp srtp;

    TestClient() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(TIMEOUT_MS);
    }

    Offers offer(long ssrc, long rtxSsrc) {
        return Offers.withVideo(ssrc, rtxSsrc).fingerprint(identity.fingerprint());
    }

    TestClient profile(SrtpProfile only) {
        profile = only;
        return this;
    }

    /** Takes an answer. */
    TestClient take(String answer) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                Integer.parseInt(find("a=candidate:1 1 udp [0-9]+ [^ ]+ ([0-9]+) typ host", answer)));
        pwd = find("a=ice-pwd:(.+)", answer);
        username = find("a=ice-ufrag:(.+)", answer) + ":" + Offers.UFRAG;
        return this;
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1).strip();
    }

    void send(ByteBuffer datagram) throws IOException {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(datagram.position(), bytes);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /** The next datagram of a kind; others are passed over. */
    ByteBuffer receive(DatagramKind kind) throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            ByteBuffer datagram = ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
            if (DatagramKind.of(datagram) == kind) {
                return datagram;
            }
        }
    }

    /** Checks and nominates, and returns the type of the response. */
    int check() throws IOException {
        return check(pwd);
    }

    int check(String password) throws IOException {
        send(new StunWriter(StunMessage.BINDING_REQUEST, new byte[12])
                .attribute(StunMessage.USERNAME, username.getBytes()).attribute(StunMessage.USE_CANDIDATE, new byte[0])
                .attribute(StunMessage.ICE_CONTROLLING, new byte[8]).integrity(password).finish());
        return StunMessage.decode(receive(DatagramKind.STUN)).orElseThrow().type();
    }

    /** Shakes hands. */
    TestClient connect() throws IOException {
        dtls = new DTLSClientProtocol().connect(new Client(), this);
        srtp = new ClientSrtp(profile, keys);
        return this;
    }

    void sendRtp(ByteBuffer rtp) throws IOException, GeneralSecurityException {
        send(srtp.protectRtp(rtp));
    }

    void sendRtcp(ByteBuffer rtcp) throws IOException, GeneralSecurityException {
        send(srtp.protectRtcp(rtcp));
    }

    ByteBuffer receiveRtcp() throws IOException, GeneralSecurityException {
        return srtp.unprotectRtcp(receive(DatagramKind.RTCP));
    }

    /** Says good-bye. */
    void hangUp() throws IOException {
        dtls.close();
    }

    /** Waits for the server's good-bye. */
    void awaitHangUp() throws IOException {
        try {
            byte[] data = new byte[2048];
            while (dtls.receive(data, 0, data.length, TIMEOUT_MS) >= 0) {
                // Nothing is sent but the good-bye.
            }
        } catch (InterruptedIOException e) {
            throw new AssertionError("no good-bye", e);
        } catch (IOException e) {
            // The end.
        }
        if (!saidGoodBye) {
            throw new AssertionError("it ended without a good-bye");
        }
    }

    @Override
    public int getReceiveLimit() {
        return 2048;
    }

    @Override
    public int getSendLimit() {
        return 1200;
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMs) throws IOException {
        try {
            ByteBuffer datagram = receive(DatagramKind.DTLS);
            int bytes = Math.min(length, datagram.remaining());
            datagram.get(into, offset, bytes);
            return bytes;
        } catch (SocketTimeoutException e) {
            return -1;
        }
    }

    @Override
    public void send(byte[] from, int offset, int length) throws IOException {
        send(ByteBuffer.wrap(from, offset, length));
    }

    /** DTLS closes what it runs over; the socket is still wanted. */
    @Override
    public void close() {
        // Nothing of it is left to close.
    }

    void closeSocket() {
        socket.close();
    }

    /** The client's side of the handshake. */
    private final class Client extends DefaultTlsClient {
        Client() {
            super(identity.crypto());
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Hashtable getClientExtensions() throws IOException {
            Hashtable<?, ?> extensions = super.getClientExtensions();
            TlsSRTPUtils.addUseSRTPExtension(extensions,
                    new UseSRTPData(new int[]{profile.id()}, TlsUtils.EMPTY_BYTES));
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // Any will do.
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return identity.signer(context);
                }
            };
        }

        @Override
        protected Vector<?> getProtocolNames() {
            return null;
        }

        @Override
        public void notifyAlertReceived(short level, short description) {
            saidGoodBye = saidGoodBye || description == AlertDescription.close_notify;
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            keys = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialBytes());
        }
    }
}
