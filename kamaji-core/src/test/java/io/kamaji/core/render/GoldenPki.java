package io.kamaji.core.render;

import io.kamaji.datastore.StorageBinding;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.SigningKeys;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked-in PKI of the golden manifests: keys that protect nothing. Made anew by {@link #main}, which is never needed
 * again unless the tree gains a certificate.
 */
public final class GoldenPki {
    private static final String FOLDER = "/golden-pki/";

    private GoldenPki() {}

    /** Every certificate of the tree by name. */
    public static Map<String, KeyedCertificate> certificates() {
        var certificates = new LinkedHashMap<String, KeyedCertificate>();
        for (var spec : specs()) {
            certificates.put(
                    spec.name(),
                    KeyedCertificate.parse(resource(spec.name() + ".crt"), resource(spec.name() + ".key")));
        }
        return certificates;
    }

    public static SigningKeys serviceAccountKeys() {
        return SigningKeys.parse(resource("sa.pub"), resource("sa.key"));
    }

    private static List<CertificateSpec> specs() {
        var specs = new ArrayList<>(KubeadmCertificates.of(SubjectAltNames.of("localhost", "127.0.0.1")));
        specs.add(CertificateSpec.authority(StorageBinding.AUTHORITY, "datastore-ca"));
        specs.add(CertificateSpec.client(StorageBinding.CLIENT, "tenants_blue", StorageBinding.AUTHORITY));
        specs.add(CertificateSpec.client("konnectivity-server", "system:konnectivity-server", KubeadmCertificates.CA));
        specs.add(CertificateSpec.server(
                "relay", "kamaji-relay", KubeadmCertificates.CA, SubjectAltNames.of("blue-relay.example.com")));
        return specs;
    }

    private static String resource(String name) {
        try (var in = GoldenPki.class.getResourceAsStream(FOLDER + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to the PKI in the folder that is named what is missing there. */
    public static void main(String[] args) throws Exception {
        var folder = Files.createDirectories(Path.of(args[0]));
        var random = new SecureRandom();
        var current = new LinkedHashMap<String, KeyedCertificate>();
        for (var spec : specs()) {
            var certificate = folder.resolve(spec.name() + ".crt");
            if (Files.exists(certificate)) {
                var key = Files.readString(folder.resolve(spec.name() + ".key"));
                current.put(spec.name(), KeyedCertificate.parse(Files.readString(certificate), key));
            }
        }
        var issued = CertificateTree.of(specs())
                .reconcile(current, Issuance.of(Instant.parse("2026-01-01T00:00:00Z"), random));
        for (var entry : issued.certificates().entrySet()) {
            Files.writeString(
                    folder.resolve(entry.getKey() + ".crt"), entry.getValue().certificatePem());
            Files.writeString(
                    folder.resolve(entry.getKey() + ".key"), entry.getValue().keyPem());
        }
        if (Files.exists(folder.resolve("sa.key"))) {
            return;
        }
        var keys = SigningKeys.generate(KeyAlgorithm.ECDSA_P256, random);
        Files.writeString(folder.resolve("sa.pub"), keys.publicPem());
        Files.writeString(folder.resolve("sa.key"), keys.privatePem());
    }
}
