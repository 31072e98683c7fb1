package io.kamaji.core.storage;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.observe.TenantObjects;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the move of a tenant's data from one datastore to another is: kept in ConfigMap {@code <tcp>-migration}, where
 * any process finds it. It carries the tenant's label, so that a pass sees it without asking for it, and is not applied, so
 * that pruning leaves it alone. Immutable.
 *
 * @param from datastore that the data is moved from
 * @param to datastore that it is moved to
 * @param step what is being done
 * @param copied count and hash of what was copied, for people; empty before
 * @param holder who does it
 * @param renewed when the holder last said so
 * @param resourceVersion of the ConfigMap as it was read; empty for one that is not stored yet
 */
public record MigrationRecord(
        String from, String to, Step step, String copied, String holder, Instant renewed, String resourceVersion) {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** What is being done; up to {@link #VERIFY} the tenant can go back to where it was. */
    public enum Step {
        /** Writes are being refused, or the pods ended where the store can't refuse. */
        FREEZE,
        /** The content is being copied. */
        COPY,
        /** The pods are being ended, so that no two API servers serve two stores. */
        STOP,
        /** The copy is being compared with what nobody can write to any more. */
        VERIFY,
        /** The control plane is being started on the new store; no way back. */
        SWITCH,
        /** The tenant runs on the new store; what the old one holds is stale. */
        DONE,
        /** The tenant is being put back on the old store. */
        FALL_BACK
    }

    /** The record of a tenant, from what a pass saw. */
    public static Optional<MigrationRecord> of(Observed seen, TenantObjects names) {
        return seen.get(names.migration()).map(MigrationRecord::parse);
    }

    /**
     * From its ConfigMap.
     *
     * @throws KamajiException if it can't be read
     */
    public static MigrationRecord parse(JsonObject configMap) {
        try {
            return read(configMap);
        } catch (IllegalArgumentException | DateTimeException spoilt) {
            throw KamajiException.at(
                            ObjectRef.of(configMap),
                            "this record of a move between datastores can't be read (" + spoilt.getMessage()
                                    + "): mend it, or delete it if no move is under way")
                    .cause(spoilt);
        }
    }

    private static MigrationRecord read(JsonObject configMap) {
        var data = configMap.texts("data");
        return new MigrationRecord(
                data.getOrDefault("from", ""),
                data.getOrDefault("to", ""),
                Step.valueOf(data.getOrDefault("step", "")),
                data.getOrDefault("copied", ""),
                data.getOrDefault("holder", ""),
                Instant.parse(data.getOrDefault("renewed", Instant.EPOCH.toString())),
                configMap.text("metadata", "resourceVersion").orElse(""));
    }

    /** Its ConfigMap. */
    public JsonObject toConfigMap(String namespace, String tenant) {
        return Manifests.of(new TenantObjects(namespace, tenant).migration())
                .label(Labels.NAME, tenant)
                .metadata("resourceVersion", Given.text(Optional.of(resourceVersion)))
                .data("from", from)
                .data("to", to)
                .data("step", step.name())
                .data("copied", copied)
                .data("holder", holder)
                .data("renewed", renewed.toString())
                .build();
    }

    /** The same at another step. */
    public MigrationRecord at(Step next) {
        return new MigrationRecord(from, to, next, copied, holder, renewed, resourceVersion);
    }

    /** Of a tenant that is where it was, with a copy that is left where it was to go. */
    public MigrationRecord turnedBack() {
        return new MigrationRecord(to, from, Step.DONE, copied, holder, renewed, resourceVersion);
    }

    /** The same with what was copied. */
    public MigrationRecord copied(String summary) {
        return new MigrationRecord(from, to, step, summary, holder, renewed, resourceVersion);
    }

    /** The same, held by someone since a time. */
    public MigrationRecord held(String by, Instant since) {
        return new MigrationRecord(from, to, step, copied, by, since, resourceVersion);
    }

    /** Whether it goes on. */
    public boolean open() {
        return step != Step.DONE;
    }

    /**
     * Refuses a pass while data is moved, but for those onto the new store once it is switched.
     *
     * @param dataStore the datastore of the pass
     */
    public void requirePass(String dataStore, TenantObjects names) {
        if (open() && !(step == Step.SWITCH && to.equals(dataStore))) {
            throw new TenantMovingException(
                    "the tenant's data is being moved from datastore " + from + " to " + to + " (step " + step
                            + "): wait, or call migrate again if nobody works on it any more",
                    names.migration(),
                    SOON);
        }
    }
}
