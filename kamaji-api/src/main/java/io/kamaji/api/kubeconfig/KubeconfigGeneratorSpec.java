package io.kamaji.api.kubeconfig;

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
import java.util.function.Consumer;
import org.immutables.value.Value;

/** For which tenants kubeconfigs are made, and for whom. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubeconfigGeneratorSpec.class)
@JsonDeserialize(as = ImmutableKubeconfigGeneratorSpec.class)
public abstract class KubeconfigGeneratorSpec {
    KubeconfigGeneratorSpec() {}

    /** Namespaces in which tenants are looked for (meta/v1 LabelSelector); absent or empty: all. */
    public abstract Optional<JsonObject> namespaceSelector();

    /** Labels of the tenants (meta/v1 LabelSelector); absent or empty: all tenants. */
    public abstract Optional<JsonObject> tenantControlPlaneSelector();

    /** Common name of the client certificate; required. */
    @Value.Default
    public CompoundValue user() {
        return CompoundValue.builder().build();
    }

    /** Organizations of the client certificate; default none. */
    public abstract Optional<List<CompoundValue>> groups();

    /**
     * Key of the admin kubeconfig Secret whose kubeconfig is the template: {@code admin.svc}, {@code admin.conf},
     * {@code super-admin.svc} or {@code super-admin.conf}; default {@code admin.svc}.
     */
    public abstract Optional<String> controlPlaneEndpointFrom();

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

    /** Builds a {@link KubeconfigGeneratorSpec}; not thread-safe. */
    public static class Builder extends ImmutableKubeconfigGeneratorSpec.Builder {
        Builder() {}

        /** Edits {@link KubeconfigGeneratorSpec#user()}, starting from what is set. */
        public Builder user(Consumer<CompoundValue.Builder> edit) {
            var part = build().user().toBuilder();
            edit.accept(part);
            return user(part.build());
        }

        /** Appends to {@link KubeconfigGeneratorSpec#groups()}. */
        public Builder addGroup(CompoundValue... more) {
            return groups(Frozen.append(build().groups(), List.of(more)));
        }

        /** Appends one to {@link KubeconfigGeneratorSpec#groups()}. */
        public Builder addGroup(Consumer<CompoundValue.Builder> edit) {
            var one = CompoundValue.builder();
            edit.accept(one);
            return addGroup(one.build());
        }
    }
}
