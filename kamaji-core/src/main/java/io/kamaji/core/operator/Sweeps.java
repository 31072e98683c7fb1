package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Phase;
import java.util.concurrent.ScheduledExecutorService;

/** What looks at tenants between their passes: how their own clusters are, and what they take in their stores. Thread-safe. */
record Sweeps(HealthSweep health, StoreSweep stores) implements AutoCloseable {

    void start(ScheduledExecutorService timer) {
        health.start(timer);
        stores.start(timer);
    }

    /** A pass is over. A tenant that sleeps has no API to look into, and writes nothing. */
    void passed(ObjectRef tenant, Pass pass) {
        if (pass.status().phase() == Phase.SLEEPING) {
            health.forget(tenant);
            stores.rest(tenant, pass.quota());
        } else if (pass.result().isDone()) {
            health.track(tenant);
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
