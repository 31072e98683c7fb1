package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A parent of a route (gateway.networking.k8s.io/v1). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableParentReference.class)
@JsonDeserialize(as = ImmutableParentReference.class)
public abstract class ParentReference {
    ParentReference() {}

    /**
     * API group of the parent, a DNS name of at most 253 characters or empty; default {@code gateway.networking.k8s.io}.
     */
    public abstract Optional<String> group();

    /** Kind of the parent, 1 to 63 characters; default {@code Gateway}. */
    public abstract Optional<String> kind();

    /** Name of the parent, 1 to 253 characters. */
    public abstract String name();

    /** Namespace of the parent, a DNS label; absent: the tenant's. */
    public abstract Optional<String> namespace();

    /** Listener, a DNS name of 1 to 253 characters; absent: any. */
    public abstract Optional<String> sectionName();

    /** Port of the listener, 1 to 65535; absent: any. */
    public abstract Optional<Integer> port();

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

    /** Builds a {@link ParentReference}; not thread-safe. */
    public static class Builder extends ImmutableParentReference.Builder {
        Builder() {}
    }
}
