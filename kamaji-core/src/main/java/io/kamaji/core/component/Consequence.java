package io.kamaji.core.component;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a plan and does not show in its fields: {@code rolls 2 pods (kube-apiserver image v1.35.4 → v1.36.3)}.
 *
 * @param ref the object that it follows from; empty where there is no single one
 */
public record Consequence(Kind kind, Optional<ObjectRef> ref, String text) {

    /** What sort of thing follows. */
    public enum Kind {
        /** Pods are replaced, one after the other. */
        ROLLOUT,
        /** The tenant's API does not answer for a while. */
        DOWNTIME,
        /** A credential is issued or replaced. */
        CREDENTIAL,
        /** Data is lost for good. */
        DATA_LOSS,
        /** The tenant is reached another way. */
        ADDRESS,
        /** A field is taken from another owner. */
        TAKEOVER,
        /** The tenant's users may do less than before, or more. */
        LIMIT,
        /** The server said that it will not take it. */
        REFUSAL
    }

    /**
     * What follows whenever something happens to an object of a kind. Immutable, if its text is.
     *
     * @param text what follows from one change; empty: nothing
     */
    public record Rule(Action action, ResourceType type, Kind kind, Text text) {

        /** One that always follows. */
        public static Rule of(Action action, ResourceType type, Kind kind, String text) {
            return new Rule(action, type, kind, (ref, fields, body) -> Optional.of(text));
        }
    }

    /** Says what follows from a change. */
    @FunctionalInterface
    public interface Text {
        /**
         * @param fields what changes, for an update
         * @param body what is sent; empty for a deletion
         */
        Optional<String> of(ObjectRef ref, List<FieldDiff> fields, JsonObject body);
    }

    @Override
    public String toString() {
        return text;
    }
}
