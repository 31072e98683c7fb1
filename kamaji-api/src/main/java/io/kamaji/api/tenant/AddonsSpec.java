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

/** What is installed in the tenant; a part that is present, even empty, is enabled. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAddonsSpec.class)
@JsonDeserialize(as = ImmutableAddonsSpec.class)
public abstract class AddonsSpec {
    AddonsSpec() {}

    /** CoreDNS and its image; absent: not installed. */
    public abstract Optional<ImageOverride> coreDNS();

    /** kube-proxy and its image; absent: not installed. */
    public abstract Optional<ImageOverride> kubeProxy();

    /** konnectivity, server and agent; absent: not installed. */
    public abstract Optional<KonnectivitySpec> konnectivity();

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

    /** Builds a {@link AddonsSpec}; not thread-safe. */
    public static class Builder extends ImmutableAddonsSpec.Builder {
        Builder() {}

        /** Edits {@link AddonsSpec#coreDNS()}, starting from what is set. */
        public Builder coreDNS(Consumer<ImageOverride.Builder> edit) {
            var part = build().coreDNS().map(ImageOverride::toBuilder).orElseGet(ImageOverride::builder);
            edit.accept(part);
            return coreDNS(part.build());
        }

        /** Edits {@link AddonsSpec#kubeProxy()}, starting from what is set. */
        public Builder kubeProxy(Consumer<ImageOverride.Builder> edit) {
            var part = build().kubeProxy().map(ImageOverride::toBuilder).orElseGet(ImageOverride::builder);
            edit.accept(part);
            return kubeProxy(part.build());
        }

        /** Edits {@link AddonsSpec#konnectivity()}, starting from what is set. */
        public Builder konnectivity(Consumer<KonnectivitySpec.Builder> edit) {
            var part = build().konnectivity().map(KonnectivitySpec::toBuilder).orElseGet(KonnectivitySpec::builder);
            edit.accept(part);
            return konnectivity(part.build());
        }
    }
}
