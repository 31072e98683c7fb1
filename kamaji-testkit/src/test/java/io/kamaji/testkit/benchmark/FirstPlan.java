package io.kamaji.testkit.benchmark;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.storage.DataStoreSource;
import java.nio.file.Path;

/** What a program does that shows one plan: prints the CPU time of its process after each step. */
final class FirstPlan {
    private FirstPlan() {}

    /** @param args the kubeconfig of an admin cluster */
    public static void main(String[] args) {
        var store = DataStore.sqlite("embedded").build();
        var tenant = TenantControlPlane.builder("default", "first")
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded")
                .build();
        print("build");
        try (var kamaji = Kamaji.connect(
                AdminCluster.kubeconfig(Path.of(args[0])),
                settings -> settings.dataStores(DataStoreSource.of(store)))) {
            print("connect");
            kamaji.tenant(tenant).plan();
            print("plan");
        }
    }

    private static void print(String step) {
        var cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        System.out.println("CPU after " + step + ": " + cpu.toMillis());
    }
}
