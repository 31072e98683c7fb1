package io.kamaji.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the golden PKI of the testkit: {@code GoldenPki FOLDER}. What is there and still as declared is kept. */
final class GoldenPki {
    static final Instant START = Instant.parse("2026-01-01T00:05:00Z");
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private GoldenPki() {}

    static CertificateTree tree() {
        List<CertificateSpec> specs = new ArrayList<>(KubeadmCertificates.of(SubjectAltNames.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                "tenant-a",
                "tenant-a.tenants.svc",
                "tenant-a.tenants.svc.cluster.local",
                "tenant-a.example.com",
                "10.96.0.1",
                "127.0.0.1",
                "203.0.113.10",
                "198.51.100.7",
                "fd00:96::1")));
        specs.add(CertificateSpec.authority("datastore-ca", "datastore-ca"));
        specs.add(CertificateSpec.client("datastore-client", "tenant-a", "datastore-ca"));
        return CertificateTree.of(specs.stream()
                .map(spec -> spec.toBuilder().validity(CENTURY).build())
                .toList());
    }

    static Map<String, KeyedCertificate> read(Path folder) throws IOException {
        Map<String, KeyedCertificate> found = new LinkedHashMap<>();
        for (CertificateSpec spec : tree().specs()) {
            Path certificate = folder.resolve(spec.name() + ".crt");
            Path key = folder.resolve(spec.name() + ".key");
            if (Files.exists(certificate) && Files.exists(key)) {
                found.put(spec.name(), KeyedCertificate.parse(Files.readString(certificate), Files.readString(key)));
            }
        }
        return found;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SecureRandom random = new SecureRandom();
        var reconciled = tree().reconcile(read(folder), Issuance.of(START, random));
        for (String name : reconciled.issued().keySet()) {
            KeyedCertificate pair = reconciled.certificates().get(name);
            Files.writeString(folder.resolve(name + ".crt"), pair.certificatePem());
            Files.writeString(folder.resolve(name + ".key"), pair.keyPem());
        }
        if (!Files.exists(folder.resolve("sa.key"))) {
            SigningKeys keys = SigningKeys.generate(KeyAlgorithm.ECDSA_P256, random);
            Files.writeString(folder.resolve("sa.key"), keys.privatePem());
            Files.writeString(folder.resolve("sa.pub"), keys.publicPem());
        }
        System.out.println(reconciled.issued());
    }
}
