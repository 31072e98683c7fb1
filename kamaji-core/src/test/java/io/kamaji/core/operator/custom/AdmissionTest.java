package io.kamaji.core.operator.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonOperation;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the webhooks answer: the reference's refusals in its words, and what an update may not make worse. */
class AdmissionTest {
    /** As the API server hands it over: with the CRD's defaults. */
    private static final JsonObject BLUE = defaulted("""
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: TenantControlPlane
            metadata: {name: blue, namespace: tenants}
            spec:
              dataStore: shared
              controlPlane: {deployment: {}, service: {serviceType: LoadBalancer}}
              kubernetes: {version: v1.35.2, kubelet: {}}
              networkProfile: {}
              addons: {}
            """);

    private static final Admission ADMISSION = admission(new Cluster());

    /** A cluster with one datastore, and the Gateway API as it is told. */
    private static class Cluster implements Surroundings {
        private Optional<String> gateway = Optional.empty();
        private Optional<String> deployment = Optional.empty();

        @Override
        public Optional<String> dataStoreProblem(String name) {
            return name.equals("shared") ? Optional.empty() : Optional.of(name + " DataStore does not exist");
        }

        @Override
        public Optional<String> gatewayProblem() {
            return gateway;
        }

        @Override
        public Optional<String> deploymentProblem(TenantControlPlane tenant) {
            return deployment;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.networkProfile.certSANs | [-x] | spec.networkProfile.certSANs[0]: Invalid value: "-x": altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards: a lowercase RFC 1123 subdomain must consist of
            spec.networkProfile.serviceCidr,spec.networkProfile.dnsServiceIPs | ['',[10.96.0.10]] | no service CIDRs defined
            spec.networkProfile.dnsServiceIPs | [nowhere] | DNS service IP "nowhere" is not a valid IP address
            spec.networkProfile.dnsServiceIPs | [10.1.0.10] | DNS service IP "10.1.0.10" is not contained in any configured service CIDR
            metadata.name | 9lives | the provided name is invalid, a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
            metadata.name | a23456789012345678901234567890123456789012345678901234567890abcd | the provided name is invalid, must be no more than 63 characters
            spec.kubernetes.version | '' | unable to parse the desired Kubernetes version: Version string empty
            spec.kubernetes.version | newest | unable to parse the desired Kubernetes version: No Major.Minor.Patch elements found
            spec.kubernetes.version | vx.36.0 | unable to parse the desired Kubernetes version: Invalid character(s) found in major number "x"
            spec.kubernetes.version | v1.99.0 | unable to create a TenantControlPlane with a Kubernetes version greater than the supported one, actually v1.
            spec.dataStore | missing | missing DataStore does not exist
            spec.dataStoreOverrides | [{resource: /events, dataStore: missing}] | missing DataStore does not exist
            spec.controlPlane.ingress,spec.controlPlane.gateway | [{hostname: a.b},{hostname: a.b}] | using both ingress and gateway is not supported
            spec.networkProfile.advertiseAddress | here | advertiseAddress must be a valid IP address
            spec.networkProfile.serviceCidr | here | serviceCidr must be empty or a valid CIDR
            spec.networkProfile.podCidrs | [here] | all podCidrs entries must be valid CIDRs
            """)
    void validate_create_refusesInTheReferencesWords(String paths, String values, String message) {
        assertThat(refusal(ADMISSION.validate(create(changed(paths, values))))).contains(message);
    }

    @Test
    void validate_createWithoutDataStore_refusesAnOverrideThatComesTwice() {
        var twice = changed("spec.dataStore", "''")
                .withAt(
                        List.of("spec", "dataStoreOverrides"),
                        JsonValue.parse("[{resource: /e, dataStore: shared}, {resource: /e, dataStore: shared}]"));

        assertThat(refusal(ADMISSION.validate(create(twice))))
                .contains("duplicate resource override in Spec.DataStoreOverrides");
    }

    @Test
    void validate_gatewayWithoutGatewayApi_isRefused() {
        var cluster = new Cluster();
        var gateway = changed("spec.controlPlane.gateway", "{hostname: a.example.org}");
        cluster.gateway =
                Optional.of("the Gateway API is not available in this cluster, cannot use gatewayRoute configuration");

        assertThat(refusal(admission(cluster).validate(create(gateway))))
                .contains("spec.controlPlane.gateway: the Gateway API is not available in this cluster, cannot use"
                        + " gatewayRoute configuration");
    }

    @Test
    void validate_changedContainers_areGivenToTheApiServer() {
        var cluster = new Cluster();
        cluster.deployment = Optional.of("the resulting Deployment will generate a configuration error, cannot"
                + " proceed: 422 no such volume");
        var container = changed(
                "spec.controlPlane.deployment.additionalContainers",
                "[{name: sidecar, image: registry.example.org/a:1}]");

        assertThat(refusal(admission(cluster).validate(update(BLUE, container))))
                .endsWith("422 no such volume");
        assertThat(isAllowed(admission(cluster).validate(update(BLUE, changed("spec.kubernetes.version", "v1.35.3")))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec.kubernetes.version | v1.34.9 | unable to downgrade a TenantControlPlane from 1.35.0 to 1.34.0
            spec.kubernetes.version | v1.99.0 | unable to upgrade to a version greater than the supported one (v1.
            spec.kubernetes.version | v1.99.0 | unable to upgrade to a minor version in a non-sequential mode
            spec.kubernetes.version | x | unable to parse the desired Kubernetes version: No Major.Minor.Patch elements found
            spec.networkProfile.dnsServiceIPs | [10.1.0.10] | DNS service IP "10.1.0.10" is not contained in any configured service CIDR
            spec.networkProfile.certSANs | [-x] | altname is not a valid IP address
            spec.dataStore | missing | missing DataStore does not exist
            spec.dataStore | null | unsetting the dataStore is not supported
            spec.networkProfile.clusterDomain | other.local | changing the cluster domain is not supported
            spec.networkProfile.loadBalancerClass | metallb.io/metallb | LoadBalancerClass cannot be set or unset at runtime
            """)
    void validate_update_refusesInTheReferencesWords(String path, String value, String message) {
        assertThat(refusal(ADMISSION.validate(update(BLUE, changed(path, value)))))
                .contains(message);
    }

    @Test
    void validate_previousVersionUnreadable_canBeMended() {
        var broken = changed("spec.kubernetes.version", "x");

        assertThat(refusal(ADMISSION.validate(update(broken, BLUE))))
                .contains("unable to parse the previous Kubernetes version: No Major.Minor.Patch elements found");
    }

    @Test
    void validate_everythingWrong_isToldAtOnce() {
        var wrong = changed("spec.kubernetes.version", "x")
                .withAt(List.of("spec", "networkProfile", "podCidr"), "here")
                .withAt(List.of("spec", "dataStore"), "missing");

        assertThat(refusal(ADMISSION.validate(create(wrong))))
                .startsWith("[")
                .endsWith("]")
                .contains("spec.kubernetes.version: Invalid value: \"x\": ", "podCidr must be", "missing DataStore");
    }

    /** The reference judges the old object, and then refuses the update that would mend it. */
    @Test
    void validate_updateThatMendsOneOfTwo_isAllowed() {
        var both = changed("spec.networkProfile.dnsServiceIPs", "[10.1.0.10]")
                .withAt(List.of("spec", "networkProfile", "certSANs"), List.of("-x"));
        var one = both.withAt(List.of("spec", "networkProfile", "certSANs"), null);

        assertThat(isAllowed(ADMISSION.validate(update(both, one)))).isTrue();
        assertThat(isAllowed(ADMISSION.validate(update(one, both)))).isFalse();
    }

    @Test
    void validate_finalizerOfARefusedTenant_canBeTakenAway() {
        var wrong = changed("spec.kubernetes.version", "x");
        var held = wrong.withAt(List.of("metadata", "finalizers"), List.of("finalizer.kamaji.clastix.io"));
        var going = BLUE.withAt(List.of("metadata", "deletionTimestamp"), "2026-03-01T00:00:00Z");

        assertThat(isAllowed(ADMISSION.validate(update(held, wrong)))).isTrue();
        assertThat(isAllowed(ADMISSION.validate(
                        update(going, going.withAt(List.of("spec", "kubernetes", "version"), "v1.30.0")))))
                .isTrue();
    }

    @Test
    void validate_oddButPossible_warns() {
        var odd = changed("spec.kubernetes.kubelet.cgroupfs", "systemd");

        var response = ADMISSION.validate(create(odd)).object("response");

        assertThat(response.bool("allowed")).contains(true);
        assertThat(response.array("warnings").texts()).anyMatch(text -> text.contains("cgroupfs"));
    }

    @Test
    void validate_generatedName_isJudgedByItsPrefix() {
        var generated =
                BLUE.update("metadata", metadata -> metadata.without("name").with("generateName", "blue-"));

        assertThat(isAllowed(ADMISSION.validate(create(generated)))).isTrue();
    }

    @Test
    void mutate_create_storesWhatTheReferenceDoes() {
        var patched = patched(
                new Admission(ControlPlaneRenderer.standard(), new Cluster(), Optional.of("fallback")),
                BLUE.update("spec", spec -> spec.without("dataStore")));

        assertThat(patched.text("spec", "dataStore")).contains("fallback");
        assertThat(patched.number("spec", "controlPlane", "deployment", "replicas"))
                .contains(2L);
        assertThat(patched.array("spec", "networkProfile", "serviceCidrs").texts())
                .containsExactly("10.96.0.0/16");
        assertThat(patched.array("spec", "networkProfile", "podCidrs").texts()).containsExactly("10.244.0.0/16");
        assertThat(patched.array("spec", "networkProfile", "dnsServiceIPs").texts())
                .containsExactly("10.96.0.10");
        assertThat(patched.get("spec", "dataStoreSchema")).isEmpty();
    }

    /** The reference's patch fails on these with a 500, or leaves a tenant that no update of is accepted. */
    @Test
    void mutate_missingParents_areAdded() {
        var bare = JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: blue, namespace: tenants}
                spec:
                  controlPlane: {service: {serviceType: LoadBalancer}}
                  kubernetes: {version: v1.35.2, kubelet: {}}
                """);

        var patched = patched(ADMISSION, bare);

        assertThat(patched.number("spec", "controlPlane", "deployment", "replicas"))
                .contains(2L);
        assertThat(patched.array("spec", "networkProfile", "serviceCidrs").texts())
                .containsExactly("10.96.0.0/16");
        assertThat(patched.get("spec", "addons")).contains(JsonObject.EMPTY);
    }

    @Test
    void mutate_givenValues_stay() {
        var given = changed("spec.networkProfile.serviceCidrs", "[10.110.0.0/16, 'fd00:110::/112']")
                .withAt(List.of("spec", "controlPlane", "deployment", "replicas"), 0);

        var patched = patched(ADMISSION, given);

        assertThat(patched.number("spec", "controlPlane", "deployment", "replicas"))
                .contains(0L);
        assertThat(patched.array("spec", "networkProfile", "dnsServiceIPs").texts())
                .containsExactly("10.110.0.10", "fd00:110::10");
    }

    @Test
    void mutate_noCidr_isRefusedInTheReferencesWords() {
        assertThat(refusal(ADMISSION.mutate(create(changed("spec.networkProfile.serviceCidr", "here")))))
                .isEqualTo("cannot define resulting DNS Service IP: invalid CIDR address: here");
    }

    @Test
    void mutate_update_changesNothing() {
        var response = ADMISSION.mutate(update(BLUE, BLUE)).object("response");

        assertThat(response.bool("allowed")).contains(true);
        assertThat(response.has("patch")).isFalse();
    }

    @Test
    void answer_anyQuestion_carriesItsUidAndIsAReview() {
        var answer = ADMISSION.validate(create(BLUE));

        assertThat(answer.text("apiVersion")).contains("admission.k8s.io/v1");
        assertThat(answer.text("kind")).contains("AdmissionReview");
        assertThat(answer.text("response", "uid")).contains("705ab4f5");
        assertThat(answer.text("response", "status", "message")).contains("create operation allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{apiVersion: admission.k8s.io/v1beta1, kind: AdmissionReview, request: {uid: a}}"})
    void answer_noQuestion_throws(String review) {
        assertThatThrownBy(() -> ADMISSION.validate(JsonObject.parse(review)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AdmissionReview");
    }

    private static Admission admission(Surroundings surroundings) {
        return new Admission(ControlPlaneRenderer.standard(), surroundings, Optional.empty());
    }

    private static JsonObject defaulted(String yaml) {
        return CustomResourceDefinitions.schema(CustomResourceDefinitions.tenantControlPlane())
                .applyDefaults(JsonObject.parse(yaml))
                .asObject()
                .orElseThrow();
    }

    /** The sample with one value changed, or several, in the order of the paths. */
    private static JsonObject changed(String paths, String values) {
        var changed = BLUE;
        var names = paths.split(",");
        var given = JsonValue.parse(values);
        for (int i = 0; i < names.length; i++) {
            var value =
                    names.length == 1 ? given : given.asArray().orElseThrow().get(i);
            changed = changed.withAt(List.of(names[i].split("\\.")), value);
        }
        return changed;
    }

    private static JsonObject create(JsonObject object) {
        return review("CREATE", object, null);
    }

    private static JsonObject update(JsonObject old, JsonObject object) {
        return review("UPDATE", object, old);
    }

    private static JsonObject review(String operation, JsonObject object, JsonObject old) {
        var request = JsonObject.of("uid", "705ab4f5", "operation", operation, "namespace", "tenants")
                .with("object", object)
                .with("oldObject", old);
        return JsonObject.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "request", request);
    }

    private static String refusal(JsonObject answer) {
        assertThat(answer.bool("response", "allowed")).contains(false);
        assertThat(answer.number("response", "status", "code")).contains(403L);
        return answer.text("response", "status", "message").orElseThrow();
    }

    private static boolean isAllowed(JsonObject answer) {
        return answer.bool("response", "allowed").orElseThrow();
    }

    private static JsonObject patched(Admission admission, JsonObject object) {
        var response = admission.mutate(create(object)).object("response");
        assertThat(response.text("patchType")).contains("JSONPatch");
        var patch =
                new String(Base64.getDecoder().decode(response.text("patch").orElseThrow()), StandardCharsets.UTF_8);
        return JsonOperation.applyAll(JsonValue.parse(patch).asArray().orElseThrow(), object)
                .asObject()
                .orElseThrow();
    }
}
