package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.StorageStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.tenant.status.VersionStatus;
import io.kamaji.core.operator.TenantWish;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its team sees it. Immutable.
 *
 * @param version that it runs; null before it runs any
 * @param ready whether all that is wished for is done and a worker can join
 * @param waitingFor what it is not ready for
 * @param since when it began to be ready, or to wait
 */
record Cluster(
        String name,
        @Nullable String version,
        String wantedVersion,
        int replicas,
        String size,
        boolean economy,
        @Nullable String sleep,
        @Nullable String hostName,
        @Nullable String endpoint,
        @Nullable String dataStore,
        String phase,
        boolean ready,
        @Nullable String waitingFor,
        @Nullable String since,
        List<Condition> conditions,
        String createdBy,
        String createdAt,
        boolean deleting) {
    private static final Optional<String> TRUE = Optional.of("True");

    /** Ready says first which condition it is for, {@code AddressKnown: …}, which is no news for a team. */
    private static final Pattern CONDITION = Pattern.compile("^[A-Z][A-Za-z]+: ");

    /** As meta/v1 has it. */
    record Condition(
            String type,
            String status,
            String reason,
            String message,
            @Nullable String since) {}

    static Cluster of(TenantWish tenant, ClusterRows.Row row) {
        var status = tenant.tenant()
                .status()
                .orElseGet(() -> TenantControlPlaneStatus.builder().build());
        var conditions = status.conditions().orElse(List.of());
        var ready = conditions.stream()
                .filter(condition -> condition.text("type").equals(Optional.of("Ready")))
                .findFirst()
                .orElse(JsonObject.EMPTY);
        var seen = !ready.isEmpty();
        var upToDate = seen
                && status.observedGeneration().equals(tenant.tenant().metadata().generation());
        var phase = status.kubernetesResources().flatMap(resources -> resources.version());
        var isReady = upToDate && !tenant.deleting() && ready.text("status").equals(TRUE);
        var sleeps = upToDate && ready.text("reason").equals(Optional.of("Sleeping"));
        var waits = ready.text("message")
                .filter(message -> !message.isEmpty())
                .map(message -> CONDITION.matcher(message).replaceFirst(""));
        return new Cluster(
                row.wish().name(),
                phase.flatMap(VersionStatus::version).map(Cluster::plain).orElse(null),
                plain(tenant.tenant().spec().kubernetes().version()),
                row.wish().replicas(),
                Wish.text(row.wish().size()),
                row.wish().economy(),
                row.wish().sleep().orElse(null),
                row.wish().hostName().orElse(null),
                status.controlPlaneEndpoint().orElse(null),
                status.storage().flatMap(StorageStatus::dataStoreName).orElse(null),
                tenant.deleting()
                        ? "Deleting"
                        : phase.flatMap(VersionStatus::status).orElse("Requested"),
                isReady,
                isReady || sleeps ? null : waits.orElse(seen ? "the operator to take it up" : "the operator to begin"),
                ready.text("lastTransitionTime")
                        .orElse(seen ? null : row.createdAt().toString()),
                conditions.stream().map(Cluster::condition).toList(),
                row.createdBy(),
                row.createdAt().toString(),
                tenant.deleting());
    }

    private static Condition condition(JsonObject wire) {
        return new Condition(
                wire.text("type").orElse(""),
                wire.text("status").orElse("Unknown"),
                wire.text("reason").orElse(""),
                wire.text("message").orElse(""),
                wire.text("lastTransitionTime").orElse(null));
    }

    private static String plain(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }
}
