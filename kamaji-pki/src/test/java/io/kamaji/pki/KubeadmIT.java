package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kubeadm and kubectl take what is made here, and what kubeadm made is kept. */
class KubeadmIT {
    private static final List<String> IN_FILES =
            List.of("ca", "front-proxy-ca", "apiserver", "apiserver-kubelet-client", "front-proxy-client");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "ECDSA-P256", "ECDSA-P384"})
    void reconcile_pkiOfKubeadm_keepsAllOfIt(String algorithm) throws Exception {
        kubeadm(algorithm, "init", "phase", "certs", "all");
        kubeadm(algorithm, "init", "phase", "kubeconfig", "all", "--kubeconfig-dir", folder.toString());
        Map<String, KeyedCertificate> current = new HashMap<>();
        for (String name : IN_FILES) {
            current.put(name, KeyedCertificate.parse(read("pki/" + name + ".crt"), read("pki/" + name + ".key")));
        }
        for (String name : List.of("admin", "super-admin", "controller-manager", "scheduler")) {
            String text = read(name + ".conf");
            Kubeconfig config = Kubeconfig.parse(text);
            assertThat(config.toYaml()).isEqualTo(text);
            current.put(name, config.client().orElseThrow());
        }
        SigningKeys keys = SigningKeys.parse(read("pki/sa.pub"), read("pki/sa.key"));
        assertThat(keys.publicPem()).isEqualTo(read("pki/sa.pub"));

        var names =
                SubjectAltNames.of("kubernetes", "kubernetes.default.svc.cluster.local", "10.96.0.1", "203.0.113.10");
        var kept = CertificateTree.of(KubeadmCertificates.of(names))
                .reconcile(current, Issuance.of(Instant.now(), Fixtures.RANDOM));
        assertThat(kept.issued()).isEmpty();
        assertThat(kept.warnings()).isEmpty();
        current.forEach((name, pair) -> assertThat(KeyedCertificate.of(pair.certificate(), pair.key()))
                .as("%s is written as kubeadm writes it", name)
                .isEqualTo(pair));
    }

    @Test
    void checkExpiration_ourPki_acceptedByKubeadm() throws Exception {
        var all = CertificateTree.of(Fixtures.SPECS)
                .reconcile(Map.of(), Issuance.of(Instant.now(), Fixtures.RANDOM))
                .certificates();
        Files.createDirectories(folder.resolve("pki"));
        for (String name : IN_FILES) {
            Files.writeString(
                    folder.resolve("pki/" + name + ".crt"), all.get(name).certificatePem());
            Files.writeString(
                    folder.resolve("pki/" + name + ".key"), all.get(name).keyPem());
        }
        // with "certs" done, kubeadm checks each pair it finds and makes only what is missing
        String output = kubeadm("ECDSA-P256", "init", "phase", "certs", "apiserver-kubelet-client");
        assertThat(output).contains("Using existing apiserver-kubelet-client certificate and key on disk");
        assertThat(kubeadm("ECDSA-P256", "init", "phase", "certs", "ca")).contains("Using existing ca");

        var config = new Kubeconfig(
                "tenant-a",
                "https://203.0.113.10:6443",
                all.get("ca").certificatePem(),
                Optional.of("localhost"),
                "kubernetes-admin",
                Optional.of(all.get("admin")));
        Path file = Files.writeString(folder.resolve("ours.conf"), config.toYaml());
        var view = Real.run(
                folder,
                List.of(
                        Real.program("kubectl").toString(),
                        "--kubeconfig",
                        file.toString(),
                        "config",
                        "view",
                        "--raw"));
        assertThat(view.text()).isEqualTo(config.toYaml());
    }

    private String kubeadm(String algorithm, String... arguments) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                folder.resolve("settings.yaml"),
                String.join(
                        "\n",
                        "apiVersion: kubeadm.k8s.io/v1beta4",
                        "kind: ClusterConfiguration",
                        "kubernetesVersion: v1.36.3",
                        "certificatesDir: " + folder.resolve("pki"),
                        "clusterName: tenant-a",
                        "controlPlaneEndpoint: 203.0.113.10:6443",
                        "encryptionAlgorithm: " + algorithm));
        List<String> command =
                new java.util.ArrayList<>(List.of(Real.program("kubeadm").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", settings.toString()));
        var outcome = Real.run(folder, command);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        return outcome.text();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
