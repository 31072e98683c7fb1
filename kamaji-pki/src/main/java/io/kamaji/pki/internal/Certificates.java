package io.kamaji.pki.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * X.509 certificates: read, signed and verified.
 *
 * <p>A signed certificate has a random serial number of 127 bits, critical key usage and basic constraints, and key
 * identifiers made as RFC 5280, 4.2.1.2 (1) says. The hash goes with the issuer's key: SHA-384 for P-384, SHA-512 for
 * P-521, SHA-256 for P-256 and RSA; Ed25519 has its own. Thread-safe.
 */
public final class Certificates {
    private static final int SERIAL_BITS = 127;

    private Certificates() {}

    /** All certificates of a PEM text, at least one; other blocks are skipped. */
    public static List<X509Certificate> read(String pem) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        String others = "";
        for (Pem.Block block : Pem.blocks(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(decode(block.der()));
            } else {
                others = others.isEmpty() ? block.label() : others + ", " + block.label();
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("has no certificate but " + others);
        }
        return certificates;
    }

    private static X509Certificate decode(byte[] der) throws GeneralSecurityException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new GeneralSecurityException("has a block CERTIFICATE that is not an X.509 certificate", e);
        }
    }

    /** Signs; {@code issuer} empty: with the certificate's own key. */
    public static X509Certificate sign(
            CertificateRequest request, Optional<X509Certificate> issuer, PrivateKey issuerKey, SecureRandom random)
            throws GeneralSecurityException {
        try {
            X500Name subject = subject(request);
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer.map(Certificates::subjectOf).orElse(subject),
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(request.notBefore()),
                    Date.from(request.notAfter()),
                    subject,
                    SubjectPublicKeyInfo.getInstance(request.publicKey().getEncoded()));
            addExtensions(builder, request, issuer);
            return decode(builder.build(signer(issuerKey, random)).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("cannot be signed: " + e.getMessage(), e);
        }
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder, CertificateRequest request, Optional<X509Certificate> issuer)
            throws IOException {
        boolean rsa = request.publicKey().getAlgorithm().equals("RSA");
        int usage = request.authority()
                ? KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign
                // RFC 8813: keyEncipherment says nothing for, and must not be with, a key of ECDSA
                : rsa ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment : KeyUsage.digitalSignature;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!request.usages().isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(request.usages().stream()
                            .map(id -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(id)))
                            .toArray(KeyPurposeId[]::new)));
        }
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.authority()));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(computedKeyId(request.publicKey())));
        if (issuer.isPresent()) {
            byte[] id = CertificateFields.subjectKeyId(issuer.get())
                    .orElseGet(() -> computedKeyId(issuer.get().getPublicKey()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(id));
        }
        List<GeneralName> names = new ArrayList<>();
        request.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        request.ipAddresses()
                .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address))));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    /** Of encoded strings: as plain ones, a leading {@code #} would begin hexadecimal and a leading backslash go. */
    private static X500Name subject(CertificateRequest request) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        request.organizations().forEach(organization -> name.addRDN(BCStyle.O, new DERUTF8String(organization)));
        return name.addRDN(BCStyle.CN, new DERUTF8String(request.commonName())).build();
    }

    private static X500Name subjectOf(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static byte[] computedKeyId(PublicKey key) {
        return new BcX509ExtensionUtils()
                .createSubjectKeyIdentifier(SubjectPublicKeyInfo.getInstance(key.getEncoded()))
                .getKeyIdentifier();
    }

    private static ContentSigner signer(PrivateKey key, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        if (key instanceof ECPrivateKey ec) {
            var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(EcCurves.of(ec).signatureAlgorithm);
            return new BcECContentSignerBuilder(algorithm, new DefaultDigestAlgorithmIdentifierFinder().find(algorithm))
                    .setSecureRandom(random)
                    .build(PrivateKeyFactory.createKey(key.getEncoded()));
        }
        // the JDK calls a key of Ed25519 by its family
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
        return new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(key);
    }

    /** Whether the holder of this key signed the certificate. */
    public static boolean isSignedBy(X509Certificate certificate, PublicKey issuer) {
        try {
            if (issuer instanceof ECPublicKey) {
                AsymmetricKeyParameter key = PublicKeyFactory.createKey(issuer.getEncoded());
                return new X509CertificateHolder(certificate.getEncoded())
                        .isSignatureValid(
                                new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder())
                                        .build(key));
            }
            certificate.verify(issuer);
            return true;
        } catch (GeneralSecurityException | IOException | OperatorCreationException | CertException e) {
            return false;
        }
    }
}
