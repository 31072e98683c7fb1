package io.kamaji.api;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import java.util.List;

/**
 * What the three kinds of {@code kamaji.clastix.io/v1alpha1} have in common. All are immutable and thread-safe.
 */
public interface CustomResource {
    /** The API group and version of all kinds. */
    String API_VERSION = "kamaji.clastix.io/v1alpha1";

    /** Name and the rest. */
    ObjectMetadata metadata();

    /**
     * This value as a document: apiVersion, kind and exactly what is set, so that reading it again gives an equal value.
     */
    JsonObject toJsonObject();

    /**
     * This value as it is to be applied to an API server: as {@link #toJsonObject()}, with the empty parents added without which
     * the CRD's nested defaults do not apply.
     */
    JsonObject toCustomResource();

    /** {@link #toJsonObject()} as compact JSON. */
    default String toJson() {
        return toJsonObject().toJson();
    }

    /** {@link #toJsonObject()} as YAML. */
    default String toYaml() {
        return toJsonObject().toYaml();
    }

    /**
     * Everything for which creating this object would be refused, by the CRD's schema and rules, by the admission webhook or
     * because it can never run; empty if it is valid. Defaults are applied first. A tenant needs a namespace here, as there is no
     * current context that could give it one. What needs a look into a cluster or at the rendered manifests (whether the datastore
     * exists, or knows the flags of {@code extraArgs}) is not asked here but by a plan. The status is not looked at.
     */
    List<Violation> validate();

    /** What is accepted, but probably not what was meant; among it each member that this version does not know. */
    List<Violation> warnings();
}
