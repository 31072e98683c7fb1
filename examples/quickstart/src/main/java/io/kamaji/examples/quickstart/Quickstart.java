package io.kamaji.examples.quickstart;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.BinaryNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The main job, from a Java value to a Kubernetes API that answers. Without arguments everything runs here: an admin
 * cluster inside of this JVM, the tenant's control plane as local processes, its state in a SQLite file.
 * {@code --kubeconfig FILE} uses that admin cluster, {@code --datastore FILE} that datastore (YAML) instead of SQLite.
 */
public final class Quickstart {

    private Quickstart() {}

    public static void main(String... args) throws IOException {
        var options = Options.parse(args);
        var store = options.dataStore()
                .orElseGet(() -> DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir"))
                        .build());
        var spec = TenantControlPlane.builder("default", "tenant-a")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(1)
                .dataStore(store.metadata().name().orElseThrow())
                .build();
        var start = System.nanoTime();
        try (var home = Home.of(options);
                var kamaji = Kamaji.connect(home.admin(), settings -> settings.dataStores(DataStoreSource.of(store)))) {
            var tenant = kamaji.tenant(spec);
            var plan = tenant.plan();
            System.out.println(plan);

            System.out.println("\n" + kamaji.apply(plan).writes() + " objects written; waiting for the tenant");
            home.runPods(plan);
            var status = tenant.await(Duration.ofMinutes(2), pass -> progress(pass, start));
            System.out.printf("%nReady after %.1f s: %s%n", seconds(start), status);

            try (var api = tenant.client()) {
                System.out.println("\nThe tenant's own API at " + api.server() + " says:");
                System.out.println("  version     " + Answers.version(api));
                System.out.println("  namespaces  " + Answers.namespaces(api));
            }
            var file = Path.of("tenant-a.kubeconfig");
            tenant.kubeconfig().writeTo(file);
            System.out.println("\nGo on with: kubectl --kubeconfig " + file + " get namespaces");
            options.run(file);
            if (options.keep()) {
                return;
            }
            home.waitForEnter();
            tenant.delete();
            System.out.println("Deleted: nothing of the tenant is left.");
        } catch (BinaryNotFoundException e) {
            System.out.println("\nRender, plan and apply worked. To run the tenant for real:\n" + e.getMessage());
        }
    }

    private static void progress(Pass pass, long start) {
        System.out.printf("  %5.1f s  %s%n", seconds(start), pass);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
