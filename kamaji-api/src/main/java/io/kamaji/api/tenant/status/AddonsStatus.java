package io.kamaji.api.tenant.status;

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

/** Add-ons of the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAddonsStatus.class)
@JsonDeserialize(as = ImmutableAddonsStatus.class)
public abstract class AddonsStatus {
    AddonsStatus() {}

    /** CoreDNS. */
    public abstract Optional<AddonStatus> coreDNS();

    /** kube-proxy. */
    public abstract Optional<AddonStatus> kubeProxy();

    /** konnectivity. */
    public abstract Optional<KonnectivityStatus> konnectivity();

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

    /** Builds a {@link AddonsStatus}; not thread-safe. */
    public static class Builder extends ImmutableAddonsStatus.Builder {
        Builder() {}

        /** Edits {@link AddonsStatus#coreDNS()}, starting from what is set. */
        public Builder coreDNS(Consumer<AddonStatus.Builder> edit) {
            var part = build().coreDNS().map(AddonStatus::toBuilder).orElseGet(AddonStatus::builder);
            edit.accept(part);
            return coreDNS(part.build());
        }

        /** Edits {@link AddonsStatus#kubeProxy()}, starting from what is set. */
        public Builder kubeProxy(Consumer<AddonStatus.Builder> edit) {
            var part = build().kubeProxy().map(AddonStatus::toBuilder).orElseGet(AddonStatus::builder);
            edit.accept(part);
            return kubeProxy(part.build());
        }

        /** Edits {@link AddonsStatus#konnectivity()}, starting from what is set. */
        public Builder konnectivity(Consumer<KonnectivityStatus.Builder> edit) {
            var part = build().konnectivity().map(KonnectivityStatus::toBuilder).orElseGet(KonnectivityStatus::builder);
            edit.accept(part);
            return konnectivity(part.build());
        }
    }
}
