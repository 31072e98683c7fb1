package io.kamaji.core.manifest;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;

/**
 * An object as it is to be in one of the two clusters: only the fields that Kamaji means. Immutable and thread-safe.
 *
 * @param tree the object, with apiVersion, kind and metadata.name
 */
public record Manifest(Target target, JsonObject tree) {

    public Manifest {
        ObjectRef.of(tree); // refuses what is no object
    }

    public ObjectRef ref() {
        return ObjectRef.of(tree);
    }

    public boolean isSecret() {
        return ResourceTypes.SECRET.is(ref());
    }

    public String toYaml() {
        return tree.toYaml();
    }

    /** Target and name; a Secret's data does not show. */
    @Override
    public String toString() {
        return target + " " + ref();
    }
}
