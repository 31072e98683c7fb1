package io.kamaji.api.tenant.status;

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

/** The Ingress' status (networking.k8s.io/v1) and what it is named. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableIngressStatus.class)
@JsonDeserialize(as = ImmutableIngressStatus.class)
public abstract class IngressStatus {
    IngressStatus() {}

    /** Name of the Ingress. */
    public abstract String name();

    /** Its namespace. */
    public abstract String namespace();

    /** networking.k8s.io/v1 IngressLoadBalancerStatus. */
    public abstract Optional<JsonObject> loadBalancer();

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

    /** Builds a {@link IngressStatus}; not thread-safe. */
    public static class Builder extends ImmutableIngressStatus.Builder {
        Builder() {}
    }
}
