package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownFlagsTest {
    private static final ControlPlaneRenderer RENDERER = ControlPlaneRenderer.standard();

    private static TenantControlPlane tenant(String version, String path, Object value) {
        var tree = TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion(version)
                .clusterIp()
                .konnectivity()
                .build()
                .toJsonObject();
        return TenantControlPlane.of(tree.withAt(List.of(path.split("\\.")), value));
    }

    private static List<Violation> refused(TenantControlPlane tenant) {
        return RENDERER.check(tenant).violations();
    }

    private static List<Violation> kine(TenantControlPlane tenant, String image) {
        return RENDERER.checkPlaced(tenant, Scenarios.postgresql(), image).violations();
    }

    @ParameterizedTest
    @CsvSource({
        "spec.controlPlane.deployment.extraArgs.apiServer, kube-apiserver 1.36",
        "spec.controlPlane.deployment.extraArgs.controllerManager, kube-controller-manager 1.36",
        "spec.controlPlane.deployment.extraArgs.scheduler, kube-scheduler 1.36",
        "spec.addons.konnectivity.server.extraArgs, proxy-server v0.36.0",
        "spec.addons.konnectivity.agent.extraArgs, proxy-agent v0.36.0",
    })
    void violations_flagThatNobodyKnows_isRefusedWithPathAndValue(String path, String binary) {
        var found = refused(tenant("1.36.3", path, List.of("--v=2", "--nonsense=1")));

        assertThat(found).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo(path + "[1]");
            assertThat(violation.value()).isEqualTo(JsonValue.of("--nonsense=1"));
            assertThat(violation.message()).isEqualTo("--nonsense is no flag of " + binary);
        });
    }

    @Test
    void kine_flagThatItDoesNotKnow_isRefused() {
        var path = "spec.controlPlane.deployment.extraArgs.kine";
        var tenant = tenant("1.36.3", path, List.of("-compact-interval", "5m", "--nonsense"));

        assertThat(kine(tenant, RenderInputs.DEFAULT_KINE_IMAGE))
                .singleElement()
                .satisfies(violation -> assertThat(violation.path()).isEqualTo(path + "[2]"));
        assertThat(kine(tenant, "example.com/kine:v9")).as("no table").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.33.0, --tls-curve-preferences=X25519, false",
        "1.35.4, --tls-curve-preferences=X25519, false",
        "1.36.3, --tls-curve-preferences=X25519, true",
        "1.33.0, --coordinated-leadership-retry-period=1s, false",
        "1.34.0, --coordinated-leadership-retry-period=1s, true",
        "1.34.0, --min-compatibility-version=1.33, false",
        "1.35.0, --min-compatibility-version=1.33, true",
        "1.36.3, --cloud-provider=external, false",
        "1.36.3, --kubelet-port=1, true",
        "1.36.3, --audit_log_maxage=3, true",
        "1.36.3, -v=3, true",
        "1.36.3, -v3, true",
        "1.36.3, -audit-log-maxage=3, false",
        "1.36.3, --profiling, true",
        "1.36.3, --audit-log-maxage, false",
        "1.30.0, --nonsense=1, true",
    })
    void violations_apiServersFlag_dependsOnTheMinor(String version, String flag, boolean known) {
        var tenant = tenant(version, "spec.controlPlane.deployment.extraArgs.apiServer", List.of(flag));

        assertThat(refused(tenant).isEmpty()).isEqualTo(known);
    }

    @Test
    void violations_flagOfALaterMinor_namesThatMinor() {
        var path = "spec.controlPlane.deployment.extraArgs.scheduler";

        assertThat(refused(tenant("1.35.4", path, List.of("--tls-curve-preferences=X25519"))))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message())
                        .isEqualTo("--tls-curve-preferences is no flag of kube-scheduler 1.35, only from 1.36 on"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.36.3, --concurrent-service-syncs=2, ''",
        "1.37.2, --concurrent-service-syncs=2, ', only up to 1.36'",
        "1.36.3, --concurrent-disruption-syncs=2, ', only from 1.37 on'",
        "1.37.2, --concurrent-disruption-syncs=2, ''",
    })
    void violations_flagThatCameOrWent_namesTheMinor(String version, String flag, String but) {
        var path = "spec.controlPlane.deployment.extraArgs.controllerManager";

        assertThat(refused(tenant(version, path, List.of(flag))))
                .extracting(Violation::message)
                .allSatisfy(message -> assertThat(message).endsWith(but))
                .hasSize(but.isEmpty() ? 0 : 1);
    }

    @Test
    void violations_valueOnItsOwn_isNoFlag() {
        var path = "spec.controlPlane.deployment.extraArgs.apiServer";

        assertThat(refused(tenant("1.36.3", path, List.of("--goaway-chance", "-1", "--v", "2"))))
                .isEmpty();
    }

    @Test
    void warnings_imageOfTheUsers_mayKnowMore() {
        var path = "spec.controlPlane.deployment";
        var tenant = tenant(
                "1.36.3",
                path,
                io.kamaji.api.json.JsonObject.parse("{registrySettings: {apiServerImage: mine},"
                        + " extraArgs: {apiServer: [--nonsense], scheduler: [--nonsense]}}"));

        assertThat(refused(tenant))
                .singleElement()
                .satisfies(violation -> assertThat(violation.path()).contains("scheduler"));
        assertThat(RENDERER.check(tenant).warnings())
                .singleElement()
                .asString()
                .contains("apiServer[0]", "--nonsense is no flag of kube-apiserver 1.36");
    }
}
