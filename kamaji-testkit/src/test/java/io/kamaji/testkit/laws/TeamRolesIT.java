package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.TeamRoles;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.AdminClusterKind;
import io.kamaji.testkit.AdminClusterUnderTest;
import io.kamaji.testkit.Eventually;
import io.kamaji.testkit.simulator.Kube;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real API server says what two teams with our roles may do: each in its own namespace, and neither reads a Secret. */
class TeamRolesIT {
    private static AdminClusterUnderTest cluster;
    private static ClusterClient admin;

    @BeforeAll
    static void bind() {
        cluster = AdminClusterKind.PROCESSES.startOrSkip();
        admin = cluster.connect();
        Stream.of(TeamRoles.values()).map(TeamRoles::clusterRole).forEach(admin::create);
        for (var team : List.of("team-a", "team-b")) {
            admin.create(JsonObject.of("apiVersion", "v1", "kind", "Namespace")
                    .with("metadata", JsonObject.of("name", team)));
            admin.create(TeamRoles.CREATE.binding(team, team));
        }
        // an API server learns of its roles by and by
        Eventually.until("the roles in force", Duration.ofSeconds(60), () -> may("team-b", "team-b", "get", "pods"));
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            admin.close();
            cluster.close();
        }
    }

    private static boolean may(String group, String namespace, String verb, String resource) {
        var parts = resource.split("/");
        var asked = JsonObject.of("namespace", namespace, "verb", verb, "resource", parts[0], "version", "*")
                .with("subresource", parts.length > 1 ? parts[1] : null)
                .with("group", parts[0].equals("tenantcontrolplanes") ? "kamaji.clastix.io" : "");
        var review = JsonObject.of("apiVersion", "authorization.k8s.io/v1", "kind", "SubjectAccessReview")
                .with(
                        "spec",
                        JsonObject.of("user", "ann", "groups", List.of(group)).with("resourceAttributes", asked));
        return Kube.of(cluster)
                .post("/apis/authorization.k8s.io/v1/subjectaccessreviews", review.toJson())
                .body()
                .bool("status", "allowed")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "team-a, create, tenantcontrolplanes, true",
        "team-a, delete, tenantcontrolplanes, true",
        "team-a, get, tenantcontrolplanes/status, true",
        "team-a, list, pods, true",
        "team-a, get, secrets, false",
        "team-a, list, secrets, false",
        "team-a, update, configmaps, false",
        "team-a, create, pods, false",
        "team-a, create, pods/exec, false",
        "team-a, update, tenantcontrolplanes/status, false",
        "team-a, update, tenantcontrolplanes/scale, false",
        "team-b, get, tenantcontrolplanes, false",
        "team-b, create, tenantcontrolplanes, false",
        "team-b, list, pods, false",
        "team-b, get, secrets, false",
        "team-a-control-planes, get, tenantcontrolplanes, false",
        "team-a-control-planes, list, pods, false",
        "team-a-control-planes, get, secrets, false",
    })
    void teamA_mayDoItsOwnAndNoMore(String namespace, String verb, String resource, boolean allowed) {
        assertThat(may("team-a", namespace, verb, resource)).isEqualTo(allowed);
    }
}
