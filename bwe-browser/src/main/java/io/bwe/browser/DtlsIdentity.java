package io.bwe.browser;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * The key and self-signed certificate by which this process is known to browsers (ECDSA, P-256). Made anew for each
 * process and kept nowhere; the fingerprint in the session description is what a browser trusts. Immutable.
 */
final class DtlsIdentity {
    private static final String HASH = "sha-256";
    /** Clocks may disagree by a day. The end is far beyond that of any process. */
    private static final Duration VALID_BEFORE = Duration.ofDays(1);
    private static final Duration VALID_AFTER = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 64;

    private final JcaTlsCrypto crypto;
    private final KeyPair keys;
    private final byte[] certificate;

    private DtlsIdentity(JcaTlsCrypto crypto, KeyPair keys, byte[] certificate) {
        this.crypto = crypto;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** The one of this process, made when it is first asked for. */
    static DtlsIdentity ofProcess() {
        return Holder.IDENTITY;
    }

    static DtlsIdentity create() {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=bwe");
            Instant now = Instant.now();
            byte[] certificate = new JcaX509v3CertificateBuilder(name, new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(VALID_BEFORE)), Date.from(now.plus(VALID_AFTER)), name, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())).getEncoded();
            return new DtlsIdentity(new JcaTlsCryptoProvider().create(random), keys, certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA certificate", e);
        }
    }

    JcaTlsCrypto crypto() {
        return crypto;
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(HASH, certificate);
    }

    /** What signs a handshake. */
    TlsCredentialedSigner signer(TlsContext context) throws IOException {
        Certificate chain = new Certificate(new TlsCertificate[]{crypto.createCertificate(certificate)});
        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, keys.getPrivate(), chain,
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** Makes it when it is first needed. */
    private static final class Holder {
        static final DtlsIdentity IDENTITY = create();
    }
}
