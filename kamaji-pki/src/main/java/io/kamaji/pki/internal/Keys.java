package io.kamaji.pki.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Private and public keys: made, read, written, matched.
 *
 * <p>Reads PKCS#8, PKCS#1 (RFC 8017) and SEC 1 (RFC 5915) in PEM; writes RSA as PKCS#1 and EC as SEC 1 with the public
 * point, as kubeadm does, and what else there is as PKCS#8. Thread-safe.
 */
public final class Keys {
    private static final String KNOWN = "known are RSA, Ed25519, and EC on P-256, P-384 and P-521";
    private static final Map<ASN1ObjectIdentifier, String> REFUSED = Map.of(
            PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS",
            X9ObjectIdentifiers.id_dsa, "DSA",
            EdECObjectIdentifiers.id_Ed448, "Ed448");

    private Keys() {}

    /** A new RSA key with the public exponent 65537; 2048 bits take about 100 ms. */
    public static KeyPair rsa(int bits, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
        return generator.generateKeyPair();
    }

    /** The first private key of a PEM text. */
    public static PrivateKey readPrivate(String pem) throws GeneralSecurityException {
        byte[] parameters = null;
        String others = "";
        for (Pem.Block block : Pem.blocks(pem)) {
            if (block.encrypted()) {
                throw new GeneralSecurityException("is an encrypted key (" + block.label() + "); decrypt it first");
            }
            switch (block.label()) {
                case "EC PARAMETERS" -> parameters = block.der();
                case "PRIVATE KEY" -> {
                    return readPkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return read(
                            block.label(),
                            () -> new PrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(block.der())));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] curve = parameters;
                    return read(block.label(), () -> sec1(block.der(), curve));
                }
                default -> others = others.isEmpty() ? block.label() : others + ", " + block.label();
            }
        }
        throw new GeneralSecurityException("has no private key but " + (others.isEmpty() ? "EC PARAMETERS" : others));
    }

    private static PrivateKey readPkcs8(byte[] der) throws GeneralSecurityException {
        return read("PRIVATE KEY", () -> PrivateKeyInfo.getInstance(der));
    }

    private static PrivateKeyInfo sec1(byte[] der, byte @Nullable [] parameters)
            throws IOException, GeneralSecurityException {
        var key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(der);
        var curve = key.getParametersObject() != null
                ? key.getParametersObject()
                : parameters == null ? null : ASN1Primitive.fromByteArray(parameters);
        if (!(curve instanceof ASN1ObjectIdentifier)) {
            throw new GeneralSecurityException("has an EC PRIVATE KEY that does not name its curve");
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private interface Decoding {
        PrivateKeyInfo info() throws IOException, GeneralSecurityException;
    }

    private static PrivateKey read(String label, Decoding decoding) throws GeneralSecurityException {
        String algorithm = "";
        try {
            PrivateKeyInfo info = decoding.info();
            algorithm = algorithm(info.getPrivateKeyAlgorithm());
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | IllegalArgumentException | IllegalStateException | InvalidKeySpecException e) {
            // causes may quote bytes of the key
            throw new GeneralSecurityException("has a block " + label + " that is not "
                    + (algorithm.isEmpty() ? "a" : "an " + algorithm) + " private key");
        }
    }

    private static String algorithm(AlgorithmIdentifier identifier) throws GeneralSecurityException {
        var oid = identifier.getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        } else if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            EcCurves.requireKnown(identifier.getParameters());
            return "EC";
        } else if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw new GeneralSecurityException(
                "has a key of the algorithm " + REFUSED.getOrDefault(oid, oid.getId()) + "; " + KNOWN);
    }

    /** SEC 1 for EC, PKCS#1 for RSA, PKCS#8 for the rest. */
    public static String writePrivate(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        try {
            if (key instanceof ECPrivateKey ec) {
                EcCurves curve = EcCurves.of(ec);
                byte[] point = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded())
                        .getPublicKeyData()
                        .getBytes();
                var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        curve.bits, ec.getS(), new DERBitString(point), curve.oid);
                return Pem.encode("EC PRIVATE KEY", sec1.getEncoded("DER"));
            } else if (key instanceof RSAKey) {
                return Pem.encode(
                        "RSA PRIVATE KEY",
                        PrivateKeyInfo.getInstance(key.getEncoded())
                                .parsePrivateKey()
                                .toASN1Primitive()
                                .getEncoded("DER"));
            }
            return Pem.encode("PRIVATE KEY", key.getEncoded());
        } catch (IOException e) {
            throw new GeneralSecurityException("the key cannot be encoded", e);
        }
    }

    /** The first public key of a PEM text: PKIX, PKCS#1 or that of a certificate. */
    public static PublicKey readPublic(String pem) throws GeneralSecurityException {
        Pem.Block block = Pem.blocks(pem).get(0);
        try {
            return switch (block.label()) {
                case "PUBLIC KEY" -> publicKey(SubjectPublicKeyInfo.getInstance(block.der()));
                case "RSA PUBLIC KEY" ->
                    publicKey(new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(block.der())));
                case "CERTIFICATE" -> Certificates.read(pem).get(0).getPublicKey();
                default -> throw new GeneralSecurityException("has no public key but " + block.label());
            };
        } catch (IOException | IllegalArgumentException | InvalidKeySpecException e) {
            throw new GeneralSecurityException("has a block " + block.label() + " that is not a public key", e);
        }
    }

    private static PublicKey publicKey(SubjectPublicKeyInfo info) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance(algorithm(info.getAlgorithm()))
                .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    }

    /** PKIX. */
    public static String writePublic(PublicKey key) {
        return Pem.encode("PUBLIC KEY", key.getEncoded());
    }

    /** Whether the two make a pair. */
    public static boolean isPair(PublicKey publicKey, PrivateKey key) throws GeneralSecurityException {
        if (publicKey instanceof RSAPublicKey rsa && key instanceof RSAPrivateCrtKey crt) {
            return rsa.getModulus().equals(crt.getModulus())
                    && rsa.getPublicExponent().equals(crt.getPublicExponent());
        } else if (publicKey instanceof ECPublicKey ec && key instanceof ECPrivateKey scalar) {
            return EcCurves.isPair(ec, scalar);
        } else if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        // Ed25519 offers no way from the private key to the public one; its signatures are deterministic
        Signature signature = Signature.getInstance(key.getAlgorithm());
        signature.initSign(key);
        signature.update((byte) 0);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update((byte) 0);
        return signature.verify(signed);
    }
}
