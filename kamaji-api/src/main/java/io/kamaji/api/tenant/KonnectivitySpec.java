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

/** The tunnel from the API server to the tenant's nodes. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKonnectivitySpec.class)
@JsonDeserialize(as = ImmutableKonnectivitySpec.class)
public abstract class KonnectivitySpec {
    KonnectivitySpec() {}

    /** The server, beside the API server; absent: all of its defaults. */
    public abstract Optional<KonnectivityServerSpec> server();

    /** The agent, in the tenant; absent: all of its defaults. */
    public abstract Optional<KonnectivityAgentSpec> agent();

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

    /** Builds a {@link KonnectivitySpec}; not thread-safe. */
    public static class Builder extends ImmutableKonnectivitySpec.Builder {
        Builder() {}

        /** Edits {@link KonnectivitySpec#server()}, starting from what is set. */
        public Builder server(Consumer<KonnectivityServerSpec.Builder> edit) {
            var part =
                    build().server().map(KonnectivityServerSpec::toBuilder).orElseGet(KonnectivityServerSpec::builder);
            edit.accept(part);
            return server(part.build());
        }

        /** Edits {@link KonnectivitySpec#agent()}, starting from what is set. */
        public Builder agent(Consumer<KonnectivityAgentSpec.Builder> edit) {
            var part = build().agent().map(KonnectivityAgentSpec::toBuilder).orElseGet(KonnectivityAgentSpec::builder);
            edit.accept(part);
            return agent(part.build());
        }
    }
}
