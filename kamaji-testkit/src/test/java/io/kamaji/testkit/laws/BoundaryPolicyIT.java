package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.BoundaryPolicy;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.plan.Plan;
import io.kamaji.testkit.AdminClusterKind;
import io.kamaji.testkit.AdminClusterUnderTest;
import io.kamaji.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server refuses what leaves a boundary, by the policy that is made of it, and nothing else. */
class BoundaryPolicyIT {
    private static final Pattern REFUSAL =
            Pattern.compile("((?:spec|metadata)\\.\\S+): .*? \\(boundary [a-z-]+, ([A-Za-z.]+)\\)");
    private static final Map<String, String> NAMESPACES = Map.of("team", "team-a", "closed", "closed", "free", "free");

    private static AdminClusterUnderTest cluster;
    private static ClusterClient admin;
    private static Kamaji kamaji;
    private static List<BoundaryPolicy> policies;
    private static Plan plan;

    static Stream<HostileSpec> hostile() {
        return HostileSpec.all();
    }

    @BeforeAll
    static void install() {
        cluster = AdminClusterKind.PROCESSES.startOrSkip();
        admin = cluster.connect();
        kamaji = Kamaji.connect(cluster.cluster());
        kamaji.installDefinitions();
        kamaji.boundaryDefinitions().install();
        NAMESPACES
                .values()
                .forEach(name -> admin.create(JsonObject.of("apiVersion", "v1", "kind", "Namespace")
                        .with(
                                "metadata",
                                JsonObject.of(
                                        "name", name, "labels", Map.of("team", name.equals("team-a") ? "a" : name)))));
        policies = Stream.of(
                        HostileSpec.boundaries("team"),
                        HostileSpec.boundaries("closed").toBuilder()
                                .namespaces(Map.of("team", "closed"))
                                .build())
                .map(boundaries -> new BoundaryPolicy(boundaries, Set.of())) // the tests' user is in system:masters
                .toList();
        plan = kamaji.boundaryPolicies().plan(policies);
        kamaji.boundaryPolicies().install(policies);
        // an API server learns of its policies by and by
        for (var boundary : List.of("team", "closed")) {
            Eventually.until(
                    "the policy in force",
                    Duration.ofSeconds(60),
                    () -> !refusal(
                                    new HostileSpec(boundary, "spec.dataStoreSchema = x", List.of(), true).document(),
                                    boundary)
                            .isEmpty());
        }
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            kamaji.close();
            admin.close();
            cluster.close();
        }
    }

    /** What the API server says to creating a tenant in a namespace; empty if it takes it. Nothing is stored. */
    private static String refusal(JsonObject tenant, String namespace) {
        var there = tenant.update("metadata", metadata -> metadata.with("namespace", NAMESPACES.get(namespace)));
        try {
            admin.apply(there, new ApplyOptions("team", true, true));
            return "";
        } catch (ClusterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void apply_hostileSpec_isRefusedByThePolicyAtItsPlace(HostileSpec spec) {
        var said = refusal(spec.document(), spec.boundary());

        var expected = spec.inPolicy()
                ? spec.refused().stream()
                        .map(row -> row.substring(row.lastIndexOf(' ') + 1))
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<String>();
        var parts = new TreeSet<String>();
        REFUSAL.matcher(said).results().forEach(found -> {
            parts.add(found.group(2));
            var place = found.group(1).replace("?", "");
            assertThat(spec.refused())
                    .as("%s in %s", place, said)
                    .anyMatch(row -> row.replaceAll("\\[\\d+]", "[]").startsWith(place.replaceAll("\\{.*", "")));
        });
        if (spec.inPolicy()) {
            assertThat(parts).as(said).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void apply_hostileSpecWhereNoBoundaryIs_isNotRefusedByAny(HostileSpec spec) {
        assertThat(refusal(spec.document(), "free")).doesNotContain("boundary");
    }

    /** What can't be read of a boundary ends the passes of all whom it may concern, so the API server does not take it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {bytes: {soft: 2Gi, hard: 1Gi}}                                | refused
            {bytes: {hard: much}}                                          | refused
            {keys: {soft: 0}}                                              | refused
            {keys: {soft: -1, hard: 5}}                                    | refused
            {bytes: {soft: 512Mi, hard: 1Gi}, keys: {soft: 5, hard: 20k}}  | taken
            {bytes: {hard: 1500000}}                                       | taken
            """)
    void apply_boundaryWithAQuota_isTakenIfItCanBeKept(String quota, String expected) {
        kamaji.boundaryDefinitions().install();
        var boundary = Boundaries.builder("quota")
                .build()
                .toJsonObject()
                .withAt(List.of("spec", "dataStores", "quota"), JsonObject.parse(quota));

        assertThat(asked(boundary)).isEqualTo(expected.equals("taken") ? 200 : 422);
    }

    private static int asked(JsonObject boundary) {
        try {
            admin.apply(boundary, new ApplyOptions("platform", true, true));
            return 200;
        } catch (ClusterException e) {
            return e.code();
        }
    }

    @Test
    void apply_tenantWithin_isTaken() {
        assertThat(refusal(HostileSpec.base("team"), "team")).isEmpty();
        assertThat(refusal(HostileSpec.base("closed"), "closed")).isEmpty();
    }

    @Test
    void plan_showsPoliciesAndBindingsAndIsQuietTheSecondTime() {
        assertThat(plan.changes())
                .extracting(change -> change.ref().name())
                .contains(
                        "tenant-boundary-team-a",
                        "tenant-boundary-team-a-scale",
                        "tenant-boundary-team-a-finalizers",
                        "tenant-boundary-closed");
        assertThat(plan.writes()).isEqualTo(10);
        assertThat(kamaji.boundaryPolicies().plan(policies).writes()).isZero();
    }

    @Test
    void update_ofATenantThatWasOutside_isHeldToWhatItChanges() {
        var name = "a-old";
        var tenant = HostileSpec.base("team")
                .update("metadata", metadata -> metadata.with("name", name).with("namespace", "team-a"));
        var stored = admin.create(tenant);
        try {
            var strict = policies.get(0).boundaries().toBuilder().replicas(1, 1).build();
            kamaji.boundaryPolicies().install(List.of(new BoundaryPolicy(strict, Set.of()), policies.get(1)));
            var more = List.of("spec", "controlPlane", "deployment", "replicas");
            Eventually.until(
                    "the policy in force",
                    Duration.ofSeconds(60),
                    () -> !refusedUpdate(stored.withAt(more, 3)).isEmpty());

            assertThat(refusedUpdate(stored.withAt(List.of("spec", "networkProfile", "port"), 7000)))
                    .isEmpty();
            assertThat(refusedUpdate(stored.withAt(more, 3))).contains("(boundary team-a, replicas)");
            assertThat(refusedUpdate(stored.withAt(more, 1))).isEmpty();
            Eventually.until("the policy of scales in force", Duration.ofSeconds(60), () -> {
                assertThat(refusedScale(name, 1)).isEmpty(); // what was scaled before it is in force may stay
                return !refusedScale(name, 3).isEmpty();
            });
            assertThat(refusedScale(name, 3)).contains("(boundary team-a, replicas)");
            assertThat(refusedScale(name, 1)).isEmpty();
        } finally {
            kamaji.boundaryPolicies().install(policies);
            Eventually.until(
                    "the policy of before in force",
                    Duration.ofSeconds(60),
                    () -> refusal(HostileSpec.base("team"), "team").isEmpty());
            admin.delete(ResourceTypes.TENANT_CONTROL_PLANE.ref("team-a", name), ClusterClient.Preconditions.NONE);
        }
    }

    private static String refusedUpdate(JsonObject tenant) {
        try {
            admin.apply(
                    tenant.update(
                            "metadata",
                            metadata -> metadata.without("managedFields").without("resourceVersion")),
                    new ApplyOptions("team", true, true));
            return "";
        } catch (ClusterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String refusedScale(String name, int replicas) {
        try {
            admin.patch(
                    ResourceTypes.TENANT_CONTROL_PLANE.ref("team-a", name),
                    ClusterClient.PatchType.MERGE,
                    JsonValue.of(Map.of("spec", Map.of("replicas", replicas))),
                    "scale");
            return "";
        } catch (ClusterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void boundary_storedInTheCluster_isReadAsItWasGiven() {
        var team = HostileSpec.boundaries("team");
        var stored = admin.create(team.toJsonObject());

        assertThat(Boundaries.of(stored).toBuilder().build().podSecurity()).isEqualTo(team.podSecurity());
        assertThat(Boundaries.of(stored)
                        .check(HostileSpec.all().findFirst().orElseThrow().tenant()))
                .isEqualTo(
                        team.check(HostileSpec.all().findFirst().orElseThrow().tenant()));
        admin.delete(ResourceTypes.TENANT_BOUNDARY.ref("team-a"), ClusterClient.Preconditions.NONE);
    }
}
