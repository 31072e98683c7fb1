package io.kamaji.testkit.tenant;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.bed.Bed;
import io.kamaji.testkit.bed.BedImages;
import io.kamaji.testkit.bed.Kubectl;
import io.kamaji.testkit.bed.Workers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A tenant of the bed with all add-ons, for real workers to join, and what tests ask of it. One replica at first; everything
 * of it is gone after {@link #close()}, its namespace and its workers too.
 */
final class WorkerTenant implements AutoCloseable {
    static final String VERSION = "1.36.3";
    static final String ETCD = "etcd-bronze";
    static final String BEHIND_KINE = "postgresql-bronze";
    static final String GATEWAY_DOMAIN = ".gw.bed.test";
    static final String INGRESS_DOMAIN = ".in.bed.test";
    private static final Map<String, String> FRONTS =
            Map.of(GATEWAY_DOMAIN, "172.31.77.200", INGRESS_DOMAIN, "172.31.77.201");
    private static final String AGENTS = "k8s-app=konnectivity-agent";
    private static final String OPEN_TUNNELS = "konnectivity_network_proxy_agent_open_server_connections ";

    private final Workers workers = Workers.require();
    private final ClusterClient admin;
    private final Kamaji kamaji;
    private final Kubectl kubectl;
    private TenantControlPlane spec;

    private WorkerTenant(Bed bed, TenantControlPlane spec, Path folder) {
        this.spec = spec;
        admin = bed.admin().connect();
        Bed.namespace(admin, namespace());
        kamaji = Kamaji.connect(
                bed.admin(),
                settings -> settings.dataStores(
                                DataStoreSource.of(bed.etcd(ETCD), bed.withPassword("PostgreSQL", BEHIND_KINE)))
                        .endpoints(this::besideTheFront));
        kamaji.tenant(spec).delete(); // what a killed run left
        reconcile(spec);
        kubectl = Kubectl.of(fromHere(kamaji.tenant(spec).kubeconfig()), folder);
    }

    /** By its Service, as this machine, the bed's node, does not know the names of the fronts. */
    private String besideTheFront(String hostAndPort) {
        return front(hostAndPort)
                .flatMap(front -> admin.get(ObjectRef.of("v1", "Service", namespace(), namespace())))
                .map(service -> service.text("spec", "clusterIP").orElseThrow() + ":"
                        + service.array("spec", "ports")
                                .objects()
                                .findFirst()
                                .orElseThrow()
                                .number("port")
                                .orElseThrow())
                .orElse(hostAndPort);
    }

    /** The same for a program that sends the server name. */
    private static Kubeconfig fromHere(Kubeconfig kubeconfig) {
        var server = URI.create(kubeconfig.server());
        return front(server.getAuthority())
                .map(address -> kubeconfig
                        .withServer("https://" + address + ":" + server.getPort())
                        .withTlsServerName(server.getHost()))
                .orElse(kubeconfig);
    }

    private static Optional<String> front(String hostAndPort) {
        var host = hostAndPort.substring(0, hostAndPort.lastIndexOf(':'));
        return FRONTS.entrySet().stream()
                .filter(front -> host.endsWith(front.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Makes one, or skips the test with the reason.
     *
     * @param name of the tenant and of its namespace
     * @param folder for its kubeconfig
     */
    static WorkerTenant start(String name, Path folder) {
        return start(name, ETCD, folder);
    }

    /** The same on a datastore of the bed. */
    static WorkerTenant start(String name, String store, Path folder) {
        return start(name, store, folder, spec -> spec);
    }

    /** The same, as wanted from the start. */
    static WorkerTenant start(
            String name, String store, Path folder, UnaryOperator<TenantControlPlane.Builder> wanted) {
        var bed = Bed.require();
        var images = BedImages.require();
        images.makeShell();
        var proxy = images.makeKubeProxy(VERSION);
        var spec = TenantControlPlane.builder(name, name)
                .kubernetesVersion(VERSION)
                .loadBalancer()
                .replicas(1)
                .coreDns()
                .kubeProxy(image -> image.imageRepository(BedImages.REPOSITORY).imageTag(proxy))
                .konnectivity()
                .dataStore(store);
        return new WorkerTenant(bed, wanted.apply(spec).build(), folder);
    }

    Kamaji kamaji() {
        return kamaji;
    }

    Kubectl kubectl() {
        return kubectl;
    }

    TenantControlPlane spec() {
        return spec;
    }

    /** Makes it as wanted from now on. */
    void reconcile(TenantControlPlane wanted) {
        spec = wanted;
        kamaji.tenant(spec).await(Duration.ofMinutes(3), pass -> {});
    }

    /** Joins a worker with the line that we give, and waits until its Node is Ready. */
    void join(String worker) {
        workers.up(worker, VERSION, kamaji.tenant(spec).join());
        kubectl.awaitNode(worker);
    }

    /** Ends a worker, and its Node with it. */
    void remove(String worker) {
        workers.down(worker);
        kubectl.run("delete", "node", worker);
    }

    /** Waits until every pod of every add-on is ready. */
    void awaitAddons() {
        for (var workload : List.of("deployment/coredns", "daemonset/kube-proxy", "daemonset/konnectivity-agent")) {
            kubectl.run("-n", "kube-system", "rollout", "status", workload, "--timeout=90s");
        }
    }

    /** Three pods that serve their names behind a Service {@code web}, and a pod {@code client}. */
    void runWeb() {
        kubectl.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: web
                          image: %1$s
                          command: [sh, -c, "hostname >/tmp/index.html; echo serves; exec httpd -f -p 8080 -h /tmp"]
                          readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers: [{name: client, image: "%1$s", command: [sleep, "86400"]}]
                """.formatted(BedImages.SHELL));
        kubectl.run("wait", "--for=condition=Ready", "pod/client", "--timeout=90s");
        awaitWeb();
    }

    void awaitWeb() {
        kubectl.run("rollout", "status", "deployment/web", "--timeout=90s");
    }

    Set<String> webPods() {
        return names("get", "pods", "-l", "app=web");
    }

    String webPod() {
        return webPods().iterator().next();
    }

    /** What a Service says to {@code client}, which knows its name only: the last line of its answer. */
    String ask(String service) {
        var get = "exec 3<>/dev/tcp/" + service + "/80 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3";
        return kubectl.run("exec", "client", "--", "bash", "-c", get).lines().reduce("", (first, last) -> last);
    }

    /** Whether a connection through the tunnel is to be had. */
    boolean tunnelWorks() {
        return kubectl.attempt(Duration.ofSeconds(5), "logs", webPod()).text().equals("serves");
    }

    /** How many servers the only agent is connected to, as its metrics say, which come through the tunnel too. */
    int openTunnels() {
        var agent = names("get", "pods", "-n", "kube-system", "-l", AGENTS)
                .iterator()
                .next();
        var metrics = "/api/v1/namespaces/kube-system/pods/" + agent + ":8134/proxy/metrics";
        return kubectl.attempt(Duration.ofSeconds(10), "get", "--raw", metrics)
                .text()
                .lines()
                .filter(line -> line.startsWith(OPEN_TUNNELS))
                .mapToInt(line -> Integer.parseInt(line.substring(OPEN_TUNNELS.length())))
                .findFirst()
                .orElse(-1);
    }

    Set<String> serverLeases() {
        return names("get", "leases", "-n", "kube-system", "-l", "k8s-app=konnectivity-server");
    }

    /** The agents, so that it shows if one was exchanged or restarted. */
    Set<String> agents() {
        return pods("-n", "kube-system", "-l", AGENTS);
    }

    /** Pods, each with what changes when it is exchanged or restarted. */
    Set<String> pods(String... which) {
        return items(Stream.concat(Stream.of("get", "pods"), Stream.of(which)))
                .map(pod -> pod.text("metadata", "uid").orElseThrow()
                        + pod.array("status", "containerStatuses")
                                .objects()
                                .map(container -> container.number("restartCount"))
                                .toList())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> names(String... words) {
        return items(Stream.of(words))
                .map(object -> object.text("metadata", "name").orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<JsonObject> items(Stream<String> words) {
        return kubectl.json(words.toArray(String[]::new)).array("items").objects();
    }

    /** Pods of the control plane, those that are going included. */
    int controlPlanes() {
        return list(ResourceTypes.POD);
    }

    /** ReplicaSets of the control plane: one per revision. */
    int revisions() {
        return list(ResourceTypes.REPLICA_SET);
    }

    private int list(ResourceType type) {
        return admin.list(ListRequest.of(type, namespace(), "kamaji.clastix.io/name=" + namespace()))
                .items()
                .size();
    }

    /** Data of one of its Secrets. */
    JsonObject secret(String name) {
        return admin.get(secretRef(name)).orElseThrow().object("data");
    }

    void deleteSecret(String name) {
        admin.delete(secretRef(name), Preconditions.NONE);
    }

    private ObjectRef secretRef(String name) {
        return ObjectRef.of("v1", "Secret", namespace(), namespace() + "-" + name);
    }

    /** What a spec is made of, on both sides. */
    Set<Map.Entry<Target, ObjectRef>> objectsOf(TenantControlPlane wanted) {
        return kamaji.tenant(wanted).render().parts().stream()
                .map(part -> Map.entry(part.manifest().target(), part.manifest().ref()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of the objects that are there. */
    Set<Map.Entry<Target, ObjectRef>> present(Set<Map.Entry<Target, ObjectRef>> objects) {
        try (var inside = kamaji.tenant(spec).client()) {
            return objects.stream()
                    .filter(it -> (it.getKey() == Target.ADMIN ? admin : inside)
                            .get(it.getValue())
                            .isPresent())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    private String namespace() {
        return spec.metadata().namespace().orElseThrow();
    }

    @Override
    public void close() {
        workers.close();
        kamaji.tenant(spec).delete();
        kamaji.close();
        admin.delete(ObjectRef.of("v1", "Namespace", namespace()), Preconditions.NONE);
        admin.close();
    }
}
