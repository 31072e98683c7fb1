package io.kamaji.testkit.laws;

import io.kamaji.core.storage.DelegatingDriver;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stores in memory, by the name of their datastore, with the rules and the binding of a real driver, that note every effect
 * and fail when told to: for passes that need no real server. Thread-safe.
 */
public final class MemoryStore implements DelegatingDriver, Measurable {
    private static final Usage NOTHING = new Usage(0, 0, true);

    private final DataStoreDriver like;
    private final Map<String, TenantAccount> tenants = new LinkedHashMap<>();
    private final Map<String, Usage> usages = new HashMap<>();
    private final List<String> effects = new ArrayList<>();
    private final Set<Integer> failures = new HashSet<>();
    private boolean afterEffect;
    private boolean down;
    private boolean measuringFails;
    private int calls;

    /** @param like whose name, rules and binding it has; no effect of it is called */
    public MemoryStore(DataStoreDriver like) {
        this.like = like;
    }

    @Override
    public DataStoreDriver driver() {
        return like;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        return call(() -> {
            var there = tenants.get(key(store, tenant));
            return there == null
                    ? List.of("range " + tenant.schema(), "user " + tenant.username())
                    : owned(there, tenant);
        });
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        call(() -> {
            var there = tenants.putIfAbsent(key(store, tenant), tenant);
            if (there == null) {
                effects.add("made " + tenant.schema());
            }
            return owned(there == null ? tenant : there, tenant);
        });
    }

    private static String key(ResolvedDataStore store, TenantAccount tenant) {
        return store.name() + "/" + tenant.schema();
    }

    private static List<String> owned(TenantAccount there, TenantAccount tenant) {
        if (!there.owner().equals(tenant.owner())) {
            throw new DataStoreException("schema " + tenant.schema() + " belongs to " + there.owner(), null, null);
        }
        return there.equals(tenant) ? List.of() : List.of("password of " + tenant.username());
    }

    @Override
    public void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        next.requireFollows(tenant, credential());
        call(() -> {
            var there = tenants.replace(key(store, next), next);
            if (there == null || !there.owner().equals(next.owner())) {
                throw new DataStoreException("there is no schema " + next.schema() + " of " + next.owner(), null, null);
            }
            return effects.add("rotated " + next.schema());
        });
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        call(() -> {
            var there = tenants.get(key(store, tenant));
            if (there != null && there.owner().equals(tenant.owner())) {
                tenants.remove(key(store, tenant));
                effects.add("dropped " + tenant.schema());
            }
            return tenant;
        });
    }

    @Override
    public void check(ResolvedDataStore store) {
        call(() -> store);
    }

    @Override
    public Usage usage(ResolvedDataStore store, TenantAccount tenant) {
        return call(() -> measuringFails
                ? unmeasured()
                : usages.entrySet().stream()
                        .filter(entry -> tenant.owner().startsWith(entry.getKey() + "/"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(NOTHING));
    }

    private static Usage unmeasured() {
        throw new DataStoreException("the store in memory tells nobody what it holds", Duration.ofSeconds(5), null);
    }

    /** Whether it can't be measured what tenants take, though all else goes on. */
    public synchronized void measuringFails(boolean yes) {
        measuringFails = yes;
    }

    /**
     * What is measured of a tenant from now on; nothing before.
     *
     * @param tenant {@code <namespace>/<name>}
     */
    public synchronized void takes(String tenant, long keys, long bytes) {
        usages.put(tenant, new Usage(keys, bytes, true));
    }

    /** Holds what another one held; what was made so far is no effect of its own. */
    public synchronized MemoryStore from(Map<String, TenantAccount> others) {
        tenants.putAll(others);
        return this;
    }

    /** Whether every call fails, as if the store could not be reached. */
    public synchronized void down(boolean yes) {
        down = yes;
    }

    /** The n-th call from now, from 1 on, fails once. */
    public synchronized void failOn(int n, boolean after) {
        failures.add(calls + n);
        afterEffect = after;
    }

    /** How many calls there were that a real store would have seen. */
    public synchronized int calls() {
        return calls;
    }

    /** The tenants that they hold, by {@code <datastore>/<schema>}. */
    public synchronized Map<String, TenantAccount> tenants() {
        return Map.copyOf(tenants);
    }

    /** What was made and dropped, in order. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    private synchronized <T> T call(Supplier<T> work) {
        calls++;
        var fails = failures.remove(calls);
        if (down || fails && !afterEffect) {
            throw unreachable();
        }
        var answer = work.get();
        if (fails) {
            throw unreachable();
        }
        return answer;
    }

    private static DataStoreException unreachable() {
        return new DataStoreException("the store in memory is down: start it", Duration.ofSeconds(5), null);
    }
}
