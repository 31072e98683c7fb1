package io.kamaji.examples.platform;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Datastores that nobody connects to: what is stored there is in memory. Stateless. */
final class Stores {
    private static final String CA = "ca";

    private Stores() {}

    static DataStore etcd(String name) {
        var issued = CertificateTree.of(List.of(CertificateSpec.authority(CA, "etcd CA")))
                .reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom()));
        var authority = issued.certificates().get(CA);
        var certificate = inline(authority.certificatePem());
        var key = inline(authority.keyPem());
        return DataStore.etcd(name, name + ".example:2379")
                .certificateAuthority(certificate, key)
                .clientCertificate(certificate, key)
                .build();
    }

    private static ContentRef inline(String pem) {
        return ContentRef.builder()
                .content(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .build();
    }
}
