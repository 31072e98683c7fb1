package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.run;
import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Asks a tenant for client certificates as kubelets do; approving and signing is the tenant's own controllers' business. */
record SigningRequests(ProcessTenant tenant, Path folder) {

    /** A request as it was sent, and the key that it is for. */
    record Asked(ObjectRef ref, String keyPem) {}

    /** The identity of a node that has just joined with a token. */
    Kubeconfig node(String name, String token) throws Exception {
        var bearer = tenant.kamaji().tenant(tenant.tenant()).kubeconfig().withToken(token);
        return identity("system:node:" + name, signed(ask(bearer, name + "-bootstrap", name)));
    }

    private Kubeconfig identity(String user, KeyedCertificate client) {
        var admin = tenant.kamaji().tenant(tenant.tenant()).kubeconfig();
        return new Kubeconfig(
                "blue", admin.server(), admin.certificateAuthorityPem(), Optional.empty(), user, Optional.of(client));
    }

    /** For the certificate of a node, as somebody. */
    Asked ask(Kubeconfig as, String name, String node) throws Exception {
        return ask(
                as, name, "/O=system:nodes/CN=system:node:" + node, "digital signature, key encipherment, client auth");
    }

    /** For any certificate, by the signer of kubelets' client certificates. */
    Asked ask(Kubeconfig as, String name, String subject, String usages) throws Exception {
        var said = run(
                folder,
                "openssl",
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "csr.pem",
                "-subj",
                subject);
        assertThat(said).startsWith("0\n");
        var csr = JsonObject.parse("""
                        apiVersion: certificates.k8s.io/v1
                        kind: CertificateSigningRequest
                        spec:
                          signerName: kubernetes.io/kube-apiserver-client-kubelet
                          usages: [%s]
                        """.formatted(usages))
                .with("metadata", JsonObject.of("name", name))
                .withAt(
                        List.of("spec", "request"),
                        Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("csr.pem"))));
        try (var client = ProcessTenant.connect(as)) {
            client.create(csr);
        }
        return new Asked(ObjectRef.of(csr), Files.readString(folder.resolve("key.pem")));
    }

    /** Waits for the certificate. */
    KeyedCertificate signed(Asked asked) {
        until("certificate", () -> status(asked).text("certificate").isPresent());
        var pem = Base64.getDecoder().decode(status(asked).text("certificate").orElseThrow());
        return KeyedCertificate.parse(new String(pem, StandardCharsets.UTF_8), asked.keyPem());
    }

    /** How a request stands: empty as long as nobody approved, denied or signed it. */
    JsonObject status(Asked asked) {
        try (var admin = tenant.superAdmin()) {
            return admin.get(asked.ref()).orElseThrow().object("status");
        }
    }
}
