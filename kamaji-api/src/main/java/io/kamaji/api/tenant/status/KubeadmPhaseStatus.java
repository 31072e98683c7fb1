package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** kubeadm phases that ran in the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubeadmPhaseStatus.class)
@JsonDeserialize(as = ImmutableKubeadmPhaseStatus.class)
public abstract class KubeadmPhaseStatus {
    KubeadmPhaseStatus() {}

    /** The bootstrap-token phase. */
    @Value.Default
    public PhaseStatus bootstrapToken() {
        return PhaseStatus.builder().build();
    }

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

    /** Builds a {@link KubeadmPhaseStatus}; not thread-safe. */
    public static class Builder extends ImmutableKubeadmPhaseStatus.Builder {
        Builder() {}

        /** Edits {@link KubeadmPhaseStatus#bootstrapToken()}, starting from what is set. */
        public Builder bootstrapToken(Consumer<PhaseStatus.Builder> edit) {
            var part = build().bootstrapToken().toBuilder();
            edit.accept(part);
            return bootstrapToken(part.build());
        }
    }
}
