package io.kamaji.core.operator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The webhook holds tenants within their boundaries; an update only for what it changes. */
class AdmissionWithinBoundariesTest {
    private static final Boundaries TEAM =
            Boundaries.builder("team-a").replicas(1, 3).build();

    private final Admission admission = new Admission(ControlPlaneRenderer.standard(), new Bounded(), Optional.empty());

    private static final class Bounded implements Surroundings {
        @Override
        public Optional<String> dataStoreProblem(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> gatewayProblem() {
            return Optional.empty();
        }

        @Override
        public Optional<String> deploymentProblem(TenantControlPlane tenant) {
            return Optional.empty();
        }

        @Override
        public List<Violation> outside(TenantControlPlane tenant) {
            return TEAM.check(tenant);
        }
    }

    private static TenantControlPlane blue(int replicas, String port) {
        return TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .replicas(replicas)
                .label("port", port)
                .spec(spec -> spec.networkProfile(network -> network.port(Integer.parseInt(port))))
                .build();
    }

    private Optional<String> refusal(Optional<TenantControlPlane> old, TenantControlPlane tenant) {
        var request = JsonObject.of(
                        "uid", "1", "operation", old.isPresent() ? "UPDATE" : "CREATE", "namespace", "tenants")
                .with("object", tenant.toCustomResource())
                .with("oldObject", old.map(TenantControlPlane::toCustomResource));
        var answer = admission.validate(
                JsonObject.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "request", request));
        return answer.text("response", "status", "message")
                .filter(message -> answer.bool("response", "allowed").equals(Optional.of(false)));
    }

    @Test
    void validate_newTenantOutside_isDeniedByTheBoundary() {
        assertThat(refusal(Optional.empty(), blue(5, "6443")).orElseThrow())
                .contains("spec.controlPlane.deployment.replicas", "(boundary team-a, replicas)");
        assertThat(refusal(Optional.empty(), blue(3, "6443"))).isEmpty();
    }

    @Test
    void validate_updateOfSomethingElse_isAllowedThoughTheTenantIsOutside() {
        assertThat(refusal(Optional.of(blue(5, "6443")), blue(5, "7443"))).isEmpty();
        assertThat(refusal(Optional.of(blue(5, "6443")), blue(6, "6443"))).isPresent();
    }
}
