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

/** What a tenant control plane is to be. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableTenantControlPlaneSpec.class)
@JsonDeserialize(as = ImmutableTenantControlPlaneSpec.class)
public abstract class TenantControlPlaneSpec {
    TenantControlPlaneSpec() {}

    /** Name of the datastore; absent: the default one; another one later on is a migration. */
    public abstract Optional<String> dataStore();

    /** Database, key prefix or bucket; absent: decided once from the tenant's identity; immutable. */
    public abstract Optional<String> dataStoreSchema();

    /** User of the datastore; absent: decided once from the tenant's identity; immutable. */
    public abstract Optional<String> dataStoreUsername();

    /** Resources kept in other etcd datastores; default none. */
    public abstract Optional<List<DataStoreOverride>> dataStoreOverrides();

    /** Writes that are blocked; default none. */
    public abstract Optional<WritePermissions> writePermissions();

    /** Kubernetes version, which is required, and what goes with it. */
    @Value.Default
    public KubernetesSpec kubernetes() {
        return KubernetesSpec.builder().build();
    }

    /** Addresses, ports and networks; absent: all of their defaults. */
    public abstract Optional<NetworkProfile> networkProfile();

    /** How the control plane runs and is reached; the type of its Service is required. */
    @Value.Default
    public ControlPlaneSpec controlPlane() {
        return ControlPlaneSpec.builder().build();
    }

    /** What is installed in the tenant; default nothing. */
    public abstract Optional<AddonsSpec> addons();

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

    /** Builds a {@link TenantControlPlaneSpec}; not thread-safe. */
    public static class Builder extends ImmutableTenantControlPlaneSpec.Builder {
        Builder() {}

        /** Appends to {@link TenantControlPlaneSpec#dataStoreOverrides()}. */
        public Builder addDataStoreOverride(DataStoreOverride... more) {
            return dataStoreOverrides(Frozen.append(build().dataStoreOverrides(), List.of(more)));
        }

        /** Appends one to {@link TenantControlPlaneSpec#dataStoreOverrides()}. */
        public Builder addDataStoreOverride(Consumer<DataStoreOverride.Builder> edit) {
            var one = DataStoreOverride.builder();
            edit.accept(one);
            return addDataStoreOverride(one.build());
        }

        /** Edits {@link TenantControlPlaneSpec#writePermissions()}, starting from what is set. */
        public Builder writePermissions(Consumer<WritePermissions.Builder> edit) {
            var part =
                    build().writePermissions().map(WritePermissions::toBuilder).orElseGet(WritePermissions::builder);
            edit.accept(part);
            return writePermissions(part.build());
        }

        /** Edits {@link TenantControlPlaneSpec#kubernetes()}, starting from what is set. */
        public Builder kubernetes(Consumer<KubernetesSpec.Builder> edit) {
            var part = build().kubernetes().toBuilder();
            edit.accept(part);
            return kubernetes(part.build());
        }

        /** Edits {@link TenantControlPlaneSpec#networkProfile()}, starting from what is set. */
        public Builder networkProfile(Consumer<NetworkProfile.Builder> edit) {
            var part = build().networkProfile().map(NetworkProfile::toBuilder).orElseGet(NetworkProfile::builder);
            edit.accept(part);
            return networkProfile(part.build());
        }

        /** Edits {@link TenantControlPlaneSpec#controlPlane()}, starting from what is set. */
        public Builder controlPlane(Consumer<ControlPlaneSpec.Builder> edit) {
            var part = build().controlPlane().toBuilder();
            edit.accept(part);
            return controlPlane(part.build());
        }

        /** Edits {@link TenantControlPlaneSpec#addons()}, starting from what is set. */
        public Builder addons(Consumer<AddonsSpec.Builder> edit) {
            var part = build().addons().map(AddonsSpec::toBuilder).orElseGet(AddonsSpec::builder);
            edit.accept(part);
            return addons(part.build());
        }
    }
}
