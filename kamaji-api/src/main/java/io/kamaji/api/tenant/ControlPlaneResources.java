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

/** Resources of the containers (core/v1 ResourceRequirements). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableControlPlaneResources.class)
@JsonDeserialize(as = ImmutableControlPlaneResources.class)
public abstract class ControlPlaneResources {
    ControlPlaneResources() {}

    /** Requests and limits (core/v1 ResourceRequirements) of kube-apiserver; default none. */
    public abstract Optional<JsonObject> apiServer();

    /** Requests and limits (core/v1 ResourceRequirements) of kube-controller-manager; default none. */
    public abstract Optional<JsonObject> controllerManager();

    /** Requests and limits (core/v1 ResourceRequirements) of kube-scheduler; default none. */
    public abstract Optional<JsonObject> scheduler();

    /** Requests and limits (core/v1 ResourceRequirements) of kine, which is not there with etcd; default none. */
    public abstract Optional<JsonObject> kine();

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

    /** Builds a {@link ControlPlaneResources}; not thread-safe. */
    public static class Builder extends ImmutableControlPlaneResources.Builder {
        Builder() {}
    }
}
