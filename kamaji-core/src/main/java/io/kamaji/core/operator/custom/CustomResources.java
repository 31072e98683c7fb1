package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.operator.TenantSource;
import io.kamaji.core.operator.TenantWish;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The TenantControlPlanes of an admin cluster, in all namespaces or in chosen ones. Writes of them the finalizers and the
 * status, and nothing else: what a client that knows fewer members puts at each of its passes loses nothing of ours. A spec is
 * judged with its defaults, never by what an admission stored. Each transition is told by an Event. Thread-safe.
 */
public final class CustomResources implements TenantSource {
    /** The reference's: set before the first write for a tenant. */
    public static final String FINALIZER = "finalizer.kamaji.clastix.io";

    private final OperatorContext context;
    private final List<Optional<String>> namespaces;
    private final Finalizers finalizers;
    private final StatusWriter statuses;
    private final EventRecorder events;

    CustomResources(OperatorContext context, List<String> namespaces, EventRecorder events) {
        this.context = context;
        this.namespaces = namespaces.isEmpty()
                ? List.of(Optional.empty())
                : namespaces.stream().map(Optional::of).toList();
        this.finalizers = new Finalizers(context.admin());
        this.statuses = new StatusWriter(context.admin());
        this.events = events;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        var watches = requests(false)
                .map(request -> context.watches().watch(request, changed))
                .toList();
        return () -> watches.forEach(Subscription::close);
    }

    @Override
    public Collection<ObjectRef> tenants() {
        return requests(true)
                .flatMap(request -> context.admin().list(request).items().stream())
                .map(item -> ResourceTypes.TENANT_CONTROL_PLANE.ref(
                        item.text("metadata", "namespace").orElse(""),
                        item.text("metadata", "name").orElse("")))
                .toList();
    }

    private Stream<ListRequest> requests(boolean metadataOnly) {
        return namespaces.stream()
                .map(namespace -> new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, namespace, "", metadataOnly));
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
