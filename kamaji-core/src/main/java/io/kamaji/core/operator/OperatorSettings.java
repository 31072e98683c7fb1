package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.reconcile.ReconcilerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What {@link OperatorBuilder} was told; what each part means is said there. */
record OperatorSettings(
        AdminCluster cluster,
        ReconcilerSettings settings,
        Function<OperatorContext, ? extends TenantSource> tenants,
        List<Function<OperatorContext, ? extends Controller>> controllers,
        Optional<Election> election,
        Optional<Executor> executor,
        int workers,
        Duration resync,
        Duration sweep,
        Duration storeSweep,
        Duration watchTimeout,
        Duration grace,
        List<String> namespaces,
        Migration migration,
        Steps steps,
        Upgrade upgrade) {

    /**
     * How tenants are moved between datastores.
     *
     * @param drainAtOnce how many at a time leave a datastore that drains; 0: nobody
     */
    record Migration(MigrationOptions options, int drainAtOnce) {}

    /**
     * How what takes several passes is gone about.
     *
     * @param release which release of a minor an upgrade goes through
     * @param window when what nobody asked for may disturb; empty: at any time
     * @param stepDeadline after which a deletion says that a step takes too long
     */
    record Steps(UnaryOperator<String> release, Optional<MaintenanceWindow> window, Duration stepDeadline) {}

    /**
     * How a new version of the operator goes over the tenants.
     *
     * @param atOnce so many at a time; 0: when it is allowed
     * @param canaries tenants that go before all others
     * @param settle how long these have to be well before the others go
     */
    record Upgrade(String version, int atOnce, Set<ObjectRef> canaries, Duration settle) {}
}
