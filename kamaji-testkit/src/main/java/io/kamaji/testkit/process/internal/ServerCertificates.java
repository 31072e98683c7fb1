package io.kamaji.testkit.process.internal;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateSpec.Usage;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SubjectAltNames;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The certificates of a test server: its CA, its own for localhost and 127.0.0.1, and clients by common name. Immutable. */
public final class ServerCertificates {
    private static final String CA = "ca";

    private final KeyedCertificate authority;

    private ServerCertificates(KeyedCertificate authority) {
        this.authority = authority;
    }

    public static ServerCertificates create(String name) {
        // A day old, so that it can have issued a certificate that is expired by now.
        var yesterday = Instant.now().minus(Duration.ofDays(1));
        return new ServerCertificates(issue(CertificateSpec.authority(CA, name + " CA"), Map.of(), yesterday));
    }

    public KeyedCertificate authority() {
        return authority;
    }

    public KeyedCertificate server() {
        return signed(CertificateSpec.builder("server")
                .commonName("server")
                .subjectAltNames(SubjectAltNames.of("localhost", "127.0.0.1"))
                .usages(Usage.SERVER_AUTH, Usage.CLIENT_AUTH));
    }

    public KeyedCertificate client(String commonName) {
        return signed(CertificateSpec.builder("client").commonName(commonName).usages(Usage.CLIENT_AUTH));
    }

    /** A member of groups, of which {@code system:masters} may do anything in a Kubernetes API. */
    public KeyedCertificate member(String commonName, String... groups) {
        return signed(CertificateSpec.builder("client")
                .commonName(commonName)
                .organizations(List.of(groups))
                .usages(Usage.CLIENT_AUTH));
    }

    /** One whose day ended an hour ago. */
    public KeyedCertificate expiredClient(String commonName) {
        var past = Instant.now().minus(Duration.ofHours(2));
        return issue(
                CertificateSpec.builder("client")
                        .commonName(commonName)
                        .usages(Usage.CLIENT_AUTH)
                        .issuer(CA)
                        .validity(Duration.ofHours(1))
                        .build(),
                Map.of(CA, authority),
                past);
    }

    private KeyedCertificate signed(CertificateSpec.Builder spec) {
        return issue(spec.issuer(CA).build(), Map.of(CA, authority), Instant.now());
    }

    private static KeyedCertificate issue(CertificateSpec spec, Map<String, KeyedCertificate> current, Instant now) {
        var specs = spec.name().equals(CA) ? List.of(spec) : List.of(CertificateSpec.externalAuthority(CA), spec);
        var issued = CertificateTree.of(specs).reconcile(current, Issuance.of(now, new SecureRandom()));
        return issued.certificates().get(spec.name());
    }

    public static ContentRef inline(String pem) {
        return ContentRef.builder()
                .content(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .build();
    }
}
