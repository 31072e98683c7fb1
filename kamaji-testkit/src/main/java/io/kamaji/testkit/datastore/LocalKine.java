package io.kamaji.testkit.datastore;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.process.internal.Ports;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Starts kine as a local process, on a free port of 127.0.0.1, with the files and the endpoint that a pod of the tenant
 * would have. Whoever may connect to local ports can read the tenant's keys meanwhile: for tests. Thread-safe.
 */
public final class LocalKine implements KineLauncher {
    private final Function<TenantAccount, Path> volumes;

    private LocalKine(Function<TenantAccount, Path> volumes) {
        this.volumes = volumes;
    }

    /** For stores that have a server. */
    public static LocalKine create() {
        return new LocalKine(tenant -> {
            throw new DataStoreException("no folder is known for the file of " + tenant.schema(), null, null);
        });
    }

    /** For SQLite also: the folder that the tenant's volume is. */
    public static LocalKine withVolumes(Function<TenantAccount, Path> volumes) {
        return new LocalKine(volumes);
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> unavailable() {
        return Binaries.standard().find("kine", "").isPresent()
                ? Optional.empty()
                : Optional.of("no kine: set KAMAJI_BINARIES");
    }

    @Override
    public Running launch(Request request) {
        var process = new ServerProcess("kine");
        try {
            var port = start(process, request);
            return new Running() {
                @Override
                public String address() {
                    return "127.0.0.1:" + port;
                }

                @Override
                public void close() {
                    process.close();
                }
            };
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Starts it in its folder; gives its port. */
    int start(ServerProcess process, Request request) {
        var binding = request.binding();
        var tenant = request.tenant();
        var kine = binding.kine().orElseThrow();
        request.files().forEach(process::write);
        UnaryOperator<String> here = text -> {
            var local = text.replace(StorageBinding.KINE_FOLDER + "/", process.folder() + "/");
            return kine.volume().isPresent()
                    ? local.replace(
                            StorageBinding.KINE_DATA_FOLDER,
                            volumes.apply(tenant).toString())
                    : local;
        };
        var endpoint = kine.endpoint()
                .replace("$(DB_USER)", tenant.username())
                .replace("$(DB_PASSWORD)", tenant.password())
                .replace("$(DB_SCHEMA)", tenant.schema())
                .replace("$(DB_CONNECTION_STRING)", binding.connectionString());
        var port = Ports.next();
        var command = new ArrayList<String>();
        command.add(Binaries.standard()
                .find("kine", "")
                .orElseThrow(() -> new DataStoreException(unavailable().orElse("no kine"), null, null))
                .toString());
        command.add("--listen-address=127.0.0.1:" + port);
        command.add("--metrics-bind-address=0");
        command.add("--endpoint=" + here.apply(endpoint));
        kine.flags().forEach((name, value) -> command.add(name + "=" + here.apply(value)));
        process.start(command, Map.of(), port);
        return port;
    }
}
