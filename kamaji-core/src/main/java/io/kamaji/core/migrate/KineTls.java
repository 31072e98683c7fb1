package io.kamaji.core.migrate;

import io.kamaji.datastore.KineLauncher.ClientTls;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SubjectAltNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The certificates of one kine and of its only client, made for one launch and good for a day: kine asks for the client's,
 * as whoever reaches it can read and write the tenant's keys. Immutable; its text form shows no key.
 */
record KineTls(KeyedCertificate authority, KeyedCertificate server, KeyedCertificate client) {
    private static final String AUTHORITY = "kine-ca";
    private static final String SERVER = "kine-server";
    private static final String CLIENT = "kine-client";
    /** In place of the pod's address, which is not known when the certificate is made. */
    private static final String HOST = KinePodManifest.CONTAINER;

    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final CertificateTree TREE = CertificateTree.of(List.of(
            CertificateSpec.authority(AUTHORITY, AUTHORITY).toBuilder()
                    .validity(VALIDITY)
                    .build(),
            CertificateSpec.server(SERVER, HOST, AUTHORITY, SubjectAltNames.of(HOST)).toBuilder()
                    .validity(VALIDITY)
                    .build(),
            CertificateSpec.client(CLIENT, "kamaji", AUTHORITY).toBuilder()
                    .validity(VALIDITY)
                    .build()));

    static KineTls issue(Issuance issuance) {
        var issued = TREE.reconcile(Map.of(), issuance).certificates();
        return new KineTls(of(issued, AUTHORITY), of(issued, SERVER), of(issued, CLIENT));
    }

    private static KeyedCertificate of(Map<String, KeyedCertificate> issued, String name) {
        return Objects.requireNonNull(issued.get(name), "a tree issues all that it declares");
    }

    /** What the caller of kine needs. */
    ClientTls forClient() {
        return new ClientTls(HOST, authority.certificatePem(), client);
    }
}
