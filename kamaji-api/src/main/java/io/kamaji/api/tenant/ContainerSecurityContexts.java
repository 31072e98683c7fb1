package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Security contexts of the containers (core/v1 SecurityContext). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableContainerSecurityContexts.class)
@JsonDeserialize(as = ImmutableContainerSecurityContexts.class)
public abstract class ContainerSecurityContexts {
    ContainerSecurityContexts() {}

    /** Security context (core/v1 SecurityContext) of kube-apiserver; default none. */
    public abstract Optional<JsonObject> apiServer();

    /** Security context (core/v1 SecurityContext) of kube-controller-manager; default none. */
    public abstract Optional<JsonObject> controllerManager();

    /** Security context (core/v1 SecurityContext) of kube-scheduler; default none. */
    public abstract Optional<JsonObject> scheduler();

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

    /** Builds a {@link ContainerSecurityContexts}; not thread-safe. */
    public static class Builder extends ImmutableContainerSecurityContexts.Builder {
        Builder() {}
    }
}
