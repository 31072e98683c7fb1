package io.kamaji.core.operator;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.reconcile.ReconcilerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

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
        Duration watchTimeout,
        Duration grace,
        List<String> namespaces) {}
