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

    /** {@code DaemonSet} or {@code Deployment}; default {@code DaemonSet}. */
    public abstract Optional<String> mode();

    /**
     * Number of the Deployment's pods: with mode {@code Deployment} absent or at least 1, with {@code DaemonSet} absent or
     * 0.
     */
    public abstract Optional<Integer> replicas();

    /** Image without its tag; default {@code registry.k8s.io/kas-network-proxy/proxy-agent}. */
    public abstract Optional<String> image();

    /** Tag of the image; default {@code v0.<minor>.0} of the tenant's Kubernetes version. */
    public abstract Optional<String> version();

    /** Whether the agents use their node's network; default false. */
    public abstract Optional<Boolean> hostNetwork();

    /** Taints that the agents tolerate (core/v1 Toleration); default those with key CriticalAddonsOnly. */
    public abstract Optional<List<JsonObject>> tolerations();

    /** Further flags, each {@code --name=value}; they win over Kamaji's; default none. */
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
