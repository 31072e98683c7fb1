package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Phase;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/** What looks at tenants between their passes: how their own clusters are, and what they take in their stores. Thread-safe. */
record Sweeps(HealthSweep health, StoreSweep stores) implements AutoCloseable {
    /** Phases of a tenant that has something in its store, and may have more of it. */
    private static final Set<Phase> STORING =
            EnumSet.of(Phase.READY, Phase.NOT_READY, Phase.UPGRADING, Phase.WRITE_LIMITED);

    void start(ScheduledExecutorService timer) {
        health.start(timer);
        stores.start(timer);
    }

    /** A pass is over. A tenant that sleeps has no API to look into, and writes nothing. */
    void passed(ObjectRef tenant, Pass pass) {
        var phase = pass.status().phase();
        if (phase == Phase.SLEEPING) {
            health.forget(tenant);
            stores.rest(tenant, pass.quota());
        }
        if (pass.result().isDone() && phase != Phase.SLEEPING) {
            health.track(tenant);
        }
        if (STORING.contains(phase)) {
            stores.track(tenant, pass.quota());
        }
    }

    /** No pass is made for a while, or one that others' looks would disturb. */
    void pause(ObjectRef tenant) {
        health.forget(tenant);
        stores.pause(tenant);
    }

    /** The tenant is gone, or another replica's. */
    void forget(ObjectRef tenant) {
        health.forget(tenant);
        stores.forget(tenant);
    }

    @Override
    public void close() {
        health.close();
        stores.close();
    }
}
