package io.kamaji.testkit.cluster;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.BinaryNotFoundException;
import io.kamaji.testkit.ProcessNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A tenant cluster and all that it needs, in this JVM and as processes of it: an admin API, its node, the tenant. Closing
 * ends and removes all of it. Thread-safe.
 */
public final class RunningTenant implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ProcessNode node;
    private final TenantControlPlane spec;
    private final ClusterClient admin;
    private final TenantKubeconfig tenant;

    private RunningTenant(String version, DataStore store, UnaryOperator<TenantControlPlane.Builder> more) {
        var start = System.nanoTime();
        try {
            var simulator = opened(ApiServerSimulator.start());
            var cluster = AdminCluster.kubeconfig(simulator.kubeconfig());
            admin = opened(cluster.connect());
            node = opened(ProcessNode.start(admin));
            var kamaji = opened(Kamaji.connect(cluster, settings -> settings.dataStores(DataStoreSource.of(store))));
            var base = TenantControlPlane.builder("default", "tenant")
                    .kubernetesVersion(version)
                    .loadBalancer()
                    .replicas(1)
                    .dataStore(store.metadata().name().orElseThrow());
            spec = more.apply(base).build();
            kamaji.tenant(spec).await(LIMIT, pass -> {});
            var startup = Duration.ofNanos(System.nanoTime() - start);
            var kubeconfig = kamaji.tenant(spec).kubeconfig();
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var file = Files.createTempFile("tenant", ".kubeconfig", owner);
            parts.push(() -> Files.deleteIfExists(file));
            Files.writeString(file, kubeconfig.toYaml());
            tenant = new TenantKubeconfig(
                    file, kubeconfig, opened(kamaji.tenant(spec).client()), startup);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Starts a tenant on a SQLite file of its own and waits until it is ready. */
    public static RunningTenant onSqlite(String version) {
        return on(
                version,
                DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir"))
                        .build());
    }

    /** Starts a tenant on a store that is there and waits until it is ready; its data in the store stays at the end. */
    public static RunningTenant on(String version, DataStore store) {
        return on(version, store, base -> base);
    }

    /** The same with more in its spec. */
    static RunningTenant on(String version, DataStore store, UnaryOperator<TenantControlPlane.Builder> more) {
        return new RunningTenant(version, store, more);
    }

    static RunningTenant start(String version, StoreKind store, Supplier<SharedEtcd> etcd) {
        return switch (store) {
            case SQLITE -> onSqlite(version);
            case ETCD -> on(version, etcd.get().server().dataStore());
        };
    }

    /**
     * What is missing on this machine to run a tenant, and the ways to have it; empty if nothing. A binary that is not there is
     * downloaded or built first if that was asked for, see {@link Binaries}.
     */
    public static Optional<String> missing(String version, StoreKind store) {
        return ProcessNode.unavailable().or(() -> missingBinaries(version, store));
    }

    private static Optional<String> missingBinaries(String version, StoreKind store) {
        var binaries = Binaries.standard();
        var names = new ArrayList<String>();
        var ways = new ArrayList<String>();
        for (var name : binaries(store)) {
            var wanted = name.startsWith("kube-") ? version : "";
            try {
                binaries.require(name, wanted);
            } catch (BinaryNotFoundException e) {
                names.add((name + " " + wanted).strip());
                ways.add(e.getMessage());
            }
        }
        return switch (names.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(ways.get(0));
            default -> Optional.of("not on this machine: " + String.join(", ", names) + "\n" + ways.get(0));
        };
    }

    private static List<String> binaries(StoreKind store) {
        var ofStore = store == StoreKind.SQLITE ? Stream.of("kine") : Stream.of("etcd", "etcdctl");
        return Stream.concat(Stream.of("kube-apiserver", "kube-controller-manager", "kube-scheduler"), ofStore)
                .toList();
    }

    /** How the tenant is reached. */
    public TenantKubeconfig tenant() {
        return tenant;
    }

    /** What the tenant was made from. */
    public TenantControlPlane spec() {
        return spec;
    }

    /** The node that its pods run on, for logs and command lines. */
    public ProcessNode node() {
        return node;
    }

    /** The admin cluster's API. */
    public ClusterClient admin() {
        return admin;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(RunningTenant.class.getName()).log(System.Logger.Level.WARNING, "can't close", e);
            }
        }
    }
}
