package io.kamaji.core.component;

import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/**
 * A volume in a container. Immutable.
 *
 * @param volume name of the volume
 * @param path absolute path in the container
 * @param readOnly whether the container can't write
 * @param subPath path in the volume, if not all of it; a mounted sub-path never sees changes
 */
public record Mount(String volume, String path, boolean readOnly, Optional<String> subPath) {

    /** All of a volume, not to be written. */
    public static Mount readOnly(String volume, String path) {
        return new Mount(volume, path, true, Optional.empty());
    }

    /** All of a volume, to be written. */
    public static Mount writable(String volume, String path) {
        return new Mount(volume, path, false, Optional.empty());
    }

    /** As core/v1 VolumeMount; false is left out, as the API server does. */
    public JsonObject toJson() {
        return JsonObject.of("name", volume, "mountPath", path, "readOnly", readOnly ? true : null, "subPath", subPath);
    }
}
