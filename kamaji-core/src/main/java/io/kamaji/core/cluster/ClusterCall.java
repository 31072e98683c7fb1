package io.kamaji.core.cluster;

import io.kamaji.core.manifest.ResourceType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One call of a {@link ClusterClient}, as it ended; for metrics by cluster, verb, resource and code, of which there are few.
 * Immutable and thread-safe.
 *
 * @param cluster what the caller names the cluster, such as {@code admin}
 * @param type of the object or objects; empty for {@link ClusterClient#raw}, for discovery and where the type is not known
 * @param namespace empty: none, or all
 * @param code 200 for any success, 404 also where that was answered by an empty result, 0 without an answer
 * @param took until the call returned; of a watch, as long as it was open
 */
public record ClusterCall(
        String cluster, Verb verb, Optional<ResourceType> type, Optional<String> namespace, int code, Duration took) {

    /** What is called, and which rights of RBAC that takes. */
    public enum Verb {
        GET("get"),
        LIST("list"),
        WATCH("watch"),
        CREATE("create"),
        REPLACE("update"),
        /** Server-side apply: makes what is not there. */
        APPLY("patch", "create"),
        PATCH("patch"),
        DELETE("delete"),
        RAW("get");

        private final Set<String> rights;

        Verb(String... rights) {
            this.rights = Set.of(rights);
        }

        /** Verbs of RBAC. */
        public Set<String> rights() {
            return rights;
        }
    }

    /** {@code deployments}, or empty text if the type is not known. */
    public String resource() {
        return type.map(ResourceType::plural).orElse("");
    }
}
