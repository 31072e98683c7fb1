package io.kamaji.core.operator.custom;

import static io.kamaji.core.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.testing.RealApiServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server refuses of our kinds: by the rules of the definitions, then by the webhooks. */
class AdmissionIT {
    private static final JsonObject BLUE = JsonObject.parse("""
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: TenantControlPlane
            metadata: {name: blue, namespace: default}
            spec:
              dataStore: embedded
              dataStoreSchema: blue
              dataStoreUsername: blue
              controlPlane: {deployment: {}, service: {serviceType: LoadBalancer}}
              kubernetes: {version: v1.35.2, kubelet: {}}
              networkProfile: {}
              addons: {}
            """);
    private static final JsonObject BALANCED =
            BLUE.withAt(List.of("spec", "networkProfile", "loadBalancerClass"), "metallb.io/metallb");
    private static final JsonObject ETCD = JsonObject.parse("""
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: DataStore
            metadata: {name: shared}
            spec:
              driver: etcd
              endpoints: ["etcd:2379"]
              tlsConfig:
                certificateAuthority: {certificate: {content: YQ==}, privateKey: {content: YQ==}}
                clientCertificate: {certificate: {content: YQ==}, privateKey: {content: YQ==}}
            """);
    private static final JsonObject POSTGRESQL = JsonObject.parse("""
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: DataStore
            metadata: {name: shared}
            spec:
              driver: PostgreSQL
              endpoints: ["pg:5432"]
              basicAuth: {username: {content: YQ==}, password: {content: YQ==}}
            """);

    private static RealApiServer server;
    private static ClusterClient kubectl;

    @BeforeAll
    static void start() throws Exception {
        server = RealApiServer.start();
        kubectl = server.connect();
        new Definitions(kubectl).install();
        kubectl.create(DataStore.sqlite("embedded").build().toCustomResource());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            kubectl.close();
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.controlPlane.service.serviceType,spec.networkProfile.loadBalancerSourceRanges | [ClusterIP,[10.0.0.0/8]] | LoadBalancer source ranges are supported only with LoadBalancer service type
            spec.controlPlane.service.serviceType,spec.networkProfile.loadBalancerClass | [ClusterIP,a.b/c] | LoadBalancerClass is supported only with LoadBalancer service type
            spec.controlPlane.service.serviceType,spec.controlPlane.service.allocateLoadBalancerNodePorts | [ClusterIP,false] | allocateLoadBalancerNodePorts is supported only with LoadBalancer service type
            spec.controlPlane.ingress,spec.controlPlane.gateway | [{hostname: a.b},{hostname: a.b}] | using both ingress and gateway is not supported
            spec.networkProfile.loadBalancerSourceRanges | [here] | all LoadBalancer source range entries must be valid CIDR
            spec.networkProfile.advertiseAddress | here | advertiseAddress must be a valid IP address
            spec.networkProfile.serviceCidr | here | serviceCidr must be empty or a valid CIDR
            spec.networkProfile.serviceCidrs | [here] | all serviceCidrs entries must be valid CIDRs
            spec.networkProfile.podCidr | here | podCidr must be empty or a valid CIDR
            spec.networkProfile.podCidrs | [here] | all podCidrs entries must be valid CIDRs
            spec.addons.konnectivity | {agent: {mode: DaemonSet, replicas: 2}} | replicas must be 0 (or unset) when mode is DaemonSet, and greater than 0 (or unset) when mode is Deployment
            spec.addons.konnectivity | {agent: {mode: Deployment, replicas: 0}} | replicas must be 0 (or unset) when mode is DaemonSet, and greater than 0 (or unset) when mode is Deployment
            """)
    void create_tenant_isRefusedByTheDefinition(String paths, String values, String message) {
        assertThat(refused(changed(BLUE, paths, values))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.dataStore | null | unsetting the dataStore is not supported
            spec.dataStoreSchema | null | unsetting the dataStoreSchema is not supported
            spec.dataStoreUsername | null | unsetting the dataStoreUsername is not supported
            spec.dataStoreSchema | other | changing the dataStoreSchema is not supported
            spec.dataStoreUsername | other | changing the dataStoreUsername is not supported
            spec.networkProfile.loadBalancerClass | null | LoadBalancerClass cannot be set or unset at runtime
            spec.networkProfile.loadBalancerClass | a.b/c | LoadBalancerClass is immutable
            spec.networkProfile.clusterDomain | other.local | changing the cluster domain is not supported
            """)
    void update_tenant_isRefusedByTheDefinition(String path, String value, String message) {
        assertThat(refusedUpdate(BALANCED, path, value)).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.tlsConfig.certificateAuthority.privateKey | {} | certificateAuthority privateKey must have secretReference or content when driver is etcd
            spec.tlsConfig.clientCertificate.certificate | {} | clientCertificate must have secretReference or content when driver is etcd
            spec.tlsConfig.clientCertificate.privateKey | {} | clientCertificate privateKey must have secretReference or content when driver is etcd
            spec.tlsConfig | null | certificateAuthority privateKey must have secretReference or content when driver is etcd
            """)
    void create_etcdDataStore_isRefusedByTheDefinition(String path, String value, String message) {
        assertThat(refused(changed(ETCD, path, value))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.basicAuth.username | {} | When driver is not etcd and basicAuth exists, username must have secretReference or content
            spec.basicAuth.password | {} | When driver is not etcd and basicAuth exists, password must have secretReference or content
            spec.basicAuth | null | When driver is not etcd, either tlsConfig or basicAuth must be provided
            spec.tlsConfig | {certificateAuthority: {certificate: {}}, clientCertificate: {certificate: {}, privateKey: {}}} | When driver is not etcd and tlsConfig exists, clientCertificate must be null or contain valid content
            """)
    void create_sqlDataStore_isRefusedByTheDefinition(String path, String value, String message) {
        assertThat(refused(changed(POSTGRESQL, path, value))).contains(message);
    }

    @Test
    void update_driver_isRefusedByTheDefinition() {
        assertThat(refusedUpdate(POSTGRESQL, "spec.driver", "MySQL"))
                .contains("Datastore driver is immutable", "driver is immutable and cannot be changed after creation");
    }

    @Test
    void create_generator_isRefusedByTheDefinition() {
        var both = JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: KubeconfigGenerator
                metadata: {name: viewer}
                spec: {user: {stringValue: a, fromDefinition: b}}
                """);

        assertThat(refused(both)).contains("Either stringValue or fromDefinition must be set, but not both.");
    }

    @Test
    void webhooks_served_refuseAndDefault() throws Exception {
        var admission = Admission.of(ReconcilerSettings.defaults(), kubectl, Optional.of("embedded"));
        try (var webhook = WebhookServer.start(admission)) {
            var mutating = kubectl.create(webhook.configuration(
                    "MutatingWebhookConfiguration",
                    "mutatingwebhookconfigurations",
                    "mtenantcontrolplane.kb.io",
                    Admission.MUTATING_PATH));
            var validating = kubectl.create(webhook.configuration(
                    "ValidatingWebhookConfiguration",
                    "validatingwebhookconfigurations",
                    "vtenantcontrolplane.kb.io",
                    Admission.VALIDATING_PATH));
            try {
                awaitRefusal(changed(BLUE, "spec.kubernetes.version", "newest"));
                everyMessageOfTheWebhook();
                whatIsStored();
            } finally {
                kubectl.delete(ObjectRef.of(mutating), Preconditions.NONE);
                kubectl.delete(ObjectRef.of(validating), Preconditions.NONE);
            }
        }
    }

    private void everyMessageOfTheWebhook() {
        assertThat(refused(changed(BLUE, "spec.kubernetes.version", "newest")))
                .contains(
                        "admission webhook \"vtenantcontrolplane.kb.io\" denied the request: ",
                        "unable to parse the desired Kubernetes version: No Major.Minor.Patch elements found");
        assertThat(refused(changed(BLUE, "spec.kubernetes.version", "v1.99.0")))
                .contains(
                        "unable to create a TenantControlPlane with a Kubernetes version greater than the supported one");
        assertThat(refused(changed(BLUE, "metadata.name", "9lives"))).contains("the provided name is invalid, ");
        assertThat(refused(changed(BLUE, "spec.dataStore", "missing"))).contains("missing DataStore does not exist");
        assertThat(refused(changed(BLUE, "spec.networkProfile.certSANs", "[-x]")))
                .contains("altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards: ");
        assertThat(refused(changed(BLUE, "spec.networkProfile.dnsServiceIPs", "[10.1.0.10]")))
                .contains("DNS service IP \"10.1.0.10\" is not contained in any configured service CIDR");
        assertThat(refused(changed(BLUE, "spec.networkProfile.serviceCidr", "here")))
                .contains("cannot define resulting DNS Service IP: invalid CIDR address: here");
        assertThat(refused(changed(BLUE, "spec.controlPlane.gateway", "{hostname: a.example.org}")))
                .contains("the Gateway API is not available in this cluster, cannot use gatewayRoute configuration");
        assertThat(refusedUpdate(BLUE, "spec.kubernetes.version", "v1.34.9"))
                .contains("unable to downgrade a TenantControlPlane from 1.35.0 to 1.34.0");
        assertThat(refusedUpdate(BLUE, "spec.kubernetes.version", "v1.99.0"))
                .contains(
                        "unable to upgrade to a version greater than the supported one",
                        "unable to upgrade to a minor version in a non-sequential mode");
    }

    /** Where the reference answers 500, or stores what no later update of is accepted. */
    private void whatIsStored() {
        var bare = JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: bare, namespace: default}
                spec:
                  controlPlane: {service: {serviceType: LoadBalancer}}
                  kubernetes: {version: v1.35.2, kubelet: {}}
                """);

        var stored = kubectl.create(bare);

        assertThat(stored.text("spec", "dataStore")).contains("embedded");
        assertThat(stored.number("spec", "controlPlane", "deployment", "replicas"))
                .contains(2L);
        assertThat(stored.number("spec", "networkProfile", "port")).contains(6443L);
        assertThat(stored.array("spec", "networkProfile", "dnsServiceIPs").texts())
                .containsExactly("10.96.0.10");
        kubectl.delete(ObjectRef.of(stored), Preconditions.NONE);
    }

    /** The API server sees a webhook's configuration a moment later. */
    private static void awaitRefusal(JsonObject wrong) {
        await("a refusal", () -> {
            try {
                kubectl.delete(ObjectRef.of(kubectl.create(wrong)), Preconditions.NONE);
                return false;
            } catch (ClusterException e) {
                return true;
            }
        });
    }

    private static String refused(JsonObject wrong) {
        return String.valueOf(catchThrowableOfType(ClusterException.class, () -> {
                    var made = kubectl.create(wrong);
                    kubectl.delete(ObjectRef.of(made), Preconditions.NONE);
                })
                .getMessage());
    }

    private static String refusedUpdate(JsonObject good, String path, String value) {
        var made = kubectl.create(good);
        try {
            return String.valueOf(
                    catchThrowableOfType(ClusterException.class, () -> kubectl.replace(changed(made, path, value)))
                            .getMessage());
        } finally {
            kubectl.delete(ObjectRef.of(made), Preconditions.NONE);
        }
    }

    private static JsonObject changed(JsonObject object, String paths, String values) {
        var changed = object;
        var names = paths.split(",");
        var given = JsonValue.parse(values);
        for (int i = 0; i < names.length; i++) {
            var value =
                    names.length == 1 ? given : given.asArray().orElseThrow().get(i);
            changed = changed.withAt(List.of(names[i].split("\\.")), value);
        }
        return changed;
    }
}
