package io.kamaji.core.plan;

import io.kamaji.api.json.JsonObject;

/** Takes of an object what tells later whether it moved. */
public final class Snapshot {
    private Snapshot() {}

    /** Its identity, its version, and a digest of what is ours in it. */
    public static Basis of(JsonObject live) {
        return ObjectPlanning.basis(live);
    }
}
