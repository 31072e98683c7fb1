package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.operator.TenantSource;
import io.kamaji.core.operator.TenantWish;
import io.kamaji.core.operator.Watches;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The TenantControlPlanes of an admin cluster, in all namespaces or in chosen ones. Writes of them the finalizers and the
 * status, and nothing else: what a client that knows fewer members puts at each of its passes loses nothing of ours. A spec is
 * judged with its defaults, never by what an admission stored. Each transition is told by an Event. Thread-safe.
 */
public final class CustomResources implements TenantSource {
    /** The reference's: set before the first write for a tenant. */
    public static final String FINALIZER = "finalizer.kamaji.clastix.io";

    private final OperatorContext context;
    private final Scope scope;
    private final TenantIndex index;
    private final Finalizers finalizers;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final boolean installs;

    /** @param installs whether missing definitions are installed */
    CustomResources(OperatorContext context, Scope scope, TenantIndex index, EventRecorder events, boolean installs) {
        this.context = context;
        this.scope = scope;
        this.index = index;
        this.installs = installs;
        this.finalizers = new Finalizers(context.admin());
        this.statuses = new StatusWriter(context.admin());
        this.events = events;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        if (installs) {
            new Definitions(context.admin()).install();
        }
        index.begin();
        var watches = scope.requests(false)
                .map(request -> context.watches().watch(request, changed, this::seen))
                .toList();
        index.completeOnce(() -> watches.stream().allMatch(Watches.Watch::listed));
        return () -> watches.forEach(Subscription::close);
    }

    /** Another's write or our own: what is written of one tenant may concern a datastore and generators. */
    private void seen(ObjectRef tenant, Optional<JsonObject> now) {
        var news = index.seen(tenant, now);
        news.dataStores().forEach(name -> context.wake(ResourceTypes.DATA_STORE.ref(name)));
        if (news.generators()) {
            index.generators().forEach(context::wake);
        }
    }

    @Override
    public Collection<ObjectRef> tenants() {
        return scope.refs(context.admin());
    }

    @Override
    public Optional<TenantWish> read(ObjectRef tenant) {
        return context.admin().get(tenant).map(CustomResources::wish);
    }

    private static TenantWish wish(JsonObject live) {
        var tenant = TenantControlPlane.stored(live.update("metadata", metadata -> metadata.without("managedFields")));
        return new TenantWish(tenant, Finalizers.isGoing(live));
    }

    @Override
    public TenantWish claim(TenantWish wish) {
        return isClaimed(wish)
                ? wish
                : finalizers
                        .add(wish.tenant().toJsonObject(), FINALIZER)
                        .map(CustomResources::wish)
                        .orElse(wish);
    }

    private static boolean isClaimed(TenantWish wish) {
        return wish.deleting()
                || wish.tenant().metadata().finalizers().orElse(List.of()).contains(FINALIZER);
    }

    @Override
    public void tell(TenantWish wish, TenantReport report) {
        var before = status(wish.tenant().status());
        var after = status(Optional.of(report.wire()));
        var uid = wish.tenant().metadata().uid();
        if (statuses.write(wish.ref(), uid, before, after)) {
            Transitions.of(before, after).forEach(what -> events.record(wish.ref(), uid, what));
        }
    }

    private static JsonObject status(Optional<TenantControlPlaneStatus> status) {
        return TenantControlPlane.builder()
                .status(status)
                .build()
                .toJsonObject()
                .object("status");
    }

    @Override
    public void gone(TenantWish wish) {
        var uid = wish.tenant().metadata().uid();
        if (!wish.tenant().metadata().finalizers().orElse(List.of()).isEmpty()) {
            events.record(wish.ref(), uid, Transition.normal("Deleted", "Delete", "nothing is left of it"));
        }
        finalizers.remove(wish.ref(), uid, name -> name.equals(FINALIZER) || name.startsWith(FINALIZER + "/"));
    }
}
