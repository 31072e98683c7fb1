package io.kamaji.testkit.cluster;

import static io.kamaji.testkit.Eventually.eventually;
import static io.kamaji.testkit.cluster.Commands.kubectl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.Real;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tenant cluster in a test must do, whatever its store. */
abstract class TenantClusterContract {
    private static final ResourceType QUOTA = new ResourceType("v1", "ResourceQuota", "resourcequotas", true);
    private static final ResourceType EVENT = new ResourceType("v1", "Event", "events", true);

    TenantKubeconfig field;

    private static JsonObject object(String apiVersion, String kind, String namespace, String name, Object spec) {
        return JsonObject.of(
                "apiVersion",
                apiVersion,
                "kind",
                kind,
                "metadata",
                Map.of("name", name, "namespace", namespace),
                "spec",
                spec);
    }

    private static void namespace(ClusterClient api, String name) {
        api.create(JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name)));
    }

    private static Map<String, Object> pod(String image) {
        return Map.of("containers", java.util.List.of(Map.of("name", "main", "image", image)));
    }

    /** Pods are refused until the token controller has made the namespace's default account. */
    private static void awaitAccount(ClusterClient api, String namespace) {
        eventually(
                "default service account",
                Duration.ofSeconds(20),
                () -> api.get(io.kamaji.api.ObjectRef.of("v1", "ServiceAccount", namespace, "default")));
    }

    @Test
    void start_withinEightSeconds_whenWarm() {
        System.out.printf(
                "%s: ready after %.1f s%n",
                getClass().getSimpleName(), field.startup().toMillis() / 1e3);
        assertThat(field.startup()).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void parameterAndField_areTheSameCluster(TenantKubeconfig tenant, ClusterClient api) {
        assertThat(tenant).isSameAs(field);
        assertThat(api).isSameAs(tenant.client());
        assertThat(tenant.server()).startsWith("https://127.");
        assertThat(tenant.toYaml()).isEqualTo(tenant.kubeconfig().toYaml());
        assertThat(tenant.path()).hasContent(tenant.toYaml());
        assertThat(tenant.toString()).doesNotContain("KEY");
    }

    @Test
    void deployment_getsReplicaSetAndPods_whichTheSchedulerCantPlace(ClusterClient api) {
        namespace(api, "shop");
        api.create(object(
                "apps/v1",
                "Deployment",
                "shop",
                "web",
                Map.of(
                        "replicas",
                        2,
                        "selector",
                        Map.of("matchLabels", Map.of("app", "web")),
                        "template",
                        Map.of("metadata", Map.of("labels", Map.of("app", "web")), "spec", pod("nginx")))));
        eventually("two pods", Duration.ofSeconds(20), () -> pods(api, "shop", 2));
        assertThat(api.list(ListRequest.of(ResourceTypes.REPLICA_SET, "shop", "app=web"))
                        .items())
                .hasSize(1);
        var event = eventually(
                "event of the scheduler",
                Duration.ofSeconds(20),
                () -> api.list(ListRequest.of(EVENT, "shop", "")).items().stream()
                        .filter(each -> each.text("reason").equals(Optional.of("FailedScheduling")))
                        .findFirst());
        assertThat(event.text("message").orElse("")).contains("no nodes available");
        assertThat(api.list(ListRequest.of(ResourceTypes.POD, "shop", "app=web"))
                        .items())
                .allSatisfy(pod -> assertThat(pod.text("status", "phase")).contains("Pending"));
    }

    private static Optional<Integer> pods(ClusterClient api, String namespace, int count) {
        var found = api.list(ListRequest.of(ResourceTypes.POD, namespace, "app=web"))
                .items();
        return found.size() == count ? Optional.of(count) : Optional.empty();
    }

    @Test
    void quota_refusesThePodThatIsOneTooMany(ClusterClient api) {
        namespace(api, "small");
        awaitAccount(api, "small");
        api.create(object("v1", "ResourceQuota", "small", "pods", Map.of("hard", Map.of("pods", "1"))));
        eventually(
                "quota counted",
                Duration.ofSeconds(20),
                () -> api.list(ListRequest.of(QUOTA, "small", "")).items().stream()
                        .filter(quota -> quota.text("status", "used", "pods").isPresent())
                        .findFirst());
        api.create(object("v1", "Pod", "small", "one", pod("nginx")));
        assertThatThrownBy(() -> api.create(object("v1", "Pod", "small", "two", pod("nginx"))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("exceeded quota");
    }

    @Test
    void kubectl_worksAsWithAnyCluster(TenantKubeconfig tenant) {
        Real.skipUnless(Commands.present() ? Optional.empty() : Optional.of("no kubectl on the PATH"));
        assertThat(kubectl(tenant, "get", "--raw", "/readyz")).isEqualTo("ok");
        kubectl(tenant, "create", "namespace", "demo");
        kubectl(tenant, "-n", "demo", "create", "deployment", "web", "--image=nginx");
        var pods = eventually(
                "a pod",
                Duration.ofSeconds(20),
                () -> Optional.of(kubectl(tenant, "-n", "demo", "get", "pods", "--no-headers"))
                        .filter(text -> text.contains("Pending")));
        assertThat(pods).contains("web-");
        assertThat(kubectl(tenant, "-n", "demo", "get", "replicasets", "-o", "name"))
                .startsWith("replicaset.apps/web-");
        eventually(
                "event of the scheduler",
                Duration.ofSeconds(20),
                () -> Optional.of(kubectl(tenant, "-n", "demo", "get", "events"))
                        .filter(text -> text.contains("FailedScheduling")));
    }
}
