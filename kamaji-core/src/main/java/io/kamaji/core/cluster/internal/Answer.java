package io.kamaji.core.cluster.internal;

import io.kamaji.api.json.JsonObject;

/** An answer that was read to its end. */
record Answer(int code, String body) {
    boolean isNotFound() {
        return code == 404;
    }

    JsonObject json() {
        return JsonObject.parse(body);
    }
}
