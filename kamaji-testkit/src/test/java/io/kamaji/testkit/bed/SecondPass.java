package io.kamaji.testkit.bed;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.storage.DataStoreSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that reconciles a tenant once and prints how much it wrote. */
public final class SecondPass {

    private SecondPass() {}

    public static void main(String... args) throws IOException {
        var tenant = TenantControlPlane.parse(Files.readString(Path.of(args[0])));
        var store = Bed.require().etcd(args[1]);
        try (var kamaji = Kamaji.connect(Bed.require().admin(), s -> s.dataStores(DataStoreSource.of(store)))) {
            var pass = kamaji.tenant(tenant).reconcile();
            System.out.println("writes=" + pass.report().writes() + " dryRuns="
                    + pass.plan().dryRuns() + " result=" + pass.result());
        }
    }
}
