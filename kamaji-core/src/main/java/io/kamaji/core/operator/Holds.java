package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.TenantReconciler;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why what nobody asked for is to wait, kind by kind. Thread-safe. */
final class Holds {
    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    private final OperatorContext context;
    private final Waves waves;
    private final Optional<MaintenanceWindow> standard;

    /** @param standard the window of tenants that name none */
    Holds(OperatorContext context, Waves waves, Optional<MaintenanceWindow> standard) {
        this.context = context;
        this.waves = waves;
        this.standard = standard;
    }

    /** For one pass over a tenant. */
    Disturbance of(TenantControlPlane tenant) {
        return new Disturbance(tenant, kind -> switch (kind) {
            case RENEWAL -> untilWindow(tenant, "pods are to be replaced for new certificates");
            case OTHER ->
                waves.hold(TenantReconciler.ref(tenant)).map(why -> new Disturbance.Hold(why, Optional.empty()));
        });
    }

    /** Until the tenant's maintenance window opens; empty: it has none, or it is open. */
    Optional<Disturbance.Hold> untilWindow(TenantControlPlane tenant, String what) {
        var now = now();
        return window(tenant)
                .filter(window -> !window.isOpen(now))
                .map(window ->
                        new Disturbance.Hold(what + " within " + window, Optional.of(now.plus(window.untilOpen(now)))));
    }

    private Optional<MaintenanceWindow> window(TenantControlPlane tenant) {
        try {
            return Annotations.value(tenant, Annotations.MAINTENANCE_WINDOW)
                    .map(MaintenanceWindow::parse)
                    .or(() -> standard);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: {}", tenant.metadata().name().orElse("?"), e.getMessage());
            return standard;
        }
    }

    /** A pass is over: those are looked at again that waited for it. */
    void over(TenantControlPlane tenant, Disturbance disturbance, Pass pass) {
        waves.over(
                TenantReconciler.ref(tenant),
                disturbance.held().isPresent(),
                pass.result().isDone() && pass.status().isReady());
        waves.waiting().forEach(context::wake);
    }

    private Instant now() {
        return context.settings().clock().instant();
    }
}
