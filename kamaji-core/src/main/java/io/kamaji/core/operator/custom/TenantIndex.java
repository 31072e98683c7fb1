package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What datastores and generators have to know of tenants: a few names and a number of each, no content.
 * Thread-safe.
 */
final class TenantIndex {
    private record Entry(Set<String> dataStores, int look) {}

    /**
     * What a change of a tenant is news to.
     *
     * @param dataStores whose users are others now, by name
     * @param generators whether a kubeconfig for it may be another now
     */
    record News(List<String> dataStores, boolean generators) {}

    private final Map<ObjectRef, Entry> entries = new HashMap<>();
    private volatile Supplier<Set<ObjectRef>> generators = Set::of;
    private volatile BooleanSupplier complete = () -> false;

    /** Begins anew, as whatever came and went meanwhile was not told. */
    void begin() {
        complete = () -> false;
        synchronized (entries) {
            entries.clear();
        }
    }

    /** @param known whether all tenants have been told by now */
    void completeOnce(BooleanSupplier known) {
        complete = known;
    }

    /** Whether all tenants are known: before that {@link #users} may be too few. */
    boolean isComplete() {
        return complete.getAsBoolean();
    }

    /** @param tenant as it is now; empty: it is gone */
    News seen(ObjectRef ref, Optional<JsonObject> tenant) {
        var now = tenant.map(it -> new Entry(dataStores(it), look(it)));
        Optional<Entry> was;
        synchronized (entries) {
            was = Optional.ofNullable(now.isPresent() ? entries.put(ref, now.get()) : entries.remove(ref));
        }
        var before = was.map(Entry::dataStores).orElse(Set.of());
        var after = now.map(Entry::dataStores).orElse(Set.of());
        return new News(difference(before, after), !was.map(Entry::look).equals(now.map(Entry::look)));
    }

    /** The generators that there are, for as long as they are watched. */
    Set<ObjectRef> generators() {
        return generators.get();
    }

    void generators(Supplier<Set<ObjectRef>> watched) {
        generators = watched;
    }

    /** {@code namespace/name} of the tenants that use a datastore, sorted. */
    List<String> users(String dataStore) {
        synchronized (entries) {
            return entries.entrySet().stream()
                    .filter(entry -> entry.getValue().dataStores().contains(dataStore))
                    .map(entry -> text(entry.getKey()))
                    .sorted()
                    .toList();
        }
    }

    static String text(ObjectRef tenant) {
        return tenant.namespace().orElse("") + "/" + tenant.name();
    }

    /** Where its state is, where it is to be, and where parts of it are. */
    static Set<String> dataStores(JsonObject tenant) {
        var names = new TreeSet<String>();
        tenant.text("status", "storage", "dataStoreName").ifPresent(names::add);
        tenant.text("spec", "dataStore").ifPresent(names::add);
        tenant.array("spec", "dataStoreOverrides")
                .objects()
                .forEach(override -> override.text("dataStore").ifPresent(names::add));
        names.remove("");
        return names;
    }

    private static int look(JsonObject tenant) {
        var metadata = tenant.object("metadata");
        return List.of(
                        tenant.object("spec"),
                        metadata.object("labels"),
                        metadata.object("annotations"),
                        tenant.object("status", "kubeconfig"),
                        tenant.object("status", "certificates"))
                .hashCode();
    }

    private static List<String> difference(Set<String> before, Set<String> after) {
        var changed = new ArrayList<>(before);
        changed.removeAll(after);
        after.stream().filter(name -> !before.contains(name)).forEach(changed::add);
        return changed;
    }
}
