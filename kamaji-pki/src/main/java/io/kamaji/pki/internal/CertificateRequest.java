package io.kamaji.pki.internal;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate to be signed says, but for its serial number.
 *
 * @param usages extended key usages as dotted object identifiers
 * @param ipAddresses 4 or 16 bytes each
 */
public record CertificateRequest(
        String commonName,
        List<String> organizations,
        List<String> dnsNames,
        List<byte[]> ipAddresses,
        List<String> usages,
        boolean authority,
        Instant notBefore,
        Instant notAfter,
        PublicKey publicKey) {}
