package io.kamaji.pki;

import io.kamaji.pki.internal.Keys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The key pair that signs service account tokens: {@code sa.key} and {@code sa.pub}.
 *
 * <p>Immutable; what was parsed is given back as the very same text. The private key is written as PKCS#1 or SEC 1, the
 * public one as PKIX. P-256 gives tokens of ES256, P-384 of ES384, RSA of RS256; kubeadm's default is RSA-2048.
 */
public final class SigningKeys {
    private final String privatePem;
    private final String publicPem;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKeys(String privatePem, String publicPem, PrivateKey privateKey, PublicKey publicKey) {
        this.privatePem = privatePem;
        this.publicPem = publicPem;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Makes a new pair: about 0.1 ms for P-256, 100 ms for RSA-2048, seconds for RSA-4096.
     *
     * @throws PkiException if the JDK cannot make a key of this algorithm
     */
    public static SigningKeys generate(KeyAlgorithm algorithm, SecureRandom random) {
        KeyPair pair = algorithm.generate(random);
        try {
            return new SigningKeys(
                    Keys.writePrivate(pair.getPrivate(), pair.getPublic()),
                    Keys.writePublic(pair.getPublic()),
                    pair.getPrivate(),
                    pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new PkiException("the signing key " + e.getMessage(), e);
        }
    }

    /**
     * Reads a pair.
     *
     * @param publicPem PKIX, PKCS#1 or a certificate; of several, the first is the one that signs
     * @throws PkiException if one cannot be read or the two do not belong together
     */
    public static SigningKeys parse(String publicPem, String privatePem) {
        try {
            PublicKey publicKey = readPublic(publicPem);
            PrivateKey privateKey = Keys.readPrivate(privatePem);
            if (!Keys.isPair(publicKey, privateKey)) {
                throw new GeneralSecurityException("does not belong to the public key for signing");
            }
            return new SigningKeys(privatePem, publicPem, privateKey, publicKey);
        } catch (GeneralSecurityException e) {
            throw new PkiException("the private key for signing " + e.getMessage(), e);
        }
    }

    private static PublicKey readPublic(String pem) {
        try {
            return Keys.readPublic(pem);
        } catch (GeneralSecurityException e) {
            throw new PkiException("the public key for signing " + e.getMessage(), e);
        }
    }

    /** {@code sa.key}. */
    public String privatePem() {
        return privatePem;
    }

    /** {@code sa.pub}; of a pair that was parsed it may hold further keys, whose tokens are accepted too. */
    public String publicPem() {
        return publicPem;
    }

    /** The key that signs. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The key that verifies what this pair signs. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** {@code sha256:} and the first 16 hex digits of the SHA-256 of the public key info. */
    public String fingerprint() {
        return Fingerprints.shortSha256(publicKey.getEncoded());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningKeys that
                && privatePem.equals(that.privatePem)
                && publicPem.equals(that.publicPem);
    }

    @Override
    public int hashCode() {
        return publicPem.hashCode();
    }

    @Override
    public String toString() {
        return "SigningKeys[" + fingerprint() + "]";
    }
}
