package io.kamaji.testkit.simulator.internal.store;

import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/**
 * A write, as watchers see it.
 *
 * @param version the resourceVersion that it made
 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
 * @param object the new state; of a delete the last one, with the version of the delete
 * @param before the state before
 */
public record Change(long version, String type, Key key, JsonObject object, Optional<JsonObject> before) {}
