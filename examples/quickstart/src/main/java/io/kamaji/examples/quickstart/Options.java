package io.kamaji.examples.quickstart;

import io.kamaji.api.DataStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param kubeconfig the admin cluster to use instead of the one in this JVM
 * @param dataStore the datastore to use instead of SQLite
 * @param check a command to run with KUBECONFIG set once the tenant is ready
 * @param keep leave the tenant where it is; without it, it is deleted at the end
 */
record Options(Optional<Path> kubeconfig, Optional<DataStore> dataStore, Optional<String> check, boolean keep) {

    static Options parse(String... args) throws IOException {
        Optional<Path> kubeconfig = Optional.empty();
        Optional<DataStore> dataStore = Optional.empty();
        Optional<String> check = Optional.empty();
        var keep = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--kubeconfig" -> kubeconfig = Optional.of(Path.of(args[++i]));
                case "--datastore" -> dataStore = Optional.of(DataStore.parse(Files.readString(Path.of(args[++i]))));
                case "--check" -> check = Optional.of(args[++i]);
                case "--keep" -> keep = true;
                default ->
                    throw new IllegalArgumentException("unknown option " + args[i]
                            + "; there are --kubeconfig FILE, --datastore FILE, --check COMMAND, --keep");
            }
        }
        return new Options(kubeconfig, dataStore, check, keep);
    }

    /** Runs the command, if there is one; its failure is ours. */
    void run(Path tenantKubeconfig) throws IOException {
        if (check.isEmpty()) {
            return;
        }
        var builder = new ProcessBuilder("bash", "-euc", check.get()).inheritIO();
        builder.environment()
                .put("KUBECONFIG", tenantKubeconfig.toAbsolutePath().toString());
        try {
            var code = builder.start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("the check ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
