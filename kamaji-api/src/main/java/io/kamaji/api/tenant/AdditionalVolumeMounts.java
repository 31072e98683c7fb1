package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Further volume mounts of the components (core/v1 VolumeMount). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAdditionalVolumeMounts.class)
@JsonDeserialize(as = ImmutableAdditionalVolumeMounts.class)
public abstract class AdditionalVolumeMounts {
    AdditionalVolumeMounts() {}

    /** Mounts (core/v1 VolumeMount) of kube-apiserver; default none. */
    public abstract Optional<List<JsonObject>> apiServer();

    /** Mounts (core/v1 VolumeMount) of kube-controller-manager; default none. */
    public abstract Optional<List<JsonObject>> controllerManager();

    /** Mounts (core/v1 VolumeMount) of kube-scheduler; default none. */
    public abstract Optional<List<JsonObject>> scheduler();

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

    /** Builds a {@link AdditionalVolumeMounts}; not thread-safe. */
    public static class Builder extends ImmutableAdditionalVolumeMounts.Builder {
        Builder() {}

        /** Appends to {@link AdditionalVolumeMounts#apiServer()}. */
        public Builder addApiServer(JsonObject... more) {
            return apiServer(Frozen.append(build().apiServer(), List.of(more)));
        }

        /** Appends to {@link AdditionalVolumeMounts#controllerManager()}. */
        public Builder addControllerManager(JsonObject... more) {
            return controllerManager(Frozen.append(build().controllerManager(), List.of(more)));
        }

        /** Appends to {@link AdditionalVolumeMounts#scheduler()}. */
        public Builder addScheduler(JsonObject... more) {
            return scheduler(Frozen.append(build().scheduler(), List.of(more)));
        }
    }
}
