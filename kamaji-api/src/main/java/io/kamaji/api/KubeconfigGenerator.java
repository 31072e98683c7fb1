package io.kamaji.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorSpec;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorStatus;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** A kubeconfig generator: the cluster-scoped custom resource {@code KubeconfigGenerator} of {@code kamaji.clastix.io/v1alpha1}. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubeconfigGenerator.class)
@JsonDeserialize(as = ImmutableKubeconfigGenerator.class)
public abstract class KubeconfigGenerator implements CustomResource {
    KubeconfigGenerator() {}

    /** Name and the rest. */
    @Value.Default
    public ObjectMetadata metadata() {
        return ObjectMetadata.builder().build();
    }

    /** What it is to make. */
    @Value.Default
    public KubeconfigGeneratorSpec spec() {
        return KubeconfigGeneratorSpec.builder().build();
    }

    /** What was observed. */
    public abstract Optional<KubeconfigGeneratorStatus> status();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /**
     * Reads one YAML or JSON document, keeping members that this version does not know. The shape is checked, and nothing else:
     * ask {@link #validate()} for the rest.
     *
     * @throws IllegalArgumentException if the text is neither YAML nor JSON
     * @throws InvalidSpecException if it is not of this kind, with every wrong type and missing member, path and value each
     */
    public static KubeconfigGenerator parse(String yamlOrJson) {
        return parse(yamlOrJson, UnknownFields.KEEP);
    }

    /** As {@link #parse(String)}, with a choice what becomes of members that this version does not know. */
    public static KubeconfigGenerator parse(String yamlOrJson, UnknownFields unknown) {
        return ResourceKind.KUBECONFIG_GENERATOR.parse(yamlOrJson, unknown);
    }

    /** As {@link #parse(String)}, from a document that was read already. */
    public static KubeconfigGenerator of(JsonObject document) {
        return ResourceKind.KUBECONFIG_GENERATOR.parse(document, UnknownFields.KEEP);
    }

    /**
     * As {@link #of(JsonObject)} of an object that an API server holds, whatever version wrote it: what does not fit is left out,
     * and what is required but missing is empty, so that {@link #validate()} tells of it.
     */
    public static KubeconfigGenerator stored(JsonObject object) {
        return ResourceKind.KUBECONFIG_GENERATOR.stored(object);
    }

    @Override
    public JsonObject toJsonObject() {
        return ResourceKind.KUBECONFIG_GENERATOR.toJsonObject(this);
    }

    @Override
    public JsonObject toCustomResource() {
        return ResourceKind.KUBECONFIG_GENERATOR.toCustomResource(this);
    }

    @Override
    public List<Violation> validate() {
        return ResourceKind.KUBECONFIG_GENERATOR.validate(this);
    }

    /** As {@link #validate()}, for an update of the given object: with the rules about what may not change. */
    public List<Violation> validateUpdate(KubeconfigGenerator old) {
        return ResourceKind.KUBECONFIG_GENERATOR.validateUpdate(this, old);
    }

    @Override
    public List<Violation> warnings() {
        return ResourceKind.KUBECONFIG_GENERATOR.warnings(this);
    }

    /**
     * This value, if it is valid.
     *
     * @throws InvalidSpecException with all of {@link #validate()}
     */
    public KubeconfigGenerator requireValid() {
        return ResourceKind.KUBECONFIG_GENERATOR.requireValid(this);
    }

    /** This value with the CRD's defaults applied. */
    public KubeconfigGenerator effective() {
        return ResourceKind.KUBECONFIG_GENERATOR.withDefaults(this);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link KubeconfigGenerator}; not thread-safe. */
    public static class Builder extends ImmutableKubeconfigGenerator.Builder {
        Builder() {}

        /** Edits {@link KubeconfigGenerator#metadata()}, starting from what is set. */
        public Builder metadata(Consumer<ObjectMetadata.Builder> edit) {
            var part = build().metadata().toBuilder();
            edit.accept(part);
            return metadata(part.build());
        }

        /** Edits {@link KubeconfigGenerator#spec()}, starting from what is set. */
        public Builder spec(Consumer<KubeconfigGeneratorSpec.Builder> edit) {
            var part = build().spec().toBuilder();
            edit.accept(part);
            return spec(part.build());
        }

        /** Edits {@link KubeconfigGenerator#status()}, starting from what is set. */
        public Builder status(Consumer<KubeconfigGeneratorStatus.Builder> edit) {
            var part = build().status()
                    .map(KubeconfigGeneratorStatus::toBuilder)
                    .orElseGet(KubeconfigGeneratorStatus::builder);
            edit.accept(part);
            return status(part.build());
        }
    }
}
