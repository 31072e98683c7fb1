package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Further flags of the components. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableExtraArgs.class)
@JsonDeserialize(as = ImmutableExtraArgs.class)
public abstract class ExtraArgs {
    ExtraArgs() {}

    /** Flags of kube-apiserver, each {@code --name=value}; one that Kamaji manages is not overridden; default none. */
    public abstract Optional<List<String>> apiServer();

    /** Flags of kube-controller-manager, each {@code --name=value}; they win over Kamaji's; default none. */
    public abstract Optional<List<String>> controllerManager();

    /** Flags of kube-scheduler, each {@code --name=value}; one that Kamaji manages is not overridden; default none. */
    public abstract Optional<List<String>> scheduler();

    /** Flags of kine, each {@code --name=value}; they win over Kamaji's except {@code --endpoint}; default none. */
    public abstract Optional<List<String>> kine();

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

    /** Builds a {@link ExtraArgs}; not thread-safe. */
    public static class Builder extends ImmutableExtraArgs.Builder {
        Builder() {}

        /** Appends to {@link ExtraArgs#apiServer()}. */
        public Builder addApiServer(String... more) {
            return apiServer(Frozen.append(build().apiServer(), List.of(more)));
        }

        /** Appends to {@link ExtraArgs#controllerManager()}. */
        public Builder addControllerManager(String... more) {
            return controllerManager(Frozen.append(build().controllerManager(), List.of(more)));
        }

        /** Appends to {@link ExtraArgs#scheduler()}. */
        public Builder addScheduler(String... more) {
            return scheduler(Frozen.append(build().scheduler(), List.of(more)));
        }

        /** Appends to {@link ExtraArgs#kine()}. */
        public Builder addKine(String... more) {
            return kine(Frozen.append(build().kine(), List.of(more)));
        }
    }
}
