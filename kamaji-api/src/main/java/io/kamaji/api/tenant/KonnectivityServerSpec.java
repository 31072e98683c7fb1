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

/** The konnectivity server, beside the API server. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKonnectivityServerSpec.class)
@JsonDeserialize(as = ImmutableKonnectivityServerSpec.class)
public abstract class KonnectivityServerSpec {
    KonnectivityServerSpec() {}

    /** Port for agents, of the pods and of the Service, 1 to 65535 and not the API server's; default 8132. */
    @Value.Default
    public int port() {
        return 8132;
    }

    /** Image without its tag; default {@code registry.k8s.io/kas-network-proxy/proxy-server}. */
    public abstract Optional<String> image();

    /** Tag of the image; default {@code v0.<minor>.0} of the tenant's Kubernetes version. */
    public abstract Optional<String> version();

    /** Requests and limits of the container (core/v1 ResourceRequirements); default none. */
    public abstract Optional<JsonObject> resources();

    /** Further flags, each {@code --name=value}; Kamaji's win; default none. */
    public abstract Optional<List<String>> extraArgs();

    /** Security context of the container (core/v1 SecurityContext); default none. */
    public abstract Optional<JsonObject> securityContext();

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

    /** Builds a {@link KonnectivityServerSpec}; not thread-safe. */
    public static class Builder extends ImmutableKonnectivityServerSpec.Builder {
        Builder() {}

        /** Appends to {@link KonnectivityServerSpec#extraArgs()}. */
        public Builder addExtraArg(String... more) {
            return extraArgs(Frozen.append(build().extraArgs(), List.of(more)));
        }
    }
}
