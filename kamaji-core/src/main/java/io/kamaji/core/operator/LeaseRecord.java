package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;

/** A Lease of coordination.k8s.io/v1 as it is stored. Immutable. */
record LeaseRecord(JsonObject object) {
    /** On every Lease of ours: the name of the election. */
    static final String LABEL = "kamaji.clastix.io/election";

    /** Which replica a Lease stands for; not on those that are held for work. */
    static final String MEMBER = "kamaji.clastix.io/election-member";

    /** Which version of the operator rendered the tenants of the shard; an annotation. */
    static final String RENDERED_BY = "kamaji.clastix.io/rendered-by";

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** A new one, held from now on. */
    static LeaseRecord create(ObjectRef ref, JsonObject labels, String holder, Duration duration, Instant now) {
        var metadata = JsonObject.of("namespace", ref.namespace().orElseThrow(), "name", ref.name(), "labels", labels);
        return new LeaseRecord(JsonObject.of(
                        "apiVersion", ResourceTypes.LEASE.apiVersion(),
                        "kind", ResourceTypes.LEASE.kind(),
                        "metadata", metadata))
                .with(spec(holder, duration, now, now, 0));
    }

    /** Held from now on by another. */
    LeaseRecord takenBy(String holder, Duration duration, Instant now) {
        return with(spec(holder, duration, now, now, transitions() + 1));
    }

    /** Still held. */
    LeaseRecord renewed(Duration duration, Instant now) {
        return with(object.object("spec")
                .with("leaseDurationSeconds", seconds(duration))
                .with("renewTime", MICRO_TIME.format(now)));
    }

    /** An annotation of somebody's; empty too if it is no number. */
    OptionalInt upgradeAtOnce() {
        return object.text("metadata", "annotations", Annotations.UPGRADE_AT_ONCE)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElseGet(OptionalInt::empty);
    }

    LeaseRecord renderedBy(String version) {
        return new LeaseRecord(object.update(
                "metadata",
                metadata -> metadata.update("annotations", annotations -> annotations.with(RENDERED_BY, version))));
    }

    Optional<String> renderedBy() {
        return object.text("metadata", "annotations", RENDERED_BY);
    }

    /** Held by nobody, to be taken at once. */
    LeaseRecord released() {
        return with(object.object("spec").with("holderIdentity", "").with("leaseDurationSeconds", 1));
    }

    private static JsonObject spec(String holder, Duration duration, Instant since, Instant now, long transitions) {
        return JsonObject.of(
                "holderIdentity", holder,
                "leaseDurationSeconds", seconds(duration),
                "acquireTime", MICRO_TIME.format(since),
                "renewTime", MICRO_TIME.format(now),
                "leaseTransitions", transitions);
    }

    private LeaseRecord with(JsonObject spec) {
        return new LeaseRecord(object.with("spec", spec));
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }

    private long transitions() {
        return object.number("spec", "leaseTransitions").orElse(0L);
    }

    /** Who holds it; empty: nobody. */
    Optional<String> holder() {
        return object.text("spec", "holderIdentity").filter(holder -> !holder.isEmpty());
    }

    boolean isHeldBy(String identity) {
        return holder().equals(Optional.of(identity));
    }

    /** How long its holder says it lasts. */
    Duration duration() {
        return Duration.ofSeconds(object.number("spec", "leaseDurationSeconds").orElse(0L));
    }

    String version() {
        return object.text("metadata", "resourceVersion").orElse("");
    }
}
