package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Handling;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to happen to one object. Immutable; its text form shows no key.
 *
 * @param component name of the component that contributes the object; empty for a deletion
 * @param fields what changes in it, in order; for an update only
 * @param manifest what is sent, exactly: POST and PUT for Secrets, server-side apply for the rest; empty for a deletion
 * @param basis the object as it was seen; empty if it was not there
 * @param waitsFor for {@link Action#WAIT}: what must happen first
 * @param handling what is particular about its kind
 */
public record Change(
        Action action,
        Target target,
        ObjectRef ref,
        String component,
        List<FieldDiff> fields,
        Optional<Manifest> manifest,
        Optional<Basis> basis,
        Set<String> waitsFor,
        Handling handling) {

    public Change {
        fields = List.copyOf(fields);
        waitsFor = java.util.Collections.unmodifiableSet(new TreeSet<>(waitsFor));
    }

    public boolean isSecret() {
        return ResourceTypes.SECRET.is(ref);
    }

    /** The same, once something else has happened. */
    public Change waitingFor(Set<String> what) {
        return new Change(Action.WAIT, target, ref, component, List.of(), manifest, basis, what, handling);
    }

    /** What is sent. */
    public JsonObject body() {
        return manifest.orElseThrow(() -> new IllegalStateException("nothing is sent for " + this))
                .tree();
    }

    @Override
    public String toString() {
        return action.sign() + " " + target + " " + ref + (fields.isEmpty() ? "" : " " + fields)
                + (waitsFor.isEmpty() ? "" : " waits for " + waitsFor);
    }
}
