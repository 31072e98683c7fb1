package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A member with nothing behind it is as good as absent, as templates of manifests leave them. */
class EmptyMembersTest {
    private static final StructuralSchema SCHEMA =
            CustomResourceDefinitions.schema(CustomResourceDefinitions.tenantControlPlane());
    private static final JsonObject EVERYTHING = JsonObject.parse(Samples.text("tenant-everything"));

    /** Paths of all members of a tenant's spec that need not be there, where their parent is. */
    static List<List<String>> optional() {
        var paths = new ArrayList<List<String>>();
        members(List.of("spec"), SCHEMA.property("spec").orElseThrow(), paths);
        return paths;
    }

    private static void members(List<String> path, StructuralSchema schema, List<List<String>> paths) {
        if (EVERYTHING.get(path.toArray(String[]::new)).isEmpty()) {
            return;
        }
        var required = schema.toJson().array("required").texts();
        schema.properties().forEach((name, member) -> {
            var inner = Stream.concat(path.stream(), Stream.of(name)).toList();
            if (!required.contains(name)) {
                paths.add(inner);
            }
            members(inner, member, paths);
        });
    }

    @ParameterizedTest
    @MethodSource("optional")
    void parse_memberLeftEmpty_isAbsent(List<String> path) {
        assertThat(TenantControlPlane.of(emptied(EVERYTHING, path)))
                .isEqualTo(TenantControlPlane.of(EVERYTHING.withAt(path, null)));
    }

    private static JsonObject emptied(JsonObject tree, List<String> path) {
        var members = new LinkedHashMap<>(tree.members());
        var name = path.get(0);
        members.put(name, path.size() == 1 ? JsonValue.NULL : emptied(tree.object(name), path.subList(1, path.size())));
        return new JsonObject(members);
    }

    @Test
    void parse_emptyLabelsAndAnnotations_areNone() {
        var store = DataStore.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: DataStore
                metadata:
                  annotations:
                  labels:
                  name: default
                spec:
                  driver: SQLite
                """);

        assertThat(store.validate()).isEmpty();
        assertThat(store.metadata().labels()).isEmpty();
    }

    @Test
    void parse_emptyLabel_isTheEmptyText() {
        var tenant = parse("metadata: {name: a, namespace: b, labels: {x: }}", "");

        assertThat(tenant.metadata().labels()).hasValue(Map.of("x", ""));
    }

    @Test
    void parse_emptyServiceCidr_isTheDefault() {
        var tenant = parse("metadata: {name: a, namespace: b}", "  networkProfile:\n    serviceCidr:");

        assertThat(tenant.effective().spec().networkProfile().orElseThrow().serviceCidrs())
                .hasValue(List.of("10.96.0.0/16"));
    }

    @Test
    void parse_unknownMemberLeftEmpty_isNotWritten() {
        var tenant = parse("metadata: {name: a, namespace: b}", "  spec:");

        assertThat(tenant.toJsonObject().object("spec").has("spec")).isFalse();
        assertThatThrownBy(() -> TenantControlPlane.parse(text("metadata: {name: a}", "  spec:"), UnknownFields.REFUSE))
                .hasMessageContaining("spec.spec: unknown field");
    }

    @Test
    void parse_nullInsideOfFreeJson_stays() {
        var patches =
                "configurationJSONPatches: [{op: add, path: /evictionHard, value: {memory.available: null, a: [~]}}]";
        var tenant = TenantControlPlane.parse(
                text("metadata: {name: a}", "").replace("kubelet: {}", "kubelet: {" + patches + "}"));

        var patch = tenant.spec()
                .kubernetes()
                .kubelet()
                .configurationJSONPatches()
                .orElseThrow()
                .get(0);
        assertThat(patch.value().map(JsonValue::toJson)).hasValue("{\"memory.available\":null,\"a\":[null]}");
        assertThat(TenantControlPlane.parse(tenant.toYaml())).isEqualTo(tenant);
    }

    @Test
    void parse_nullInsideOfAKubernetesType_isAbsent() {
        var tenant = parse(
                "metadata: {name: a, namespace: b}",
                "  controlPlane: {service: {serviceType: ClusterIP}, deployment: {additionalContainers: [{name: x, image: y, env: , resources: {limits: }}]}}");

        var container = tenant.spec()
                .controlPlane()
                .deployment()
                .orElseThrow()
                .additionalContainers()
                .orElseThrow()
                .get(0);
        assertThat(container).isEqualTo(JsonObject.parse("{name: x, image: y, resources: {}}"));
        assertThat(tenant.validate()).isEmpty();
    }

    @Test
    void parse_aliasesAndMergeKeys_areResolvedBeforeTheSpecIsRead() {
        var tenant = parse("metadata: {name: a, namespace: b}", """
                  controlPlane:
                    service: {serviceType: ClusterIP}
                    deployment:
                      registrySettings: {registry: &reg mirror.example.org/k8s}
                      resources:
                        apiServer: &r {requests: {cpu: 250m, memory: 512Mi}}
                        scheduler: {<<: *r}
                      podAdditionalMetadata: {labels: {x: &v prod, y: *v}}
                  addons: {kubeProxy: {imageRepository: *reg}}
                """);

        var deployment = tenant.spec().controlPlane().deployment().orElseThrow();
        assertThat(deployment.resources().orElseThrow().scheduler())
                .hasValue(JsonObject.parse("{requests: {cpu: 250m, memory: 512Mi}}"));
        assertThat(deployment.podAdditionalMetadata().orElseThrow().labels())
                .hasValue(Map.of("x", "prod", "y", "prod"));
        assertThat(tenant.spec()
                        .addons()
                        .orElseThrow()
                        .kubeProxy()
                        .orElseThrow()
                        .imageRepository())
                .isEqualTo(Optional.of("mirror.example.org/k8s"));
        assertThat(tenant.validate()).isEmpty();
    }

    @Test
    void parse_twoDocuments_isRefused() {
        var one = text("metadata: {name: a}", "");

        assertThatThrownBy(() -> TenantControlPlane.parse(one + "\n---\n" + one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 documents where one is expected");
    }

    private static TenantControlPlane parse(String metadata, String spec) {
        return TenantControlPlane.parse(text(metadata, spec));
    }

    private static String text(String metadata, String spec) {
        var service = spec.contains("controlPlane:") ? "" : "  controlPlane: {service: {serviceType: ClusterIP}}\n";
        return "apiVersion: kamaji.clastix.io/v1alpha1\nkind: TenantControlPlane\n" + metadata + "\nspec:\n" + service
                + "  kubernetes: {version: v1.36.3, kubelet: {}}\n" + spec;
    }
}
