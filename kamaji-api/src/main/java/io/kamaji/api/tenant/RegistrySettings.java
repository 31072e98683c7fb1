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

/** Where the control plane's images come from: {@code <registry>/<image>:<version><tagSuffix>}. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableRegistrySettings.class)
@JsonDeserialize(as = ImmutableRegistrySettings.class)
public abstract class RegistrySettings {
    RegistrySettings() {}

    /** Registry, and possibly a path in it; default {@code registry.k8s.io}. */
    public abstract Optional<String> registry();

    /** Name of the image of kube-apiserver; default {@code kube-apiserver}. */
    public abstract Optional<String> apiServerImage();

    /** Name of the image of kube-controller-manager; default {@code kube-controller-manager}. */
    public abstract Optional<String> controllerManagerImage();

    /** Name of the image of kube-scheduler; default {@code kube-scheduler}. */
    public abstract Optional<String> schedulerImage();

    /** Appended to the tag as it is; default nothing. */
    public abstract Optional<String> tagSuffix();

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

    /** Builds a {@link RegistrySettings}; not thread-safe. */
    public static class Builder extends ImmutableRegistrySettings.Builder {
        Builder() {}
    }
}
