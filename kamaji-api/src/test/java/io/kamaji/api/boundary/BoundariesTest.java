package io.kamaji.api.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.api.value.Violation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BoundariesTest {
    private static final Boundaries TEAM = Boundaries.parse(HostileSpec.text("team.yaml"));

    static Stream<HostileSpec> hostile() {
        return HostileSpec.all();
    }

    @Test
    void table_hasAtLeastSixty() {
        assertThat(hostile()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void check_hostileSpec_isRefusedAtItsPathByItsBoundary(HostileSpec spec) {
        assertThat(HostileSpec.rows(spec.boundaries().check(spec.tenant())))
                .isEqualTo(spec.refused().stream().sorted().collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void check_withoutTheChange_isWithin(HostileSpec spec) {
        assertThat(spec.boundaries().check(TenantControlPlane.of(spec.base()))).isEmpty();
    }

    @Test
    void check_closedToAllButAmounts_takesASpecThatSaysLittle() {
        var tenant = TenantControlPlane.builder("default", "plain")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .konnectivity()
                .build();

        assertThat(Boundaries.builder("closed").build().check(tenant)).isEmpty();
    }

    @Test
    void storeQuota_isReadAndRefusedWithPathAndValue() {
        assertThat(TEAM.storeQuota())
                .isEqualTo(StoreQuota.parse("{bytes: {soft: 512Mi, hard: 1Gi}, keys: {hard: 20000}}")
                        .orElseThrow());
        assertThat(Boundaries.builder("b").build().storeQuota()).isEqualTo(StoreQuota.NONE);
        assertThat(Boundaries.builder("b")
                        .storeBytes("1Gi", "2Gi")
                        .storeKeys(10, 20)
                        .build()
                        .storeQuota())
                .isEqualTo(StoreQuota.parse("{bytes: {soft: 1Gi, hard: 2Gi}, keys: {soft: 10, hard: 20}}")
                        .orElseThrow());

        var refusal = catchThrowableOfType(
                InvalidSpecException.class,
                () -> Boundaries.builder("b")
                        .storeBytes("2Gi", "1Gi")
                        .storeKeys(0, 20)
                        .build());
        assertThat(refusal.violations())
                .extracting(Violation::toString)
                .containsExactlyInAnyOrder(
                        "spec.dataStores.quota.bytes.soft: \"2Gi\": must be at most the hard limit, 1Gi",
                        "spec.dataStores.quota.keys.soft: 0: must be a quantity of at least 1, such as 1Gi");
    }

    @Test
    void check_tellsBoundaryAndPart() {
        var spec = hostile()
                .filter(row -> row.changes().endsWith("replicas = 6"))
                .findFirst()
                .orElseThrow();

        assertThat(TEAM.check(spec.tenant()))
                .extracting(Violation::toString)
                .containsExactly("spec.controlPlane.deployment.replicas: 6: must be at least 1 and at most 3"
                        + " (boundary team-a, replicas)");
    }

    @Test
    void check_newestVersions_countFromTheNewestThatIsSupported() {
        var boundaries = Boundaries.builder("b").newestVersions(2).build();
        var tenant = TenantControlPlane.builder().metadata(m -> m.name("t"));

        var minor = KubernetesVersion.NEWEST.minor();

        assertThat(Stream.of(minor - 2, minor - 1, minor)
                        .filter(it -> boundaries
                                .check(tenant.kubernetesVersion("1." + it + ".9")
                                        .build())
                                .isEmpty()))
                .containsExactly(minor - 1, minor);
    }

    @Test
    void checkKubeconfig_ofKubernetesItselfAndForLong_isRefusedAtItsPlace() {
        var closed = Boundaries.builder("closed").build();
        var team = Boundaries.builder("team")
                .kubeconfigGroups("team-*")
                .kubeconfigLife("8h")
                .build();
        var year = Duration.ofDays(365);

        assertThat(closed.checkKubeconfig("ann", List.of("kubeadm:cluster-admins"), year))
                .isEmpty();
        assertThat(HostileSpec.rows(
                        closed.checkKubeconfig("system:kube-scheduler", List.of("dev", "system:masters"), year)))
                .isEqualTo("groups[1] kubeconfigs.groups\nuser kubeconfigs.users");
        assertThat(team.checkKubeconfig("ann", List.of("team-a"), Duration.ofHours(8)))
                .isEmpty();
        assertThat(team.checkKubeconfig("ann", List.of("dev"), year))
                .extracting(Violation::toString)
                .containsExactly(
                        "groups[0]: \"dev\": must be one of team-* (boundary team, kubeconfigs.groups)",
                        "life: \"PT8760H\": must be at most 8h (boundary team, kubeconfigs.maxLife)");
    }

    @Test
    void parse_ofItsYaml_isEqual() {
        assertThat(Boundaries.parse(TEAM.toYaml())).isEqualTo(TEAM).hasSameHashCodeAs(TEAM);
        assertThat(TEAM.toBuilder().build()).isEqualTo(TEAM);
    }

    @Test
    void builder_saysWhatTheYamlSays() {
        var built = Boundaries.builder("b")
                .tenants(3)
                .versions("1.35", "1.36")
                .replicas(1, 3)
                .pool("tier", "gold")
                .limits("apiServer", "memory", "4Gi")
                .fixFlag("apiServer", "audit-log-maxage", "30")
                .forbidFlags("kine", "a")
                .forbidFlags("kine", "b")
                .podSecurity(PodSecurityLevel.RESTRICTED)
                .build();

        assertThat(built.toJsonObject().object("spec")).isEqualTo(JsonObject.parse("""
                tenants: 3
                versions: {from: "1.35", to: "1.36"}
                replicas: {min: 1, max: 3}
                dataStores: {pool: {tier: gold}}
                resources: {apiServer: {limits: {memory: 4Gi}}}
                flags: {apiServer: {fixed: {audit-log-maxage: "30"}}, kine: {forbidden: [a, b]}}
                podSecurity: restricted
                """));
        assertThat(built.tenants()).contains(3);
        assertThat(built.podSecurity()).isEqualTo(PodSecurityLevel.RESTRICTED);
    }

    @Test
    void parse_wrong_namesAllThatIsWrong() {
        var refused = catchThrowableOfType(InvalidSpecException.class, () -> Boundaries.parse("""
                apiVersion: platform.kamaji.io/v1alpha1
                kind: TenantBoundary
                metadata: {name: b}
                spec:
                  replica: {max: 3}
                  podSecurity: lax
                  exposure: {addresses: [nowhere]}
                """));

        assertThat(refused.violations())
                .extracting(Violation::path)
                .containsExactlyInAnyOrder("spec.replica", "spec.podSecurity", "spec.exposure.addresses[0]");
    }

    @Test
    void parse_specThatIsNoObject_isRefused() {
        assertThat(catchThrowableOfType(
                                InvalidSpecException.class,
                                () -> Boundaries.of(TEAM.toJsonObject().with("spec", "tenants: 3")))
                        .violations())
                .extracting(Violation::path)
                .containsExactly("spec");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            resources: {apiServer: {requests: {cpu: lots}}}      | spec.resources.apiServer.requests[cpu]
            resources: {total: {limits: {memory: 4 Gi}}}         | spec.resources.total.limits[memory]
            resources: {kine: {limits: {memory: "-1Gi"}}}        | spec.resources.kine.limits[memory]
            versions: {from: "1.99999999999999999999"}           | spec.versions.from
            versions: {from: "1.36", to: "1.35.9"}               | spec.versions
            replicas: {min: 3, max: 2}                           | spec.replicas
            flags: {apiServer: {forbidden: [--anonymous-auth]}}  | spec.flags.apiServer.forbidden[0]
            flags: {kine: {allowed: [a, watch_progress*]}}       | spec.flags.kine.allowed[1]
            flags: {scheduler: {fixed: {--v: "2"}}}              | spec.flags.scheduler.fixed[--v]
            namespaceSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]} | spec.namespaceSelector.matchExpressions[0]
            namespaceSelector: {matchExpressions: [{key: a, operator: In}]}              | spec.namespaceSelector.matchExpressions[0]
            namespaceSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | spec.namespaceSelector.matchExpressions[0]
            """)
    void parse_whatNoTenantCouldBeHeldTo_isRefused(String spec, String path) {
        var document = JsonObject.of("apiVersion", Boundaries.API_VERSION, "kind", Boundaries.KIND)
                .with("metadata", JsonObject.of("name", "b"))
                .with("spec", JsonObject.parse(spec));

        assertThat(catchThrowableOfType(InvalidSpecException.class, () -> Boundaries.of(document))
                        .violations())
                .extracting(Violation::path)
                .containsExactly(path);
    }

    @Test
    void parse_oddButMeaningful_isTaken() {
        var odd = Boundaries.builder("b")
                .versions("1.36", "1.36.3")
                .replicas(2, 2)
                .requests("apiServer", "cpu", "1e3")
                .requests("total", "nvidia.com/gpu", "0")
                .forbidFlags("apiServer", "*", "anonymous-auth")
                .build();

        assertThat(odd.name()).isEqualTo("b");
    }
}
