package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    private static final String HEAD = "apiVersion: kamaji.clastix.io/v1alpha1\nkind: TenantControlPlane\n";
    private static final String SPEC =
            "spec: {kubernetes: {version: v1.36.0, kubelet: {}}, controlPlane: {service: {serviceType: ClusterIP}}}\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant-minimal",
                "tenant-everything",
                "datastore-etcd-main",
                "datastore-pg-main",
                "datastore-mysql-main",
                "datastore-nats-main",
                "kubeconfig-generator"
            })
    void parse_everySample_comesOutAsItWentIn(String name) {
        var value = Samples.read(name);

        assertThat(value.toJsonObject()).isEqualTo(JsonObject.parse(Samples.text(name)));
        assertThat(JsonObject.parse(value.toYaml())).isEqualTo(value.toJsonObject());
        assertThat(JsonObject.parse(value.toJson())).isEqualTo(value.toJsonObject());
    }

    @Test
    void parse_emptyObjectAndList_areKept() {
        var tenant = TenantControlPlane.parse(HEAD + "metadata: {name: blue, labels: {}, finalizers: []}\n" + SPEC);

        assertThat(tenant.metadata().labels()).hasValue(java.util.Map.of());
        assertThat(tenant.metadata().finalizers()).hasValue(List.of());
        assertThat(tenant.toYaml()).contains("labels: {}", "finalizers: []");
        assertThat(tenant.metadata().annotations()).isEmpty();
        assertThat(tenant.toYaml()).doesNotContain("annotations");
    }

    @Test
    void parse_explicitNull_isAbsent() {
        var tenant = TenantControlPlane.parse(HEAD + "metadata: {name: blue, labels: null}\nstatus: null\n" + SPEC);

        assertThat(tenant.metadata().labels()).isEmpty();
        assertThat(tenant.status()).isEmpty();
        assertThat(tenant.toYaml()).doesNotContain("null");
    }

    @Test
    void parse_unknownMember_isKept() {
        var tenant = TenantControlPlane.parse(HEAD + "metadata: {name: blue}\nnew: {a: [1, x]}\n"
                + SPEC.replace("kubelet: {}", "kubelet: {}, colour: blue"));

        assertThat(tenant.unknownFields()).containsEntry("new", JsonValue.parse("{a: [1, x]}"));
        assertThat(tenant.spec().kubernetes().unknownFields()).containsEntry("colour", JsonValue.of("blue"));
        assertThat(TenantControlPlane.parse(tenant.toYaml())).isEqualTo(tenant);
        assertThat(tenant.toJsonObject().text("spec", "kubernetes", "colour")).hasValue("blue");
    }

    @Test
    void parse_unknownMemberRefused_namesEveryPath() {
        var text = HEAD + "metadata: {name: blue, color: red}\nnew: 1\n"
                + SPEC.replace("ClusterIP", "ClusterIP, additionalPorts: [{name: a, port: 1, targetPort: 1, x: y}]");

        assertThatThrownBy(() -> TenantControlPlane.parse(text, UnknownFields.REFUSE))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.violations())
                                .containsExactlyInAnyOrder(
                                        new Violation("metadata.color", JsonValue.of("red"), "unknown field"),
                                        new Violation("new", JsonValue.of(1), "unknown field"),
                                        new Violation(
                                                "spec.controlPlane.service.additionalPorts[0].x",
                                                JsonValue.of("y"),
                                                "unknown field")));
    }

    @Test
    void parse_wrongShape_namesEveryPathAndValue() {
        var text = "apiVersion: v1\nmetadata: {name: blue, labels: {a: 1}, creationTimestamp: yesterday}\n"
                + "spec: {kubernetes: {version: 1.36}, controlPlane: {service: {}, deployment: {replicas: two}},"
                + " networkProfile: {port: 99999999999, certSANs: x, serviceCidrs: [true]}}\n";

        assertThatThrownBy(() -> TenantControlPlane.parse(text))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.violations())
                                .containsExactlyInAnyOrder(
                                        new Violation(
                                                "apiVersion", JsonValue.of("v1"), "must be kamaji.clastix.io/v1alpha1"),
                                        new Violation("kind", JsonValue.NULL, "Required value"),
                                        new Violation(
                                                "metadata.labels.a",
                                                JsonValue.of(1),
                                                "must be of type string: \"integer\""),
                                        new Violation(
                                                "metadata.creationTimestamp",
                                                JsonValue.of("yesterday"),
                                                "must be of type date-time: \"yesterday\""),
                                        new Violation("spec.kubernetes.kubelet", JsonValue.NULL, "Required value"),
                                        new Violation(
                                                "spec.kubernetes.version",
                                                JsonValue.parse("1.36"),
                                                "must be of type string: \"number\""),
                                        new Violation(
                                                "spec.controlPlane.service.serviceType",
                                                JsonValue.NULL,
                                                "Required value"),
                                        new Violation(
                                                "spec.controlPlane.deployment.replicas",
                                                JsonValue.of("two"),
                                                "must be of type integer: \"string\""),
                                        new Violation(
                                                "spec.networkProfile.port",
                                                JsonValue.of(99999999999L),
                                                "must be of format int32"),
                                        new Violation(
                                                "spec.networkProfile.certSANs",
                                                JsonValue.of("x"),
                                                "must be of type array: \"string\""),
                                        new Violation(
                                                "spec.networkProfile.serviceCidrs[0]",
                                                JsonValue.of(true),
                                                "must be of type string: \"boolean\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T10:11:12Z", "2026-11-23T10:11:12.123456Z"})
    void parse_timeOfTheApiServer_comesOutAsItWentIn(String time) {
        var tenant =
                TenantControlPlane.parse(HEAD + "metadata: {name: blue, creationTimestamp: \"" + time + "\"}\n" + SPEC);

        assertThat(tenant.metadata().creationTimestamp()).hasValue(Instant.parse(time));
        assertThat(tenant.toJsonObject().text("metadata", "creationTimestamp")).hasValue(time);
    }

    @Test
    void parse_timeWithOffset_isTheSameInstant() {
        var tenant = TenantControlPlane.parse(
                HEAD + "metadata: {name: blue, creationTimestamp: 2026-11-23T11:11:12+01:00}\n" + SPEC);

        assertThat(tenant.metadata().creationTimestamp()).hasValue(Instant.parse("2026-11-23T10:11:12Z"));
    }

    @Test
    void toCustomResource_partsNotSet_addsTheEmptyParents() {
        var json = TenantControlPlane.parse(HEAD + "metadata: {name: blue}\n" + SPEC)
                .toCustomResource();

        assertThat(json.get("spec", "networkProfile")).hasValue(JsonObject.EMPTY);
        assertThat(json.get("spec", "controlPlane", "deployment")).hasValue(JsonObject.EMPTY);
        assertThat(json.get("spec", "addons")).hasValue(JsonObject.EMPTY);
        assertThat(json.get("spec", "kubernetes", "kubelet")).hasValue(JsonObject.EMPTY);
        assertThat(json.text("kind")).isEqualTo(Optional.of("TenantControlPlane"));
    }
}
