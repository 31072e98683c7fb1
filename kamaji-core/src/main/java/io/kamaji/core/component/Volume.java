package io.kamaji.core.component;

import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A volume of the pod. Immutable.
 *
 * @param name its name in the pod
 * @param source core/v1 Volume without its name
 */
public record Volume(String name, JsonObject source) {

    /** All keys of a Secret. */
    public static Volume secret(String name, String secretName) {
        return new Volume(name, JsonObject.of("secret", JsonObject.of("secretName", secretName)));
    }

    /** All files of the Secret that a credential is in. */
    public static Volume secret(String name, TenantView tenant, Credential credential) {
        return secret(name, tenant.objectName(credential.secret()));
    }

    /** All keys of a ConfigMap. */
    public static Volume configMap(String name, String configMapName) {
        return new Volume(name, JsonObject.of("configMap", JsonObject.of("name", configMapName)));
    }

    /** A claim. */
    public static Volume claim(String name, String claimName) {
        return new Volume(name, JsonObject.of("persistentVolumeClaim", JsonObject.of("claimName", claimName)));
    }

    /** An empty folder that goes with the pod. */
    public static Volume emptyDir(String name) {
        return new Volume(name, JsonObject.of("emptyDir", JsonObject.EMPTY));
    }

    /** An empty folder in memory. */
    public static Volume memory(String name) {
        return new Volume(name, JsonObject.of("emptyDir", JsonObject.of("medium", "Memory")));
    }

    /** Chosen keys of several Secrets in one folder. */
    public static Volume projected(String name, List<Projection> projections) {
        return new Volume(
                name,
                JsonObject.of(
                        "projected",
                        JsonObject.of(
                                "sources",
                                projections.stream().map(Projection::toJson).toList())));
    }

    /** As core/v1 Volume. */
    public JsonObject toJson() {
        return JsonObject.of("name", name).plus(source);
    }

    /**
     * Keys of a Secret that appear as files of the same name.
     *
     * @param folder folder in the volume, ending in a slash; empty: the volume's root
     */
    public record Projection(String secretName, String folder, List<String> keys) {

        public Projection {
            keys = List.copyOf(keys);
        }

        /** In the volume's root. */
        public static Projection of(String secretName, String... keys) {
            return new Projection(secretName, "", List.of(keys));
        }

        /** Certificate and key. */
        public static Projection pair(TenantView tenant, Credential credential) {
            return of(tenant, credential, credential.certificateFile(), credential.keyFile());
        }

        /** Chosen files of a credential. */
        public static Projection of(TenantView tenant, Credential credential, String... files) {
            return of(tenant.objectName(credential.secret()), files);
        }

        JsonObject toJson() {
            var items = new ArrayList<JsonObject>();
            keys.forEach(key -> items.add(JsonObject.of("key", key, "path", folder + key)));
            return JsonObject.of("secret", JsonObject.of("name", secretName, "items", items));
        }
    }
}
