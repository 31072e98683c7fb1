package io.kamaji.api.rules;

import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/**
 * An object as its rules see it. Immutable and thread-safe.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}
 * @param isDeleting whether it has a deletion timestamp
 * @param given the spec as it was written
 * @param spec the spec with every default applied
 * @param tree the object with every default applied, as a document
 */
public record Subject<S>(
        Optional<String> name, Optional<String> namespace, boolean isDeleting, S given, S spec, JsonObject tree) {}
