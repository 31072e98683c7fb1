package io.kamaji.examples.fleet;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.Tenant;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Makes tenants of several profiles, leaves them alone, and tells what each takes meanwhile: CPU time and memory of their processes, which
 * run on this machine, and writes to their store, which their API servers count. Compare figures of one run only.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(10);
    private static final Pattern WRITE =
            Pattern.compile("etcd_request_duration_seconds_count\\{.*operation=\"(?:create|update|delete)\".*} (\\S+)");

    private final Options options;
    private final ClusterClient admin;
    private final Kamaji kamaji;
    private final String store;
    private final Map<Tenant, Profile> tenants = new LinkedHashMap<>();
    private final Map<Tenant, Double> readyAfter = new ConcurrentHashMap<>();

    private Fleet(Options options) throws IOException {
        this.options = options;
        var cluster = AdminCluster.kubeconfig(options.kubeconfig());
        var dataStore = DataStore.parse(Files.readString(options.dataStore()));
        store = dataStore.metadata().name().orElseThrow();
        admin = cluster.connect();
        kamaji = Kamaji.connect(cluster, settings -> settings.dataStores(DataStoreSource.of(dataStore)));
        options.tenants().forEach((profile, count) -> {
            for (int i = 1; i <= count; i++) {
                tenants.put(kamaji.tenant(spec(profile, i)), profile);
            }
        });
    }

    public static void main(String... args) throws Exception {
        try (var fleet = new Fleet(Options.parse(args))) {
            fleet.run();
        } catch (IllegalArgumentException | KamajiException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1);
        }
    }

    private TenantControlPlane spec(Profile profile, int number) {
        var tenant = TenantControlPlane.builder(options.namespace(), profile.label() + "-" + number)
                .kubernetesVersion(options.version())
                .loadBalancer()
                .replicas(1)
                .dataStore(store);
        profile.change(tenant);
        return tenant.build();
    }

    private void run() throws Exception {
        var namespace = ObjectRef.of("v1", "Namespace", options.namespace());
        if (admin.get(namespace).isEmpty()) {
            admin.create(JsonObject.of("apiVersion", "v1", "kind", "Namespace")
                    .with("metadata", JsonObject.of("name", options.namespace())));
        }
        System.out.println("making " + tenants.size() + " tenants");
        atOnce(this::make);
        System.out.println(
                "all ready; leaving them alone for " + options.settle().toSeconds() + " s");
        Thread.sleep(options.settle().toMillis());
        var measures = measure();
        var earlier = new LinkedHashMap<String, List<Measure>>();
        for (var file : options.earlier()) {
            earlier.put(
                    file.getFileName().toString(),
                    Files.readAllLines(file).stream().map(Measure::parse).toList());
        }
        System.out.println(Table.of(measures, earlier));
        if (options.save().isPresent()) {
            Files.write(
                    options.save().get(), measures.stream().map(Measure::toLine).toList());
        }
        if (options.report().isPresent()) {
            Files.writeString(options.report().get(), Picture.of(measures));
        }
        if (!options.keep()) {
            atOnce(Tenant::delete);
        }
    }

    /** What a tenant of an earlier run left is taken over as it is. */
    private void make(Tenant tenant) {
        var began = System.nanoTime();
        tenant.await(READY, pass -> {});
        readyAfter.put(tenant, (System.nanoTime() - began) / 1e9);
    }

    private interface Work {
        void on(Tenant tenant);
    }

    /** The first failure is thrown once all have ended. */
    private void atOnce(Work work) throws Exception {
        var pool = Executors.newFixedThreadPool(Math.max(1, Math.min(tenants.size(), 8)));
        try {
            var calls = new ArrayList<java.util.concurrent.Callable<Void>>();
            tenants.keySet()
                    .forEach(tenant -> calls.add(() -> {
                        work.on(tenant);
                        return null;
                    }));
            for (var call : pool.invokeAll(calls)) {
                call.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private List<Measure> measure() throws IOException, InterruptedException {
        var began = System.nanoTime();
        var processes = Processes.byPod();
        var writes = writes();
        Thread.sleep(options.over().toMillis());
        var seconds = (System.nanoTime() - began) / 1e9;
        var later = Processes.byPod();
        var laterWrites = writes();
        var measures = new ArrayList<Measure>();
        for (var tenant : tenants.keySet()) {
            var name = tenant.ref().name();
            var pods = admin.list(
                            ListRequest.of(ResourceTypes.POD, options.namespace(), "kamaji.clastix.io/name=" + name))
                    .items();
            var nothing = new Processes.Sample(0, 0, 0);
            var before = nothing;
            var after = nothing;
            for (var pod : pods) {
                var uid = pod.text("metadata", "uid").orElseThrow();
                before = before.plus(processes.getOrDefault(uid, nothing));
                after = after.plus(later.getOrDefault(uid, nothing));
            }
            var cost = tenant.cost();
            System.out.println(cost);
            measures.add(new Measure(
                    name,
                    tenants.get(tenant).label(),
                    readyAfter.get(tenant),
                    (after.cpu() - before.cpu()) * 1000 / seconds,
                    after.resident(),
                    after.own(),
                    (laterWrites.get(tenant) - writes.get(tenant)) / seconds,
                    cost.stored().map(usage -> usage.keys()).orElse(0L),
                    restarts(pods)));
        }
        return measures;
    }

    /** As the API server counts its requests to the store. */
    private Map<Tenant, Double> writes() {
        var counts = new LinkedHashMap<Tenant, Double>();
        for (var tenant : tenants.keySet()) {
            try (var api = tenant.client()) {
                counts.put(
                        tenant,
                        api.raw("/metrics")
                                .lines()
                                .map(WRITE::matcher)
                                .filter(matcher -> matcher.matches())
                                .mapToDouble(matcher -> Double.parseDouble(matcher.group(1)))
                                .sum());
            }
        }
        return counts;
    }

    private static long restarts(List<JsonObject> pods) {
        return pods.stream()
                .flatMap(pod -> pod.array("status", "containerStatuses").objects())
                .mapToLong(container -> container.number("restartCount").orElse(0L))
                .sum();
    }

    @Override
    public void close() {
        kamaji.close();
        admin.close();
    }
}
