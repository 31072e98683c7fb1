package io.kamaji.core.apply;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kamaji's custom resource definitions in an admin cluster. One that is not of this project, such as the reference's, is left
 * alone: the kinds are the same; {@link #gaps()} says what it lacks. One that somebody applied from {@link #toYaml()} is ours.
 * Thread-safe.
 */
public record Definitions(ClusterClient admin, List<JsonObject> definitions) {
    private static final String CHECKSUM = "kamaji.clastix.io/checksum";
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofMillis(100);

    /** The definitions of the reference's kinds. */
    public Definitions(ClusterClient admin) {
        this(admin, CustomResourceDefinitions.all());
    }

    public Definitions {
        definitions = List.copyOf(definitions);
    }

    /** How a definition is there. */
    public enum State {
        MISSING,
        /** Kamaji's, of another version of it. */
        OTHER_VERSION,
        CURRENT,
        /** Not of this project. */
        FOREIGN;

        private boolean isToBeWritten() {
            return this == MISSING || this == OTHER_VERSION;
        }
    }

    /** How each of them is there. Three GETs, reads only. */
    public Map<ObjectRef, State> states() {
        var states = new LinkedHashMap<ObjectRef, State>();
        wanted(definitions).forEach((ref, definition) -> states.put(ref, state(ref, definition)));
        return states;
    }

    /**
     * Applies those that are missing or of another version, and waits until they are served.
     *
     * @return what was written; nothing the second time
     * @throws KamajiException if one can't be written, or is not served within 30 s
     */
    public List<ObjectRef> install() {
        var written = new ArrayList<ObjectRef>();
        wanted(definitions).forEach((ref, definition) -> {
            if (state(ref, definition).isToBeWritten()) {
                admin.apply(definition, new ApplyOptions(Planner.MANAGER, true, false));
                written.add(ref);
            }
        });
        written.forEach(this::awaitServed);
        return written;
    }

    /** Which there are. */
    public static Set<ObjectRef> refs() {
        return wanted(CustomResourceDefinitions.all()).keySet();
    }

    /** All of them as one YAML file, for whoever applies it with another tool. Makes no request. */
    public static String toYaml() {
        return wanted(CustomResourceDefinitions.all()).values().stream()
                .map(JsonObject::toYaml)
                .collect(Collectors.joining("---\n"));
    }

    /**
     * What each definition that is served lacks of ours: members that would be dropped ({@code status.conditions}) and values
     * that would be refused ({@code spec.driver: SQLite}). Definitions that lack nothing are left out; of one that is missing
     * that is said. Three GETs, reads only.
     */
    public Map<ObjectRef, List<String>> gaps() {
        var gaps = new LinkedHashMap<ObjectRef, List<String>>();
        wanted(definitions)
                .forEach((ref, definition) -> gaps.put(
                        ref,
                        admin.get(ref)
                                .map(live -> DefinitionGaps.of(definition, live))
                                .orElse(List.of("everything: it is not installed"))));
        gaps.values().removeIf(List::isEmpty);
        return gaps;
    }

    private State state(ObjectRef ref, JsonObject wanted) {
        var live = admin.get(ref);
        if (live.isEmpty()) {
            return State.MISSING;
        }
        return checksum(live.get()).isEmpty()
                ? State.FOREIGN
                : checksum(live.get()).equals(checksum(wanted)) ? State.CURRENT : State.OTHER_VERSION;
    }

    private void awaitServed(ObjectRef ref) {
        var end = System.nanoTime() + SERVED_WITHIN.toNanos();
        while (admin.get(ref).filter(Definitions::isServed).isEmpty()) {
            if (System.nanoTime() > end) {
                throw KamajiException.at(
                        ref,
                        "not served after " + SERVED_WITHIN.toSeconds() + " s: look at the conditions of its status");
            }
            try {
                Thread.sleep(BEAT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KamajiException.at(ref, "interrupted while waiting until it is served: install again")
                        .cause(e);
            }
        }
    }

    private static boolean isServed(JsonObject definition) {
        return definition
                .array("status", "conditions")
                .objects()
                .anyMatch(condition -> condition.text("type").equals(Optional.of("Established"))
                        && condition.text("status").equals(Optional.of("True")));
    }

    private static Map<ObjectRef, JsonObject> wanted(List<JsonObject> definitions) {
        var wanted = new LinkedHashMap<ObjectRef, JsonObject>();
        definitions.forEach(definition -> wanted.put(
                ObjectRef.of(definition),
                definition.update(
                        "metadata",
                        metadata -> metadata.update(
                                "annotations", all -> all.with(CHECKSUM, Sha256.hex(definition.toJson()))))));
        return wanted;
    }

    private static Optional<String> checksum(JsonObject definition) {
        return definition.text("metadata", "annotations", CHECKSUM);
    }
}
