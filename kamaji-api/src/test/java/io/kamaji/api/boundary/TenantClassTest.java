package io.kamaji.api.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantClassTest {
    private static final TenantClass SMALL = TenantClass.parse("""
            apiVersion: platform.kamaji.io/v1alpha1
            kind: TenantClass
            metadata: {name: small}
            spec:
              defaults:
                dataStore: shared
                controlPlane:
                  service: {serviceType: LoadBalancer}
                  deployment:
                    replicas: 1
                    resources: {apiServer: {requests: {cpu: 100m}}}
                addons: {coreDNS: {}}
              locked: [dataStore, controlPlane.deployment.replicas]
            """);

    private static TenantControlPlane tenant(String deployment) {
        return TenantControlPlane.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: blue, namespace: a}
                spec:
                  kubernetes: {version: v1.36.3, kubelet: {}}
                  controlPlane:
                    service: {serviceType: ClusterIP}
                    deployment: %s
                """.formatted(deployment));
    }

    @Test
    void apply_standsWhereTheSpecIsSilent() {
        var filled = SMALL.apply(tenant("{resources: {apiServer: {requests: {cpu: 250m}}}}"));

        assertThat(filled.spec().dataStore()).contains("shared");
        assertThat(filled.spec().controlPlane().service().serviceType()).isEqualTo("ClusterIP");
        assertThat(filled.spec().controlPlane().deployment().orElseThrow().replicas())
                .contains(1);
        assertThat(filled.toJsonObject()
                        .text("spec", "controlPlane", "deployment", "resources", "apiServer", "requests", "cpu"))
                .contains("250m");
        assertThat(filled.spec().addons().orElseThrow().coreDNS()).isPresent();
    }

    @Test
    void apply_whatTheDefinitionFilledIn_isAsGoodAsSilence() {
        assertThat(SMALL.apply(tenant("{replicas: 2}"))
                        .spec()
                        .controlPlane()
                        .deployment()
                        .orElseThrow()
                        .replicas())
                .contains(1);
        assertThat(SMALL.check(tenant("{replicas: 2}"))).isEmpty();
    }

    @Test
    void check_lockedAndOther_isRefusedByItsClass() {
        assertThat(SMALL.check(tenant("{replicas: 5}")))
                .extracting(Violation::toString)
                .containsExactly("spec.controlPlane.deployment.replicas: 5: must be 1 (class small, locked)");
    }

    @Test
    void parse_wrong_namesAllThatIsWrong() {
        var refused = catchThrowableOfType(InvalidSpecException.class, () -> TenantClass.parse("""
                apiVersion: platform.kamaji.io/v1alpha1
                kind: TenantClass
                metadata: {name: b}
                spec: {defaults: {dataStore: 3, kubernetes: {version: v1.36.3}}}
                """));
        assertThat(refused.violations()).extracting(Violation::path).containsExactly("spec.defaults.dataStore");

        assertThat(catchThrowableOfType(InvalidSpecException.class, () -> TenantClass.parse("""
                        apiVersion: platform.kamaji.io/v1alpha1
                        kind: TenantClass
                        metadata: {name: b}
                        spec: {locked: [dataStore]}
                        """))
                        .violations())
                .extracting(Violation::path)
                .containsExactly("spec.locked");
    }

    @Test
    void parse_whatTheSchemaDoesNotKnow_isRefused() {
        var refused = catchThrowableOfType(InvalidSpecException.class, () -> TenantClass.parse("""
                apiVersion: platform.kamaji.io/v1
                kind: TenantClas
                metadata: {}
                spec: {default: {dataStore: shared}}
                """));

        assertThat(refused.violations())
                .extracting(Violation::path)
                .containsExactly("apiVersion", "kind", "metadata.name", "spec.default");
    }

    @Test
    void parse_whatAServerAdded_isLeftOut() {
        var served = SMALL.toJsonObject()
                .withAt(List.of("metadata", "resourceVersion"), "7")
                .withAt(List.of("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"), "{}");

        assertThat(TenantClass.of(served)).isEqualTo(SMALL).hasSameHashCodeAs(SMALL);
        var standard =
                TenantClass.of(served.withAt(List.of("metadata", "annotations", TenantClass.IS_DEFAULT), "true"));
        assertThat(standard.isDefault()).isTrue();
        assertThat(TenantClass.parse(standard.toYaml())).isEqualTo(standard).isNotEqualTo(SMALL);
    }

    @Test
    void builder_saysWhatTheYamlSays() {
        var built = TenantClass.builder("small")
                .locked("dataStore", "shared")
                .byDefault("controlPlane.service.serviceType", "LoadBalancer")
                .locked("controlPlane.deployment.replicas", 1)
                .byDefault("controlPlane.deployment.resources.apiServer.requests.cpu", "100m")
                .byDefault("addons.coreDNS", Map.of())
                .build();

        assertThat(built).isEqualTo(SMALL).hasToString("TenantClass small");
        assertThat(built.toBuilder().isDefault(true).build().isDefault()).isTrue();
    }
}
