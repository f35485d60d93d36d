package io.bwe.browser;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Set;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a DTLS 1.2 handshake for SRTP (RFC 5764): asks the client for its certificate, holds it against
 * the fingerprints of the offer, agrees on an SRTP profile and takes the keys from the handshake. Used by one thread.
 */
final class DtlsServer extends DefaultTlsServer {
    private static final int[] CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256};
    private static final short[] HASHES = {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512};

    private final DtlsIdentity identity;
    private final Set<Fingerprint> fingerprints;
    private final int timeoutMs;
    private @Nullable SrtpProfile profile;
    private byte @Nullable [] keys;
    private boolean wrongFingerprint;
    private boolean closeNotified;

    /**
     * Creates the server of one handshake.
     *
     * @param identity who this side is
     * @param fingerprints of which the client's certificate must have one
     * @param timeoutMs how long the handshake may take
     */
    DtlsServer(DtlsIdentity identity, Set<Fingerprint> fingerprints, int timeoutMs) {
        super(identity.crypto());
        this.identity = identity;
        this.fingerprints = fingerprints;
        this.timeoutMs = timeoutMs;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), CIPHER_SUITES);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timeoutMs;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return identity.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (short hash : HASHES) {
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.ecdsa));
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.rsa));
        }
        return new CertificateRequest(new short[]{ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()
                || !hasRightFingerprint(chain.getCertificateAt(0).getEncoded())) {
            wrongFingerprint = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    private boolean hasRightFingerprint(byte[] certificate) {
        return fingerprints.stream().anyMatch(fingerprint -> fingerprint.fits(certificate));
    }

    @Override
    @SuppressWarnings("rawtypes") // As in the method overridden.
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        profile = offered == null ? null : SrtpProfile.best(offered.getProtectionProfiles());
        if (profile == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the client offers no SRTP profile known here");
        }
    }

    @Override
    public Hashtable<?, ?> getServerExtensions() throws IOException {
        Hashtable<?, ?> extensions = super.getServerExtensions();
        SrtpProfile agreed = profile;
        if (agreed != null) {
            // An empty key identifier: none is used.
            TlsSRTPUtils.addUseSRTPExtension(extensions,
                    new UseSRTPData(new int[]{agreed.id()}, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        keys = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, agreedProfile().keyingMaterialBytes());
    }

    @Override
    public void notifyAlertReceived(short alertLevel, short alertDescription) {
        super.notifyAlertReceived(alertLevel, alertDescription);
        closeNotified |= alertDescription == AlertDescription.close_notify;
    }

    /** Whether the client's certificate was not the one of the offer. */
    boolean hadWrongFingerprint() {
        return wrongFingerprint;
    }

    /** Whether the client has said good-bye. */
    boolean wasCloseNotified() {
        return closeNotified;
    }

    SrtpProfile agreedProfile() {
        if (profile == null) {
            throw new IllegalStateException("the handshake has not come to the SRTP profile");
        }
        return profile;
    }

    /** The keying material of both directions, after the handshake. */
    byte[] keyingMaterial() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return keys;
    }
}
