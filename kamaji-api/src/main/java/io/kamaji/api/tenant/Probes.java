package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** Overrides of probes: built-in, then these, then those of a component, field by field. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableProbes.class)
@JsonDeserialize(as = ImmutableProbes.class)
public abstract class Probes {
    Probes() {}

    /** Overrides of the liveness probe of all components; default none. */
    public abstract Optional<ProbeSpec> liveness();

    /** Overrides of the readiness probe of all components; default none. */
    public abstract Optional<ProbeSpec> readiness();

    /** Overrides of the startup probe of all components; default none. */
    public abstract Optional<ProbeSpec> startup();

    /** Overrides of the probes of kube-apiserver; default none. */
    public abstract Optional<ProbeSet> apiServer();

    /** Overrides of the probes of kube-controller-manager; default none. */
    public abstract Optional<ProbeSet> controllerManager();

    /** Overrides of the probes of kube-scheduler; default none. */
    public abstract Optional<ProbeSet> scheduler();

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

    /** Builds a {@link Probes}; not thread-safe. */
    public static class Builder extends ImmutableProbes.Builder {
        Builder() {}

        /** Edits {@link Probes#liveness()}, starting from what is set. */
        public Builder liveness(Consumer<ProbeSpec.Builder> edit) {
            var part = build().liveness().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return liveness(part.build());
        }

        /** Edits {@link Probes#readiness()}, starting from what is set. */
        public Builder readiness(Consumer<ProbeSpec.Builder> edit) {
            var part = build().readiness().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return readiness(part.build());
        }

        /** Edits {@link Probes#startup()}, starting from what is set. */
        public Builder startup(Consumer<ProbeSpec.Builder> edit) {
            var part = build().startup().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return startup(part.build());
        }

        /** Edits {@link Probes#apiServer()}, starting from what is set. */
        public Builder apiServer(Consumer<ProbeSet.Builder> edit) {
            var part = build().apiServer().map(ProbeSet::toBuilder).orElseGet(ProbeSet::builder);
            edit.accept(part);
            return apiServer(part.build());
        }

        /** Edits {@link Probes#controllerManager()}, starting from what is set. */
        public Builder controllerManager(Consumer<ProbeSet.Builder> edit) {
            var part = build().controllerManager().map(ProbeSet::toBuilder).orElseGet(ProbeSet::builder);
            edit.accept(part);
            return controllerManager(part.build());
        }

        /** Edits {@link Probes#scheduler()}, starting from what is set. */
        public Builder scheduler(Consumer<ProbeSet.Builder> edit) {
            var part = build().scheduler().map(ProbeSet::toBuilder).orElseGet(ProbeSet::builder);
            edit.accept(part);
            return scheduler(part.build());
        }
    }
}
