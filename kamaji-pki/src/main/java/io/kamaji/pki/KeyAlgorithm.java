package io.kamaji.pki;

import io.kamaji.pki.internal.EcCurves;
import io.kamaji.pki.internal.Keys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Kind and size of a key.
 *
 * <p>P-256 is the default everywhere: a key takes about 0.1 ms, one of RSA-2048 about 100 ms. kubeadm's own default is
 * {@link #RSA_2048}.
 */
public enum KeyAlgorithm {
    ECDSA_P256,
    ECDSA_P384,
    RSA_2048,
    RSA_3072,
    RSA_4096;

    /** The algorithm of a key; empty for one that is read but never made here, such as Ed25519. */
    public static Optional<KeyAlgorithm> of(PublicKey key) {
        int bits = key instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : key instanceof ECPublicKey ec
                        ? ec.getParams().getCurve().getField().getFieldSize()
                        : 0;
        return Optional.ofNullable(
                switch (bits) {
                    case 256 -> ECDSA_P256;
                    case 384 -> ECDSA_P384;
                    case 2048 -> RSA_2048;
                    case 3072 -> RSA_3072;
                    case 4096 -> RSA_4096;
                    default -> null;
                });
    }

    KeyPair generate(SecureRandom random) {
        try {
            return switch (this) {
                case ECDSA_P256 -> EcCurves.P256.generate(random);
                case ECDSA_P384 -> EcCurves.P384.generate(random);
                case RSA_2048 -> Keys.rsa(2048, random);
                case RSA_3072 -> Keys.rsa(3072, random);
                case RSA_4096 -> Keys.rsa(4096, random);
            };
        } catch (GeneralSecurityException e) {
            throw new PkiException("a key of " + this + " cannot be made: " + e.getMessage(), e);
        }
    }
}
