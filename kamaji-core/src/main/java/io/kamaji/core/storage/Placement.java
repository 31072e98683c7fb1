package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a new tenant goes that names no datastore. Asked once for a tenant: from then on its Secret {@code <tcp>-datastore-config}
 * says where it is, and only a migration moves it. Must be thread-safe.
 */
@FunctionalInterface
public interface Placement {
    /** The label of a datastore that takes no new tenants, {@code true} then. */
    String DRAIN = "platform.kamaji.io/drain";

    /** The annotation of a datastore that says how many tenants it is made for; stores without one are taken for equal. */
    String CAPACITY = "platform.kamaji.io/capacity";

    /**
     * A datastore that a tenant may go to.
     *
     * @param tenants how many are in it already
     */
    record Candidate(DataStore store, long tenants) {
        /** Its name. */
        public String name() {
            return store.metadata().name().orElse("");
        }

        /** Whether it takes no new tenants. */
        public boolean drains() {
            return "true".equals(store.metadata().labels().orElse(Map.of()).get(DRAIN));
        }

        /** How full it is: tenants for each that it is made for. */
        double load() {
            var capacity = store.metadata().annotations().orElse(Map.of()).get(CAPACITY);
            return tenants / Math.max(1, number(capacity));
        }

        private static double number(@Nullable String text) {
            return text != null && text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : 1;
        }
    }

    /**
     * The name of one of the candidates.
     *
     * @param candidates those that the tenant may go to, by its boundaries too; none of them drains
     * @return empty: none will do
     */
    Optional<String> place(TenantControlPlane tenant, List<Candidate> candidates);

    /** The least full one by the number of tenants; among equals by the tenant's name, so that a crowd does not choose the same. */
    static Placement leastTenants() {
        return (tenant, candidates) -> least(tenant, candidates, Candidate::load);
    }

    /**
     * The least full one by what was measured, such as bytes; what was not measured counts as empty. Where all are alike, by the
     * number of tenants.
     */
    static Placement leastUsed(Function<DataStore, OptionalDouble> measured) {
        return (tenant, candidates) -> {
            var most = candidates.stream()
                    .mapToDouble(candidate -> measured.apply(candidate.store()).orElse(0))
                    .max()
                    .orElse(0);
            return least(
                    tenant,
                    candidates,
                    candidate -> most == 0
                            ? candidate.load()
                            : measured.apply(candidate.store()).orElse(0));
        };
    }

    /** Always the same one, as an operator with a default datastore does. */
    static Placement named(String dataStore) {
        return (tenant, candidates) -> candidates.stream()
                .map(Candidate::name)
                .filter(dataStore::equals)
                .findFirst();
    }

    private static Optional<String> least(
            TenantControlPlane tenant, List<Candidate> candidates, Function<Candidate, Double> load) {
        var name = tenant.metadata().namespaceOrDefault() + "/"
                + tenant.metadata().name().orElse("");
        return candidates.stream()
                .min(Comparator.comparing(load)
                        .thenComparing(candidate -> Sha256.hex(name + " " + candidate.name()))
                        .thenComparing(Candidate::name))
                .map(Candidate::name);
    }
}
