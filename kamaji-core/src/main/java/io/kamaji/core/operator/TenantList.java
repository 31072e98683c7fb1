package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.TenantReconciler;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tenants in memory: what is put is made and kept as it is to be, what is deleted is taken away and then forgotten. Gone with
 * the process, while the tenants stay: put them again after a restart, and they are found as they are. Thread-safe.
 */
public final class TenantList implements TenantSource {
    private record Entry(
            TenantControlPlane tenant,
            boolean deleting,
            @Nullable TenantReport report) {}

    private final Map<ObjectRef, Entry> entries = new LinkedHashMap<>();
    private final List<Consumer<ObjectRef>> told = new CopyOnWriteArrayList<>();

    private TenantList() {}

    /** These tenants, to begin with. */
    public static TenantList of(TenantControlPlane... tenants) {
        var list = new TenantList();
        List.of(tenants).forEach(list::put);
        return list;
    }

    /** Wants a tenant, or something else of one that there is: its spec, labels and annotations. A deletion goes on. */
    public ObjectRef put(TenantControlPlane tenant) {
        var ref = TenantReconciler.ref(tenant);
        synchronized (this) {
            var before = entries.get(ref);
            entries.put(
                    ref,
                    before == null
                            ? new Entry(generation(tenant, 1), false, null)
                            : new Entry(after(before.tenant(), tenant), before.deleting(), before.report()));
        }
        changed(ref);
        return ref;
    }

    /** Wants a tenant no more; it is listed until nothing is left of it. */
    public void delete(ObjectRef tenant) {
        synchronized (this) {
            var entry = entries.get(tenant);
            if (entry != null) {
                entries.put(tenant, new Entry(entry.tenant(), true, entry.report()));
            }
        }
        changed(tenant);
    }

    /** As {@link #delete(ObjectRef)}, by namespace and name. */
    public void delete(String namespace, String name) {
        delete(ResourceTypes.TENANT_CONTROL_PLANE.ref(namespace, name));
    }

    /** How a tenant is; empty if nothing was told yet, or there is no such tenant (any more). */
    public synchronized Optional<TenantReport> report(ObjectRef tenant) {
        return Optional.ofNullable(entries.get(tenant)).flatMap(entry -> Optional.ofNullable(entry.report()));
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        told.add(changed);
        return () -> told.remove(changed);
    }

    @Override
    public synchronized Collection<ObjectRef> tenants() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public synchronized Optional<TenantWish> read(ObjectRef tenant) {
        return Optional.ofNullable(entries.get(tenant)).map(entry -> new TenantWish(entry.tenant(), entry.deleting()));
    }

    @Override
    public TenantWish claim(TenantWish wish) {
        return read(wish.ref()).orElse(wish);
    }

    @Override
    public synchronized void tell(TenantWish wish, TenantReport report) {
        entries.computeIfPresent(
                wish.ref(),
                (ref, entry) -> new Entry(
                        entry.tenant().toBuilder().status(report.wire()).build(), entry.deleting(), report));
    }

    @Override
    public synchronized void gone(TenantWish wish) {
        entries.remove(wish.ref());
    }

    private void changed(ObjectRef tenant) {
        told.forEach(consumer -> consumer.accept(tenant));
    }

    private static TenantControlPlane after(TenantControlPlane before, TenantControlPlane now) {
        var old = before.metadata().generation().orElse(1L);
        var next = now.spec().equals(before.spec()) ? old : old + 1;
        return generation(now, next).toBuilder().status(before.status()).build();
    }

    private static TenantControlPlane generation(TenantControlPlane tenant, long generation) {
        return tenant.toBuilder()
                .metadata(metadata -> metadata.generation(generation))
                .build();
    }
}
