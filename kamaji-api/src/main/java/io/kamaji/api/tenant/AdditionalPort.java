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

/** A further port of the control plane's Service. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAdditionalPort.class)
@JsonDeserialize(as = ImmutableAdditionalPort.class)
public abstract class AdditionalPort {
    AdditionalPort() {}

    /**
     * Name, a DNS label that no other port of the Service has; not {@code kube-apiserver} or {@code konnectivity-server}.
     */
    public abstract String name();

    /** Port of the Service, 1 to 65535; no other port of the Service has it with the same protocol. */
    public abstract int port();

    /** Port of the pod: a number from 1 to 65535, or the name of a port of a container. */
    public abstract JsonValue targetPort();

    /** {@code TCP}, {@code UDP} or {@code SCTP}; default {@code TCP}. */
    public abstract Optional<String> protocol();

    /** The Service port's {@code appProtocol}; default none. */
    public abstract Optional<String> appProtocol();

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

    /** Builds a {@link AdditionalPort}; not thread-safe. */
    public static class Builder extends ImmutableAdditionalPort.Builder {
        Builder() {}
    }
}
