package io.kamaji.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Metadata of an object (meta/v1 ObjectMeta); the fields that are not named here are kept in {@link #unknownFields()}. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableObjectMetadata.class)
@JsonDeserialize(as = ImmutableObjectMetadata.class)
public abstract class ObjectMetadata {
    /** Where an object is that names no namespace. */
    public static final String DEFAULT_NAMESPACE = "default";

    ObjectMetadata() {}

    /** Name, a DNS-1035 label. */
    public abstract Optional<String> name();

    /** Namespace. */
    public abstract Optional<String> namespace();

    /** Namespace; {@link #DEFAULT_NAMESPACE} where none, or an empty one, is given. */
    public String namespaceOrDefault() {
        return namespace().filter(namespace -> !namespace.isEmpty()).orElse(DEFAULT_NAMESPACE);
    }

    /** Set by the API server. */
    public abstract Optional<String> uid();

    /** Set by the API server. */
    public abstract Optional<String> resourceVersion();

    /** Set by the API server. */
    public abstract Optional<Long> generation();

    /** Set by the API server. */
    public abstract Optional<Instant> creationTimestamp();

    /** Set by the API server. */
    public abstract Optional<Instant> deletionTimestamp();

    /** Labels. */
    public abstract Optional<Map<String, String>> labels();

    /** Annotations. */
    public abstract Optional<Map<String, String>> annotations();

    /** Finalizers. */
    public abstract Optional<List<String>> finalizers();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link ObjectMetadata}; not thread-safe. */
    public static class Builder extends ImmutableObjectMetadata.Builder {
        Builder() {}

        /** Sets one entry of {@link ObjectMetadata#labels()}. */
        public Builder putLabel(String key, String value) {
            return labels(Frozen.put(build().labels(), key, value));
        }

        /** Sets one entry of {@link ObjectMetadata#annotations()}. */
        public Builder putAnnotation(String key, String value) {
            return annotations(Frozen.put(build().annotations(), key, value));
        }

        /** Appends to {@link ObjectMetadata#finalizers()}. */
        public Builder addFinalizer(String... more) {
            return finalizers(Frozen.append(build().finalizers(), List.of(more)));
        }
    }
}
