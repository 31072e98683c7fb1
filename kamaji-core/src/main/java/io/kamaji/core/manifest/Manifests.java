package io.kamaji.core.manifest;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Starts of objects: {@code Manifests.configMap("kube-system", "settings").label("app", "x").data("key", "text").build()}. */
public final class Manifests {
    private Manifests() {}

    /** A ConfigMap with nothing in it. */
    public static Builder configMap(String namespace, String name) {
        return of(ResourceTypes.CONFIG_MAP.ref(namespace, name));
    }

    /** A Secret with nothing in it, not even a type. */
    public static Builder secret(String namespace, String name) {
        return of(ResourceTypes.SECRET.ref(namespace, name));
    }

    /** An object in no namespace, or in one that is told later. */
    public static Builder of(ResourceType type, String name) {
        return of(type.ref(name));
    }

    /** An object of that apiVersion, kind, name and namespace. */
    public static Builder of(ObjectRef ref) {
        return new Builder(ref);
    }

    /** Builds one object; labels, annotations and data are in the order of their keys. Not thread-safe. */
    public static final class Builder {
        private final ObjectRef ref;
        private final Map<String, String> labels = new TreeMap<>();
        private final Map<String, String> annotations = new TreeMap<>();
        private final Map<String, String> data = new TreeMap<>();
        private JsonObject more = JsonObject.EMPTY;
        private JsonObject members = JsonObject.EMPTY;

        private Builder(ObjectRef ref) {
            this.ref = ref;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder labels(Map<String, String> all) {
            labels.putAll(all);
            return this;
        }

        public Builder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public Builder annotations(Map<String, String> all) {
            annotations.putAll(all);
            return this;
        }

        /** Entries of {@code ownerReferences}, such as {@link OwnerReferences} makes them. */
        public Builder owners(List<JsonObject> owners) {
            return metadata("ownerReferences", owners.isEmpty() ? null : owners);
        }

        /** A further member of the metadata; null or an empty Optional leaves it out. */
        public Builder metadata(String name, @Nullable Object value) {
            more = more.with(name, value);
            return this;
        }

        /** A text of a ConfigMap or a Secret, for which it is encoded. */
        public Builder data(String key, String text) {
            data.put(key, ResourceTypes.SECRET.is(ref) ? base64(text) : text);
            return this;
        }

        /** Texts of a ConfigMap or a Secret, for which they are encoded. */
        public Builder data(Map<String, String> texts) {
            texts.forEach(this::data);
            return this;
        }

        /** A member beside the metadata; null or an empty Optional leaves it out. */
        public Builder with(String name, @Nullable Object value) {
            members = members.with(name, value);
            return this;
        }

        /** The object: metadata, then members as they came, then data. */
        public JsonObject build() {
            var metadata = JsonObject.of("name", ref.name(), "namespace", ref.namespace())
                    .with("labels", labels.isEmpty() ? null : labels)
                    .with("annotations", annotations.isEmpty() ? null : annotations)
                    .plus(more);
            return JsonObject.of("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata", metadata)
                    .plus(data.isEmpty() ? members : members.with("data", data));
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
