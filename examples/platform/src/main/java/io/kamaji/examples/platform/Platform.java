package io.kamaji.examples.platform;

import io.javalin.Javalin;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.KubeconfigHandedOut;
import io.kamaji.core.event.TenantFailed;
import io.kamaji.core.event.TenantRefused;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.reconcile.ReconcilerSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform in this process: the operator, and the service for teams. All that is Kamaji's is in {@link #start}; the rest is an
 * application as any other. Thread-safe.
 */
public final class Platform implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final Parts parts;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Feed feed;
    private @Nullable Javalin web;

    /**
     * What it is made of.
     *
     * @param host and port to listen on; port 0 is a free one
     * @param home the address as browsers know it; empty: this machine
     * @param cluster where control planes run
     * @param database that gives a connection of its own each time
     * @param settings of passes and plans: where datastores are declared, first of all
     * @param classes what the platform decides for every cluster
     * @param election how several replicas agree; empty: there is only this one
     * @param clock of sessions
     */
    public record Parts(
            String host,
            int port,
            Optional<URI> home,
            Oidc oidc,
            Teams teams,
            AdminCluster cluster,
            DataSource database,
            ReconcilerSettings settings,
            ClassSource classes,
            Optional<Election> election,
            InstantSource clock) {}

    private Platform(Parts parts) {
        this.parts = parts;
    }

    /** Starts it; pages are served when it returns. */
    public static Platform start(Parts parts) {
        var platform = new Platform(parts);
        try {
            platform.run();
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void run() {
        makeNamespaces();
        var database = opened(Database.open(parts.database));
        var settings = parts.settings.toBuilder()
                .boundaries(parts.teams.boundaries())
                .classes(parts.classes)
                .listener(this::heard)
                .build();
        var kamaji = opened(Kamaji.connect(parts.cluster, ignored -> settings.toBuilder()));
        var builder = Operator.builder(parts.cluster).settings(settings).tenants(database.tenants());
        parts.election.ifPresent(builder::election);
        opened(builder.start());

        var clusters = new Clusters(database, kamaji);
        var login = new Login(parts.oidc, this::home, parts.clock);
        var events = opened(new Feed(clusters::all));
        feed = events;
        var server = Javalin.create(Web::configure);
        opened.push(server::stop);
        Web.guard(server, login);
        login.routes(server);
        new Routes(parts.teams, login, clusters, new Access(database, clusters, kamaji), events).add(server);
        web = server; // before it serves anybody, who may ask for its address
        server.start(parts.host, parts.port);
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** One for each team, which teams have no role in. */
    private void makeNamespaces() {
        try (var admin = parts.cluster.connect()) {
            parts.teams.all().forEach(team -> makeNamespace(admin, team.namespace()));
        }
    }

    private static void makeNamespace(ClusterClient admin, String name) {
        var type = ResourceTypes.NAMESPACE;
        if (admin.get(type.ref(name)).isEmpty()) {
            admin.create(JsonObject.of("apiVersion", type.apiVersion(), "kind", type.kind())
                    .with("metadata", JsonObject.of("name", name)));
        }
    }

    private void heard(KamajiEvent event) {
        if (event instanceof KubeconfigHandedOut || event instanceof TenantRefused || event instanceof TenantFailed) {
            LOG.info("{}", event);
        }
        Optional.ofNullable(feed).ifPresent(Feed::wake);
    }

    /** Its address, as browsers know it. */
    public URI home() {
        Supplier<URI> here = () -> URI.create("http://localhost:" + port());
        return parts.home.orElseGet(here);
    }

    /** The port that it listens on. */
    public int port() {
        return parts.port > 0
                ? parts.port
                : Optional.ofNullable(web).orElseThrow().port();
    }

    /** Ends the service, and then the operator; control planes go on. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("can't close: {}", e.getMessage());
            }
        }
    }
}
