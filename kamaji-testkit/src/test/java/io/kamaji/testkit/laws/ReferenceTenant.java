package io.kamaji.testkit.laws;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.Kubeconfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tenant {@code blue} on a shared etcd with konnectivity as the reference's operator leaves it in the admin cluster: its PKI,
 * MD5 checksums, everything written by update under the name {@code kamaji}, owned by the custom resource. Source: spec of
 * the admin objects, sections 1 to 5.
 */
final class ReferenceTenant {
    private final ClusterClient operator;

    private ReferenceTenant(ClusterClient operator) {
        this.operator = operator;
    }

    /** Makes all of it in the admin cluster. */
    static void make(TenantWorld world) {
        try (var operator = world.adminCluster().connect()) {
            new ReferenceTenant(operator).make();
        }
    }

    private void make() {
        var address = address(operator.create(owned(JsonObject.parse("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: blue
                  namespace: tenants
                  labels:
                    kamaji.clastix.io/project: kamaji
                    kamaji.clastix.io/name: blue
                    kamaji.clastix.io/component: service
                spec:
                  type: LoadBalancer
                  allocateLoadBalancerNodePorts: true
                  selector: {kamaji.clastix.io/name: blue}
                  ports:
                  - {name: kube-apiserver, protocol: TCP, port: 6443, targetPort: 6443}
                  - {name: konnectivity-server, protocol: TCP, port: 8132, targetPort: 8132}
                """))));
        certificate("ca", "", KubeadmCertificates.CA, "ca", "tls");
        certificate("front-proxy-ca-certificate", "", KubeadmCertificates.FRONT_PROXY_CA, "front-proxy-ca");
        certificate("api-server-certificate", "x509", KubeadmCertificates.API_SERVER, "apiserver");
        certificate(
                "api-server-kubelet-client-certificate",
                "x509",
                KubeadmCertificates.API_SERVER_KUBELET_CLIENT,
                "apiserver-kubelet-client");
        certificate(
                "front-proxy-client-certificate", "x509", KubeadmCertificates.FRONT_PROXY_CLIENT, "front-proxy-client");
        secret(
                "sa-certificate",
                "",
                Map.of("sa.pub", ReferencePki.resource("sa.pub"), "sa.key", ReferencePki.resource("sa.key")));
        kubeconfigs(address);
        storage();
        certificate("konnectivity-certificate", "x509", ReferencePki.KONNECTIVITY, "tls");
        secret(
                "konnectivity-kubeconfig",
                "kubeconfig",
                Map.of(
                        "konnectivity-server.conf",
                        kubeconfig(
                                "kubernetes",
                                "https://localhost:6443",
                                "system:konnectivity-server",
                                ReferencePki.KONNECTIVITY)));
        configMap(
                "kubeadmconfig",
                Map.of("InitConfiguration", "{}", "ClusterConfiguration", "{\"ClusterName\":\"blue\"}"));
        configMap(
                "konnectivity-egress-selector-configuration",
                Map.of("egress-selector-configuration.yaml", "kind: EgressSelectorConfiguration\n"));
        operator.create(owned(JsonObject.parse(Blue.resource("/laws/reference-deployment.yaml"))));
    }

    private String address(JsonObject service) {
        return operator.get(ObjectRef.of(service))
                .orElseThrow()
                .array("status", "loadBalancer", "ingress")
                .objects()
                .findFirst()
                .flatMap(ingress -> ingress.text("ip"))
                .orElseThrow();
    }

    private void kubeconfigs(String address) {
        var endpoint = "https://" + address + ":6443";
        var service = "https://blue.tenants.svc:6443";
        secret(
                "admin-kubeconfig",
                "kubeconfig",
                Map.of(
                        "admin.conf", kubeconfig("blue", endpoint, "kubernetes-admin", "admin.conf"),
                        "admin.svc", kubeconfig("blue", service, "kubernetes-admin", "admin.svc"),
                        "super-admin.conf", kubeconfig("blue", endpoint, "kubernetes-super-admin", "super-admin.conf"),
                        "super-admin.svc", kubeconfig("blue", service, "kubernetes-super-admin", "super-admin.svc")));
        for (var name : List.of("controller-manager", "scheduler")) {
            secret(
                    name + "-kubeconfig",
                    "kubeconfig",
                    Map.of(
                            name + ".conf",
                            kubeconfig("blue", "https://127.0.0.1:6443", "system:kube-" + name, name + ".conf")));
        }
    }

    private String kubeconfig(String cluster, String server, String user, String client) {
        return new Kubeconfig(
                        cluster,
                        server,
                        ReferencePki.certificate(KubeadmCertificates.CA).certificatePem(),
                        Optional.empty(),
                        user,
                        Optional.of(ReferencePki.certificate(client)))
                .toYaml();
    }

    private void storage() {
        var account = Map.of(
                "DB_CONNECTION_STRING", "", "DB_SCHEMA", "tenants_blue", "DB_USER", "tenants_blue", "DB_PASSWORD", "p");
        operator.create(secretOf("datastore-config", "", account)
                .update(
                        "metadata",
                        m -> m.with("finalizers", List.of("finalizer.kamaji.clastix.io/datastore-secret"))));
        var client = ReferencePki.certificate(ReferencePki.STORE_CLIENT);
        secret(
                "datastore-certificate",
                "x509",
                Map.of(
                        "ca.crt", Blue.AUTHORITY.certificatePem(),
                        "server.crt", client.certificatePem(),
                        "server.key", client.keyPem()));
    }

    private void certificate(String secret, String lifecycle, String name, String... files) {
        var issued = ReferencePki.certificate(name);
        var data = new HashMap<String, String>();
        for (var file : files) {
            data.put(file + ".crt", issued.certificatePem());
            data.put(file + ".key", issued.keyPem());
        }
        secret(secret, lifecycle, data);
    }

    private void secret(String name, String lifecycle, Map<String, String> data) {
        operator.create(secretOf(name, lifecycle, data));
    }

    private static JsonObject secretOf(String name, String lifecycle, Map<String, String> data) {
        var encoded = new TreeMap<String, String>();
        data.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        var type = name.equals("konnectivity-certificate") ? "kubernetes.io/tls" : "Opaque";
        var secret = object("Secret", name, data).with("type", type).with("data", encoded);
        return lifecycle.isEmpty()
                ? secret
                : secret.withAt(
                        List.of("metadata", "labels", "kamaji.clastix.io/certificate_lifecycle_controller"), lifecycle);
    }

    private void configMap(String name, Map<String, String> data) {
        operator.create(object("ConfigMap", name, data).with("data", data));
    }

    private static JsonObject object(String kind, String name, Map<String, String> data) {
        var labels = Map.of(
                "kamaji.clastix.io/project", "kamaji",
                "kamaji.clastix.io/name", "blue",
                "kamaji.clastix.io/component", name);
        return owned(JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                JsonObject.of(
                        "name",
                        "blue-" + name,
                        "namespace",
                        Blue.NAMESPACE,
                        "labels",
                        labels,
                        "annotations",
                        Map.of("kamaji.clastix.io/checksum", md5(new TreeMap<>(data))))));
    }

    private static JsonObject owned(JsonObject object) {
        var owner = JsonObject.of(
                "apiVersion", "kamaji.clastix.io/v1alpha1",
                "kind", "TenantControlPlane",
                "name", "blue",
                "uid", "0e1c5a2e-6b6a-4b8e-9a51-1f2d3c4b5a69",
                "controller", true,
                "blockOwnerDeletion", true);
        return object.update("metadata", metadata -> metadata.with("ownerReferences", List.of(owner)));
    }

    private static String md5(TreeMap<String, String> data) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            data.values().forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
