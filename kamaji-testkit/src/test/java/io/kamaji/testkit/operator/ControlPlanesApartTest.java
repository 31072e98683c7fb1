package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.core.Kamaji;
import io.kamaji.core.access.KubeconfigRequest;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.TeamRoles;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A host application keeps the control planes of a team in a namespace where the team has no rights: nothing of theirs, Secrets
 * above all, is in the team's own.
 */
class ControlPlanesApartTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TEAM = "team-a";
    private static final String CONTROL_PLANES = "team-a-control-planes";
    private static final Boundaries BOUNDARY = Boundaries.builder("team-a")
            .tenants(1)
            .kubeconfigGroups("team-a-*")
            .kubeconfigLife("8h")
            .build();

    private final TenantWorld world = TenantWorld.builder()
            .admin(admin -> admin.namespaces(TEAM, CONTROL_PLANES))
            .start();
    private final TenantList list = TenantList.of();
    private final Operator operator = Operator.builder(world.adminCluster())
            .settings(world.settings(
                    settings -> settings.boundaries(BoundarySource.byNamespace(Map.of(CONTROL_PLANES, BOUNDARY)))))
            .tenants(list)
            .namespaces(CONTROL_PLANES)
            .start();

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private static TenantControlPlane tenant(String name) {
        return TenantControlPlane.builder(CONTROL_PLANES, name)
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded")
                .build();
    }

    private ObjectRef ready(String name) {
        var ref = list.put(tenant(name));
        until(
                name + " ready",
                SOON,
                () -> list.report(ref).filter(TenantReport::ready).isPresent());
        return ref;
    }

    @Test
    void put_tenant_leavesNothingInTheTeamsNamespaceAndRolesReachNoOther() {
        var binding = world.admin().create(TeamRoles.OPERATE.binding(TEAM, TEAM));
        ready("blue");

        assertThat(world.admin().objects().in(CONTROL_PLANES).ofKind("Secret").size())
                .isPositive();
        assertThat(world.admin().objects().in(TEAM).refs()).containsExactly(ObjectRef.of(binding));
        assertThat(binding.text("kind")).contains("RoleBinding");
    }

    @Test
    void put_oneTenantMore_isRefusedByTheBoundaryOfTheTeamsControlPlanes() {
        ready("blue");

        var red = list.put(tenant("red"));

        until(
                "red refused",
                SOON,
                () -> list.report(red).filter(TenantReport::refused).isPresent());
        assertThat(world.admin().objects().refs()).noneMatch(ref -> ref.name().startsWith("red"));
    }

    @Test
    void kubeconfig_onRequest_isForTheTeamsGroupsAndToldBesideTheTenant() {
        ready("blue");
        try (var kamaji = Kamaji.connect(
                world.adminCluster(),
                settings -> world.settings(it -> it).toBuilder().boundaries(BoundarySource.of(BOUNDARY)))) {
            var asked = KubeconfigRequest.of("ann", List.of("team-a-admins"), Duration.ofHours(1))
                    .by("ann");

            assertThat(kamaji.tenant(tenant("blue")).kubeconfig(asked).client()).isPresent();
            assertThatThrownBy(() -> kamaji.tenant(tenant("blue"))
                            .kubeconfig("ann", List.of("kubeadm:cluster-admins"), Duration.ofHours(1)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("(boundary team-a, kubeconfigs.groups)");
            assertThat(world.admin()
                            .objects()
                            .in(CONTROL_PLANES)
                            .ofKind("Event")
                            .objects())
                    .extracting(event -> event.text("reason"))
                    .containsExactly(Optional.of("KubeconfigHandedOut"));
        }
    }
}
