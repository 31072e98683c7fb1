package io.kamaji.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.value.Violation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** A tenant control plane: the custom resource {@code TenantControlPlane} of {@code kamaji.clastix.io/v1alpha1}. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableTenantControlPlane.class)
@JsonDeserialize(as = ImmutableTenantControlPlane.class)
public abstract class TenantControlPlane implements CustomResource {
    TenantControlPlane() {}

    /** Name, namespace and the rest. */
    @Value.Default
    public ObjectMetadata metadata() {
        return ObjectMetadata.builder().build();
    }

    /** What it is to be. */
    @Value.Default
    public TenantControlPlaneSpec spec() {
        return TenantControlPlaneSpec.builder().build();
    }

    /** What was observed. */
    public abstract Optional<TenantControlPlaneStatus> status();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /**
     * What its annotations set; empty if they say nothing of it.
     *
     * @throws IllegalArgumentException if it can't be read, which {@link #validate()} tells
     */
    public <T> Optional<T> setting(Setting<T> setting) {
        return setting.of(metadata().annotations().orElse(Map.of()));
    }

    /**
     * Reads one YAML or JSON document, keeping members that this version does not know. The shape is checked, and nothing else:
     * ask {@link #validate()} for the rest.
     *
     * @throws IllegalArgumentException if the text is neither YAML nor JSON
     * @throws InvalidSpecException if it is not of this kind, with every wrong type and missing member, path and value each
     */
    public static TenantControlPlane parse(String yamlOrJson) {
        return parse(yamlOrJson, UnknownFields.KEEP);
    }

    /** As {@link #parse(String)}, with a choice what becomes of members that this version does not know. */
    public static TenantControlPlane parse(String yamlOrJson, UnknownFields unknown) {
        return ResourceKind.TENANT_CONTROL_PLANE.parse(yamlOrJson, unknown);
    }

    /** As {@link #parse(String)}, from a document that was read already. */
    public static TenantControlPlane of(JsonObject document) {
        return ResourceKind.TENANT_CONTROL_PLANE.parse(document, UnknownFields.KEEP);
    }

    /**
     * As {@link #of(JsonObject)} of an object that an API server holds, whatever version wrote it: what does not fit is left out,
     * and what is required but missing is empty, so that {@link #validate()} tells of it.
     */
    public static TenantControlPlane stored(JsonObject object) {
        return ResourceKind.TENANT_CONTROL_PLANE.stored(object);
    }

    // A pass asks for it a dozen times, and for effective() too: each is made once for a value.
    @Override
    @Value.Lazy
    @JsonIgnore
    public JsonObject toJsonObject() {
        return ResourceKind.TENANT_CONTROL_PLANE.toJsonObject(this);
    }

    @Override
    public JsonObject toCustomResource() {
        return ResourceKind.TENANT_CONTROL_PLANE.toCustomResource(this);
    }

    @Override
    public List<Violation> validate() {
        return ResourceKind.TENANT_CONTROL_PLANE.validate(this);
    }

    /** As {@link #validate()}, for an update of the given object: with the rules about what may not change. */
    public List<Violation> validateUpdate(TenantControlPlane old) {
        return ResourceKind.TENANT_CONTROL_PLANE.validateUpdate(this, old);
    }

    @Override
    public List<Violation> warnings() {
        return ResourceKind.TENANT_CONTROL_PLANE.warnings(this);
    }

    /**
     * This value, if it is valid.
     *
     * @throws InvalidSpecException with all of {@link #validate()}
     */
    public TenantControlPlane requireValid() {
        return ResourceKind.TENANT_CONTROL_PLANE.requireValid(this);
    }

    /**
     * This value with every default applied, the CRD's and the webhook's: whatever has a default can be read with
     * {@code orElseThrow()}. Datastore, schema and user have none here; they are decided where the tenant's identity is known.
     */
    @Value.Lazy
    @JsonIgnore
    public TenantControlPlane effective() {
        return ResourceKind.TENANT_CONTROL_PLANE.withDefaults(this);
    }

    /**
     * This tenant as it is to be at an instant: without pods while its {@link Settings#SLEEP_SCHEDULE} has it asleep, else itself.
     * So it is, too, with a schedule that can't be read, which {@link #validate()} tells.
     */
    public TenantControlPlane asOf(Instant instant) {
        return Settings.SLEEP_SCHEDULE
                        .readable(metadata().annotations().orElse(Map.of()))
                        .filter(schedule -> schedule.asleepAt(instant))
                        .isPresent()
                ? toBuilder().replicas(0).build()
                : this;
    }

    /**
     * This tenant without the settings that can't be read, which {@link #validate()} tells: for what is to be done whatever they
     * say, such as a deletion.
     */
    public TenantControlPlane withReadableSettings() {
        var given = metadata().annotations().orElse(Map.of());
        var readable = new LinkedHashMap<>(given);
        Settings.ALL.stream()
                .filter(setting -> setting.violation(given).isPresent())
                .map(Setting::key)
                .forEach(readable::remove);
        return readable.size() == given.size()
                ? this
                : toBuilder()
                        .metadata(metadata().toBuilder().annotations(readable).build())
                        .build();
    }

    /**
     * A builder for a new tenant whose {@link Builder#build()} validates: it throws {@link InvalidSpecException} with every
     * violation. Also sets what the CRD wants to be there even if empty.
     */
    public static Builder builder(String namespace, String name) {
        return new Builder(true)
                .metadata(metadata -> metadata.namespace(namespace).name(name));
    }

    /** A builder with nothing set; its {@code build()} does not validate, so that any document can be built. */
    public static Builder builder() {
        return new Builder(false);
    }

    /** A builder with all of this set; its {@code build()} does not validate. */
    public Builder toBuilder() {
        return new Builder(false).from(this);
    }

    /** Builds a {@link TenantControlPlane}; not thread-safe. */
    public static class Builder extends ImmutableTenantControlPlane.Builder
            implements ExposureShortcuts, WorkloadShortcuts, PolicyShortcuts {
        private final boolean validating;

        Builder() {
            this(false);
        }

        private Builder(boolean validating) {
            this.validating = validating;
        }

        /** Edits {@link TenantControlPlane#metadata()}, starting from what is set. */
        public Builder metadata(Consumer<ObjectMetadata.Builder> edit) {
            var part = super.build().metadata().toBuilder();
            edit.accept(part);
            return metadata(part.build());
        }

        @Override
        public Builder spec(Consumer<TenantControlPlaneSpec.Builder> edit) {
            var part = super.build().spec().toBuilder();
            edit.accept(part);
            return spec(part.build());
        }

        /** Edits {@link TenantControlPlane#status()}, starting from what is set. */
        public Builder status(Consumer<TenantControlPlaneStatus.Builder> edit) {
            var part = super.build()
                    .status()
                    .map(TenantControlPlaneStatus::toBuilder)
                    .orElseGet(TenantControlPlaneStatus::builder);
            edit.accept(part);
            return status(part.build());
        }

        /** Sets a label. */
        public Builder label(String key, String value) {
            return metadata(metadata -> metadata.putLabel(key, value));
        }

        /** Sets an annotation. */
        public Builder annotation(String key, String value) {
            return metadata(metadata -> metadata.putAnnotation(key, value));
        }

        @Override
        public <T> Builder setting(Setting<T> setting, T value) {
            return annotation(setting.key(), setting.write(value));
        }

        /**
         * The value.
         *
         * @throws InvalidSpecException with every violation, if this builder came from {@link #builder(String, String)}
         */
        @Override
        public TenantControlPlane build() {
            var tenant = super.build();
            return validating ? tenant.requireValid() : tenant;
        }
    }
}
