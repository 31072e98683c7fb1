package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant goes that names no datastore: a new one, or one whose datastore drains. Once it is decided, the tenant's Secret {@code
 * <tcp>-datastore-config} says where it is, and only a migration moves it. Must be thread-safe and quick, and reads nothing but what it
 * is given: it may be asked twice for one decision.
 */
@FunctionalInterface
public interface Placement {
    /** The label of a datastore that takes no tenants and is to be emptied of those that were placed there, {@code true} then. */
    String DRAIN = "platform.kamaji.io/drain";

    /** The annotation of a datastore that says how many tenants it is made for; stores without one are taken for equal. */
    String CAPACITY = "platform.kamaji.io/capacity";

    /**
     * A datastore that a tenant may go to.
     *
     * @param tenants how many are in it already, or are about to be
     * @param measured how many of them were measured; none where nothing measures
     * @param bytes what the measured ones take together
     */
    record Candidate(DataStore store, long tenants, long measured, long bytes) {
        /** Its name. */
        public String name() {
            return store.metadata().name().orElse("");
        }

        /** How many tenants it is made for; 1 where that is not said. */
        double capacity() {
            return number(store.metadata().annotations().orElse(Map.of()).get(CAPACITY));
        }

        private static double number(@Nullable String text) {
            return text != null && text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : 1;
        }
    }

    /**
     * The name of one of the candidates.
     *
     * @param candidates those that the tenant may go to, by its boundaries too, without those that drain
     * @return empty: none will do
     */
    Optional<String> place(TenantControlPlane tenant, List<Candidate> candidates);

    /** Whether a datastore takes no tenants and is to be emptied. */
    static boolean drains(DataStore store) {
        return "true".equals(store.metadata().labels().orElse(Map.of()).get(DRAIN));
    }

    /**
     * The least loaded one. A tenant weighs half for being there and half for what it takes, which counts in means of all that were
     * measured; who was not measured takes the mean. What a datastore is made for is what its load is relative to. Among equals the
     * tenant's name decides, so that a crowd does not choose the same.
     */
    static Placement leastLoaded() {
        return (tenant, candidates) -> {
            var measured = candidates.stream().mapToLong(Candidate::measured).sum();
            var bytes = candidates.stream().mapToDouble(Candidate::bytes).sum();
            var mean = measured == 0 ? 0 : bytes / measured;
            var name = tenant.metadata().namespaceOrDefault() + "/"
                    + tenant.metadata().name().orElse("");
            return candidates.stream()
                    .min(Comparator.<Candidate>comparingDouble(candidate -> load(candidate, mean))
                            .thenComparing(candidate -> Sha256.hex(name + " " + candidate.name()))
                            .thenComparing(Candidate::name))
                    .map(Candidate::name);
        };
    }

    /** Always the same one, as an operator with a default datastore does. */
    static Placement named(String dataStore) {
        return (tenant, candidates) -> candidates.stream()
                .map(Candidate::name)
                .filter(dataStore::equals)
                .findFirst();
    }

    private static double load(Candidate candidate, double mean) {
        var unmeasured = Math.max(0, candidate.tenants() - candidate.measured());
        var takes = mean == 0 ? candidate.tenants() : candidate.bytes() / mean + unmeasured;
        return (candidate.tenants() + takes) / 2 / candidate.capacity();
    }
}
