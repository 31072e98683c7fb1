package io.kamaji.examples.platform.demo;

import io.kamaji.api.DataStore;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.operator.Election;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.examples.platform.Oidc;
import io.kamaji.examples.platform.Platform;
import io.kamaji.examples.platform.Teams;
import io.kamaji.testkit.BinaryNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The platform as a process. Without arguments everything runs here: admin cluster, database and identity provider, for as long as the
 * process does. What is named is used instead: {@code --kubeconfig}, {@code --database}, {@code --oidc-issuer}; see {@link Options}.
 */
public final class Main implements AutoCloseable {
    private static final String VERSION = "1.36.3";

    private final Options options;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private @Nullable Platform platform;

    private Main(Options options) {
        this.options = options;
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        try {
            var main = start(arguments);
            Runtime.getRuntime().addShutdownHook(new Thread(main::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | BinaryNotFoundException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Starts it; pages are served when it returns.
     *
     * @throws IllegalArgumentException with every argument that can't be used
     * @throws BinaryNotFoundException if a program of control planes can't be had
     */
    public static Main start(String... arguments) throws IOException {
        var main = new Main(Options.parse(Arrays.asList(arguments), System.getenv()));
        try {
            main.run();
            return main;
        } catch (IOException | RuntimeException e) {
            main.close();
            throw e;
        }
    }

    /** Its address, as browsers know it. */
    public URI home() {
        return Optional.ofNullable(platform).orElseThrow().home();
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    private void run() throws IOException {
        var local = options.database().isEmpty() || options.kubeconfig().isEmpty()
                ? Optional.of(started(LocalDatabase.start()))
                : Optional.<LocalDatabase>empty();
        var identity = options.issuer().isEmpty()
                ? Optional.of(started(LocalIdentity.start()))
                : Optional.<LocalIdentity>empty();
        var issuer = options.issuer().orElseGet(() -> identity.orElseThrow().issuer());
        platform = started(Platform.start(new Platform.Parts(
                options.host(),
                options.port(),
                options.home(),
                new Oidc(issuer, options.client(), options.secret("PLATFORM_OIDC_SECRET"), options.scopes()),
                options.teams().isPresent() ? Teams.in(options.teams().get()) : LocalTeams.teams(),
                cluster(),
                options.database()
                        .map(this::database)
                        .orElseGet(() -> local.orElseThrow().source()),
                settings(local),
                LocalTeams.classes(),
                options.lease().map(namespace -> Election.lease(namespace, "kamaji-platform")),
                InstantSource.system())));
        System.out.println("\nTeams' clusters: " + home());
        if (identity.isPresent()) {
            System.out.println(
                    "Log in as Ada (operates team blue), Grace (operates team green) or Edsger (sees both).");
        }
        System.out.println("Ctrl-C ends it" + (options.kubeconfig().isEmpty() ? ", and all clusters with it." : "."));
    }

    private AdminCluster cluster() {
        return options.kubeconfig()
                .map(AdminCluster::kubeconfig)
                .orElseGet(() -> started(LocalCluster.start(VERSION)).admin());
    }

    private DataSource database(String url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        options.secret("PLATFORM_DATABASE_USER").ifPresent(source::setUser);
        options.secret("PLATFORM_DATABASE_PASSWORD").ifPresent(source::setPassword);
        return source;
    }

    /** A real admin cluster has its datastores; the one in this JVM has the database that is here already. */
    private ReconcilerSettings settings(Optional<LocalDatabase> local) {
        if (options.kubeconfig().isPresent()) {
            return ReconcilerSettings.defaults();
        }
        var store = local.flatMap(LocalDatabase::dataStore)
                .orElseGet(() -> DataStore.sqlite("embedded").build());
        return ReconcilerSettings.builder()
                .dataStores(DataStoreSource.of(store))
                .build();
    }

    @Override
    public void close() {
        Parts.close(parts);
    }
}
