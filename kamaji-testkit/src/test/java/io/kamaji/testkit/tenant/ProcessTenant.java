package io.kamaji.testkit.tenant;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Eventually;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.node.RealBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tenant with a real API server, controller manager and scheduler as local processes, its state in a SQLite file. */
final class ProcessTenant implements AutoCloseable {
    private final ApiServerSimulator simulator;
    private final ClusterClient admin;
    private final ProcessNode node;
    private final Kamaji kamaji;
    private final TenantControlPlane tenant;

    private ProcessTenant(TenantControlPlane tenant) {
        var store = DataStore.sqlite("embedded", sqlite -> {}).build();
        this.tenant = tenant;
        simulator = ApiServerSimulator.start();
        var cluster = AdminCluster.kubeconfig(simulator.kubeconfig());
        admin = cluster.connect();
        kamaji = Kamaji.connect(cluster, settings -> settings.dataStores(DataStoreSource.of(store)));
        node = ProcessNode.start(admin);
    }

    /** Starts one, or skips the test with the reason. */
    static ProcessTenant start(String version) {
        return start(spec(version));
    }

    /** The same of any spec, which may need further binaries. */
    static ProcessTenant start(TenantControlPlane tenant, String... binaries) {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kine", "kubeadm");
        RealBinaries.assume(binaries);
        var started = new ProcessTenant(tenant);
        try {
            started.kamaji.tenant(started.tenant).await(Duration.ofMinutes(2), pass -> {});
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    static TenantControlPlane spec(String version) {
        return TenantControlPlane.builder("default", "blue")
                .kubernetesVersion(version)
                .loadBalancer()
                .replicas(1)
                .dataStore("embedded")
                .build();
    }

    /** With every add-on that there is. */
    static TenantControlPlane withAddOns(String version) {
        return spec(version).toBuilder().coreDns().kubeProxy().konnectivity().build();
    }

    Kamaji kamaji() {
        return kamaji;
    }

    TenantControlPlane tenant() {
        return tenant;
    }

    /** What a Secret of the control plane holds. */
    String stored(String secret, String key) {
        var ref = ObjectRef.of("v1", "Secret", "default", "blue-" + secret);
        var data = simulator.get(ref).orElseThrow().text("data", key).orElseThrow();
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    /** A client as the tenant's super administrator. */
    ClusterClient superAdmin() {
        return kamaji.tenant(tenant).client();
    }

    /** A client with a bearer token. */
    ClusterClient bearer(String token) {
        return connect(kamaji.tenant(tenant).kubeconfig().withToken(token));
    }

    /** A client without credentials. */
    ClusterClient anonymous() {
        var admin = kamaji.tenant(tenant).kubeconfig();
        return connect(new Kubeconfig(
                "blue",
                admin.server(),
                admin.certificateAuthorityPem(),
                Optional.empty(),
                "nobody",
                Optional.empty(),
                Optional.empty()));
    }

    static ClusterClient connect(Kubeconfig kubeconfig) {
        return AdminCluster.kubeconfig(kubeconfig.toYaml()).connect();
    }

    /** HTTP status with which a request is refused; 0 if it is not. */
    static int refusal(Supplier<?> request) {
        try {
            request.get();
            return 0;
        } catch (ClusterException e) {
            return e.code();
        }
    }

    static void until(String what, BooleanSupplier done) {
        Eventually.until(what, Duration.ofMinutes(1), done);
    }

    /** Runs a command to its end; what it says, after its exit code in the first line. */
    static String run(@Nullable Path folder, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.exitValue() + "\n" + said;
    }

    static String kubeadm() {
        return Binaries.standard().require("kubeadm", RealBinaries.KUBERNETES).toString();
    }

    @Override
    public void close() {
        node.close();
        kamaji.close();
        admin.close();
        simulator.close();
    }
}
