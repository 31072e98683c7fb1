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

/** The konnectivity agent, in the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKonnectivityAgentSpec.class)
@JsonDeserialize(as = ImmutableKonnectivityAgentSpec.class)
public abstract class KonnectivityAgentSpec {
    KonnectivityAgentSpec() {}

    /** DaemonSet (default) or Deployment. */
    public abstract Optional<String> mode();

    /** Only with mode Deployment. */
    public abstract Optional<Integer> replicas();

    /** Default {@code registry.k8s.io/kas-network-proxy/proxy-agent}. */
    public abstract Optional<String> image();

    /** Tag; default {@code v0.<minor>.0}. */
    public abstract Optional<String> version();

    /** Default false. */
    public abstract Optional<Boolean> hostNetwork();

    /** core/v1 Toleration; default CriticalAddonsOnly. */
    public abstract Optional<List<JsonObject>> tolerations();

    /** Further flags; they win over Kamaji's. */
    public abstract Optional<List<String>> extraArgs();

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

    /** Builds a {@link KonnectivityAgentSpec}; not thread-safe. */
    public static class Builder extends ImmutableKonnectivityAgentSpec.Builder {
        Builder() {}

        /** Appends to {@link KonnectivityAgentSpec#tolerations()}. */
        public Builder addToleration(JsonObject... more) {
            return tolerations(Frozen.append(build().tolerations(), List.of(more)));
        }

        /** Appends to {@link KonnectivityAgentSpec#extraArgs()}. */
        public Builder addExtraArg(String... more) {
            return extraArgs(Frozen.append(build().extraArgs(), List.of(more)));
        }
    }
}
