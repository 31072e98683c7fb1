package io.kamaji.testkit.migrate;

import static io.kamaji.testkit.Eventually.until;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.bed.Kubectl;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Who watches the ConfigMaps of a tenant's namespace {@code default} from outside, while it is moved: an informer of
 * client-java, as controllers have, kubectl, and one that knows a resourceVersion and comes back with it, as kubelets do.
 */
final class Watchers implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ListRequest CONFIG_MAPS = ListRequest.of(ResourceTypes.CONFIG_MAP, "default", "");

    private final ClusterClient api;
    private final SharedInformerFactory informers;
    private final SharedIndexInformer<V1ConfigMap> informer;
    private final Kubectl kubectl;
    private final Process watching;
    private final String version;

    private Watchers(Kubeconfig kubeconfig, Path folder) throws IOException {
        api = AdminCluster.kubeconfig(kubeconfig.toYaml()).connect();
        var client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(new StringReader(kubeconfig.toYaml())))
                .setReadTimeout(Duration.ZERO)
                .build();
        var core = new CoreV1Api(client);
        informers = new SharedInformerFactory(client);
        informer = informers.sharedIndexInformerFor(
                (CallGeneratorParams call) -> core.listNamespacedConfigMap("default")
                        .resourceVersion(call.resourceVersion)
                        .timeoutSeconds(call.timeoutSeconds)
                        .watch(call.watch)
                        .buildCall(null),
                V1ConfigMap.class,
                V1ConfigMapList.class,
                0,
                (type, failure) -> {}); // it tries again, as long as the tenant is away
        informers.startAllRegisteredInformers();
        kubectl = Kubectl.of(kubeconfig, folder);
        watching = watch();
        until("the informer's list", SOON, informer::hasSynced);
        version = api.list(CONFIG_MAPS).resourceVersion();
    }

    static Watchers start(Kubeconfig kubeconfig, Path folder) {
        try {
            return new Watchers(kubeconfig, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process watch() {
        return kubectl.start("get", "configmaps", "--namespace=default", "--watch", "--output=name");
    }

    /**
     * After the move.
     *
     * @param name of a ConfigMap that the action makes
     */
    void requireSight(String name, Runnable action) {
        assertThatThrownBy(() -> api.watch(CONFIG_MAPS, version, Duration.ofSeconds(10), event -> false))
                .as("a watch from resourceVersion %s, which was the old store's", version)
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(410));
        until("kubectl's end with its watch", SOON, () -> !watching.isAlive());
        var again = watch();
        var said = again.inputReader(StandardCharsets.UTF_8);
        try {
            action.run();
            until(
                    "the informer's sight of " + name,
                    SOON,
                    () -> informer.getIndexer().getByKey("default/" + name) != null);
            var line = "configmap/" + name;
            assertThat(supplyAsync(() -> said.lines().anyMatch(line::equals))
                            .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isTrue();
        } finally {
            again.destroy();
        }
    }

    @Override
    public void close() {
        watching.destroy();
        informers.stopAllRegisteredInformers();
        api.close();
    }
}
