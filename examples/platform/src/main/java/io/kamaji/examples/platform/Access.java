package io.kamaji.examples.platform;

import io.kamaji.core.Kamaji;
import io.kamaji.core.Tenant;
import io.kamaji.core.access.KubeconfigRequest;
import io.kamaji.core.access.TokenRequest;
import java.time.Duration;
import java.util.List;

/** How a team gets into its clusters: each handing out has a life and is written down before it leaves. Thread-safe. */
final class Access {
    private static final Duration KUBECONFIG = Duration.ofHours(1);
    private static final Duration TOKEN = Duration.ofHours(24);

    /** The group of a tenant's administrators, as kubeadm binds it; not {@code system:masters}, which no RBAC could take back. */
    private static final List<String> ADMINISTRATORS = List.of("kubeadm:cluster-admins");

    private final Database database;
    private final Clusters clusters;
    private final Kamaji kamaji;

    Access(Database database, Clusters clusters, Kamaji kamaji) {
        this.database = database;
        this.clusters = clusters;
        this.kamaji = kamaji;
    }

    /**
     * A line to be typed on a machine.
     *
     * @param expires after which no machine can join with it
     */
    record JoinLine(String line, String expires) {
        @Override
        public String toString() {
            return "JoinLine[expires=" + expires + "]";
        }
    }

    /** A kubeconfig of the user's own, in YAML, good for an hour. */
    String kubeconfig(User user, Team team, String name) {
        var request =
                KubeconfigRequest.of(user.id(), ADMINISTRATORS, KUBECONFIG).by(user.id());
        var kubeconfig = reached(team, name).kubeconfig(request);
        var until = kubeconfig.client().orElseThrow().notAfter();
        note(user, team, name, Audit.Action.KUBECONFIG, "until " + until);
        return kubeconfig.toYaml();
    }

    /** A new bootstrap token, good for a day, in the line that uses it. */
    JoinLine join(User user, Team team, String name) {
        var request = TokenRequest.builder()
                .ttl(TOKEN)
                .description("handed out to " + user.id())
                .build();
        var join = reached(team, name).join(request);
        var expires = join.token().expiration().orElseThrow().toString();
        note(user, team, name, Audit.Action.JOIN, "token " + join.token().id() + " until " + expires);
        return new JoinLine(join.command(), expires);
    }

    /** What one takes of the admin cluster and of its datastore. */
    Cost cost(Team team, String name) {
        return Cost.of(tenant(team, name));
    }

    private Tenant reached(Team team, String name) {
        var cluster = clusters.get(team, name);
        if (cluster.endpoint() == null || cluster.deleting()) {
            throw Problem.conflict("Cluster " + name + " can't be reached yet, or any more; it waits for "
                    + cluster.waitingFor() + ".");
        }
        return tenant(team, name);
    }

    private Tenant tenant(Team team, String name) {
        return kamaji.tenant(clusters.tenant(team, name).tenant());
    }

    private void note(User user, Team team, String name, Audit.Action action, String detail) {
        database.in(connection -> {
            new Audit(connection).note(user, team, name, action, detail);
            return action;
        });
    }
}
