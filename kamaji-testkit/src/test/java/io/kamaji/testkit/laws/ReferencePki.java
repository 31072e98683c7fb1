package io.kamaji.testkit.laws;

import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.SigningKeys;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the reference's operator issued for tenant {@code blue} on the day of {@link TenantWorld#START}: RSA-2048, a CA that is 1,000
 * days old, leaves of an operator that started 30 days ago (in kubeconfigs backdated to the CA's beginning), one client
 * certificate for each kubeconfig. Checked in, for RSA keys take seconds; they protect nothing. Made anew by {@link #main},
 * which is never needed again unless the day or the address changes.
 */
final class ReferencePki {
    static final String STORE = "datastore";
    static final String STORE_CLIENT = "etcd";
    static final String KONNECTIVITY = "konnectivity";

    /** The first that the simulator gives to a Service. */
    private static final String ADDRESS = "127.22.0.2";

    private static final Instant BORN = Blue.NOW.minus(Duration.ofDays(1000));
    private static final Instant STARTED = Blue.NOW.minus(Duration.ofDays(30));
    private static final Duration YEAR = Duration.ofDays(365);
    private static final List<String> AUTHORITIES =
            List.of(KubeadmCertificates.CA, KubeadmCertificates.FRONT_PROXY_CA, STORE);
    private static final List<String> IN_KUBECONFIGS = List.of(
            KubeadmCertificates.ADMIN,
            KubeadmCertificates.SUPER_ADMIN,
            KubeadmCertificates.CONTROLLER_MANAGER,
            KubeadmCertificates.SCHEDULER);

    private ReferencePki() {}

    /** By its kubeadm name, or by its kubeconfig's, as {@code admin.conf}. */
    static KeyedCertificate certificate(String name) {
        return KeyedCertificate.parse(resource(name + ".crt"), resource(name + ".key"));
    }

    /** The text of a file: each certificate's, {@code sa.pub} and {@code sa.key}. */
    static String resource(String file) {
        return Blue.resource("/laws/reference-pki/" + file);
    }

    /** Writes all files into the folder that is named. */
    public static void main(String[] args) throws IOException {
        var folder = Files.createDirectories(Path.of(args[0]));
        for (var entry : issued().entrySet()) {
            Files.writeString(
                    folder.resolve(entry.getKey() + ".crt"), entry.getValue().certificatePem());
            Files.writeString(
                    folder.resolve(entry.getKey() + ".key"), entry.getValue().keyPem());
        }
        var accounts = SigningKeys.generate(KeyAlgorithm.RSA_2048, new SecureRandom());
        Files.writeString(folder.resolve("sa.pub"), accounts.publicPem());
        Files.writeString(folder.resolve("sa.key"), accounts.privatePem());
    }

    private static Map<String, KeyedCertificate> issued() {
        var issued = new HashMap<String, KeyedCertificate>();
        var names = SubjectAltNames.of(
                "node",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                "blue",
                "blue.tenants.svc",
                "blue.tenants.svc.cluster.local",
                "10.96.0.1",
                ADDRESS,
                "127.0.0.1");
        var kubeadm = KubeadmCertificates.of(names);
        issue(issued, BORN, kubeadm.stream().filter(CertificateSpec::authority).toList());
        issued.put(STORE, Blue.authority());
        for (var spec : kubeadm) {
            if (IN_KUBECONFIGS.contains(spec.name())) {
                issue(issued, BORN, List.of(backdated(spec, ".conf"), backdated(spec, ".svc")));
            } else if (!spec.authority()) {
                issue(issued, STARTED, List.of(spec));
            }
        }
        issue(
                issued,
                STARTED,
                List.of(
                        tenYears(KONNECTIVITY, "system:konnectivity-server", KubeadmCertificates.CA),
                        tenYears(STORE_CLIENT, "tenants_blue", STORE)));
        return issued;
    }

    private static CertificateSpec backdated(CertificateSpec spec, String file) {
        return CertificateSpec.builder(spec.name() + file)
                .commonName(spec.commonName())
                .organizations(spec.organizations())
                .usages(CertificateSpec.Usage.CLIENT_AUTH)
                .issuer(KubeadmCertificates.CA)
                .validity(Duration.between(BORN, STARTED).plus(YEAR))
                .build();
    }

    /** The reference's certificates of its own making: administrators of the tenant, whatever they are for. */
    private static CertificateSpec tenYears(String name, String commonName, String issuer) {
        return CertificateSpec.client(name, commonName, issuer, "system:masters").toBuilder()
                .usages(CertificateSpec.Usage.CLIENT_AUTH, CertificateSpec.Usage.SERVER_AUTH)
                .validity(Duration.ofDays(3650))
                .build();
    }

    private static void issue(Map<String, KeyedCertificate> issued, Instant at, List<CertificateSpec> specs) {
        var external = AUTHORITIES.stream()
                .filter(name -> specs.stream().noneMatch(spec -> spec.name().equals(name)))
                .filter(issued::containsKey)
                .map(CertificateSpec::externalAuthority);
        var all = Stream.concat(external, specs.stream()).toList();
        issued.putAll(CertificateTree.of(all)
                .reconcile(issued, Issuance.of(at, new SecureRandom()).withKeyAlgorithm(KeyAlgorithm.RSA_2048))
                .certificates());
    }
}
