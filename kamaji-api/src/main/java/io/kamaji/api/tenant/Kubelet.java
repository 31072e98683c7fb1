package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** Settings of the tenant's kubelets. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubelet.class)
@JsonDeserialize(as = ImmutableKubelet.class)
public abstract class Kubelet {
    Kubelet() {}

    /**
     * Types of node addresses in the order in which kube-apiserver tries them, at least one and each once, of
     * {@code Hostname}, {@code InternalIP}, {@code ExternalIP}, {@code InternalDNS}, {@code ExternalDNS}; default
     * InternalIP, ExternalIP, Hostname.
     */
    public abstract Optional<List<String>> preferredAddressTypes();

    /** Applied in order to the tenant's KubeletConfiguration; default none. */
    public abstract Optional<List<JsonPatch>> configurationJSONPatches();

    /** Deprecated: {@code systemd} or {@code cgroupfs}; prefer a JSON patch of {@code cgroupDriver}. */
    public abstract Optional<String> cgroupfs();

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

    /** Builds a {@link Kubelet}; not thread-safe. */
    public static class Builder extends ImmutableKubelet.Builder {
        Builder() {}

        /** Appends to {@link Kubelet#preferredAddressTypes()}. */
        public Builder addPreferredAddressType(String... more) {
            return preferredAddressTypes(Frozen.append(build().preferredAddressTypes(), List.of(more)));
        }

        /** Appends to {@link Kubelet#configurationJSONPatches()}. */
        public Builder addConfigurationJsonPatch(JsonPatch... more) {
            return configurationJSONPatches(Frozen.append(build().configurationJSONPatches(), List.of(more)));
        }

        /** Appends one to {@link Kubelet#configurationJSONPatches()}. */
        public Builder addConfigurationJsonPatch(Consumer<JsonPatch.Builder> edit) {
            var one = JsonPatch.builder();
            edit.accept(one);
            return addConfigurationJsonPatch(one.build());
        }
    }
}
