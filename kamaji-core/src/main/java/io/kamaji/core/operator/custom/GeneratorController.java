package io.kamaji.core.operator.custom;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorStatus;
import io.kamaji.core.access.GeneratorReconciler;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Controller;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps what KubeconfigGenerators make: a kubeconfig for each tenant that one selects, and none of a generator that is gone.
 * Thread-safe.
 */
final class GeneratorController implements Controller {
    private static final String MANAGED_BY = "kamaji.clastix.io/managed-by";
    private static final Duration INCOMPLETE = Duration.ofSeconds(10);

    private final OperatorContext context;
    private final TenantIndex tenants;
    private final GeneratorReconciler reconciler;
    private final StatusWriter statuses;
    private final EventRecorder events;

    GeneratorController(OperatorContext context, TenantIndex tenants, EventRecorder events) {
        this.context = context;
        this.tenants = tenants;
        this.reconciler = GeneratorReconciler.create(context.settings()::issuance);
        this.statuses = new StatusWriter(context.admin());
        this.events = events;
    }

    @Override
    public ResourceType type() {
        return ResourceTypes.KUBECONFIG_GENERATOR;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        var watch = context.watches().watch(generators(), changed);
        tenants.generators(watch::objects);
        var makers = new ConcurrentHashMap<ObjectRef, ObjectRef>();
        var secrets = context.watches()
                .watch(
                        made(),
                        secret -> Optional.ofNullable(makers.get(secret)).ifPresent(changed),
                        (secret, now) -> now.ifPresentOrElse(
                                live -> maker(live).ifPresent(it -> makers.put(secret, it)),
                                () -> Optional.ofNullable(makers.remove(secret)).ifPresent(changed)));
        return () -> {
            watch.close();
            secrets.close();
        };
    }

    /** Those too that are gone and left something. */
    @Override
    public Collection<ObjectRef> all() {
        var there = list(generators()).map(item -> item.text("metadata", "name"));
        return Stream.concat(
                        there.flatMap(Optional::stream).map(ResourceTypes.KUBECONFIG_GENERATOR::ref),
                        list(made()).flatMap(secret -> maker(secret).stream()))
                .distinct()
                .toList();
    }

    private static Optional<ObjectRef> maker(JsonObject secret) {
        return secret.text("metadata", "labels", MANAGED_BY).map(ResourceTypes.KUBECONFIG_GENERATOR::ref);
    }

    private static ListRequest made() {
        return new ListRequest(ResourceTypes.SECRET, Optional.empty(), MANAGED_BY, true);
    }

    private Stream<JsonObject> list(ListRequest request) {
        return context.admin().list(request).items().stream();
    }

    private static ListRequest generators() {
        return new ListRequest(ResourceTypes.KUBECONFIG_GENERATOR, Optional.empty(), "", true);
    }

    @Override
    public NextStep handle(ObjectRef key) {
        var live = context.admin().get(key);
        if (live.isEmpty()) {
            return cleared(key);
        }
        var generator = KubeconfigGenerator.stored(live.get());
        if (Finalizers.isGoing(live.get())
                || generator.metadata().annotations().orElse(Map.of()).containsKey(Annotations.PAUSED)) {
            return NextStep.done();
        }
        try {
            var tenants = list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, Optional.empty(), "", false))
                    .map(TenantControlPlane::stored)
                    .toList();
            var pass = reconciler.pass(generator, tenants, context.admin());
            tell(key, generator, pass.status());
            return pass.isComplete()
                    ? NextStep.done()
                    : NextStep.retryAfter(INCOMPLETE, "the tenants of the generator that have no kubeconfig yet");
        } catch (InvalidSpecException e) {
            events.record(
                    key,
                    generator.metadata().uid(),
                    Transition.warning("InvalidSpec", "Reconcile", String.valueOf(e.getMessage())));
            return NextStep.done();
        }
    }

    /** A definition that is gone is no deletion of its objects by anybody who knew what hangs on them. */
    private NextStep cleared(ObjectRef key) {
        try {
            context.admin().list(generators());
        } catch (ClusterException e) {
            if (e.isNotFound()) {
                return NextStep.done();
            }
            throw e;
        }
        reconciler.delete(
                KubeconfigGenerator.builder()
                        .metadata(metadata -> metadata.name(key.name()))
                        .build(),
                context.admin());
        return NextStep.done();
    }

    private void tell(ObjectRef key, KubeconfigGenerator generator, KubeconfigGeneratorStatus status) {
        var before = generator.toJsonObject().object("status");
        var after = generator.toBuilder().status(status).build().toJsonObject().object("status");
        if (statuses.write(key, generator.metadata().uid(), before, after)) {
            var failing = List.copyOf(status.errors().orElse(List.of()));
            if (!failing.isEmpty() && !before.get("errors").equals(after.get("errors"))) {
                events.record(
                        key,
                        generator.metadata().uid(),
                        Transition.warning(
                                "Incomplete",
                                "Reconcile",
                                failing.get(0).resource() + ": "
                                        + failing.get(0).message()
                                        + (failing.size() > 1 ? ", and " + (failing.size() - 1) + " more" : "")));
            }
        }
    }
}
