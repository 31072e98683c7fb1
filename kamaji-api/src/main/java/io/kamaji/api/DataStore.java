package io.kamaji.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.datastore.DataStoreSpec;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.api.datastore.SqliteSpec;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** A datastore: the cluster-scoped custom resource {@code DataStore} of {@code kamaji.clastix.io/v1alpha1}. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDataStore.class)
@JsonDeserialize(as = ImmutableDataStore.class)
public abstract class DataStore implements CustomResource {
    DataStore() {}

    /** Name and the rest. */
    @Value.Default
    public ObjectMetadata metadata() {
        return ObjectMetadata.builder().build();
    }

    /** What it is. */
    @Value.Default
    public DataStoreSpec spec() {
        return DataStoreSpec.builder().build();
    }

    /** What was observed. */
    public abstract Optional<DataStoreStatus> status();

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
    public static DataStore parse(String yamlOrJson) {
        return parse(yamlOrJson, UnknownFields.KEEP);
    }

    /** As {@link #parse(String)}, with a choice what becomes of members that this version does not know. */
    public static DataStore parse(String yamlOrJson, UnknownFields unknown) {
        return ResourceKind.DATA_STORE.parse(yamlOrJson, unknown);
    }

    /** As {@link #parse(String)}, from a document that was read already. */
    public static DataStore of(JsonObject document) {
        return ResourceKind.DATA_STORE.parse(document, UnknownFields.KEEP);
    }

    /**
     * As {@link #of(JsonObject)} of an object that an API server holds, whatever version wrote it: what does not fit is left out,
     * and what is required but missing is empty, so that {@link #validate()} tells of it.
     */
    public static DataStore stored(JsonObject object) {
        return ResourceKind.DATA_STORE.stored(object);
    }

    @Override
    public JsonObject toJsonObject() {
        return ResourceKind.DATA_STORE.toJsonObject(this);
    }

    @Override
    public JsonObject toCustomResource() {
        return ResourceKind.DATA_STORE.toCustomResource(this);
    }

    @Override
    public List<Violation> validate() {
        return ResourceKind.DATA_STORE.validate(this);
    }

    /**
     * As {@link #validate()}, for a datastore that is given in code: its driver is one of those at hand, where a custom
     * resource names one of the CRD's list.
     *
     * @param drivers names of the drivers
     */
    public List<Violation> validate(Collection<String> drivers) {
        var found = new ArrayList<>(validate());
        found.removeIf(violation -> violation.path().equals("spec.driver"));
        if (!drivers.contains(spec().driver())) {
            found.add(new Violation(
                    "spec.driver", JsonValue.of(spec().driver()), "there is no such driver, only " + drivers));
        }
        return List.copyOf(found);
    }

    /** As {@link #validate()}, for an update of the given object: with the rules about what may not change. */
    public List<Violation> validateUpdate(DataStore old) {
        return ResourceKind.DATA_STORE.validateUpdate(this, old);
    }

    @Override
    public List<Violation> warnings() {
        return ResourceKind.DATA_STORE.warnings(this);
    }

    /**
     * This value, if it is valid.
     *
     * @throws InvalidSpecException with all of {@link #validate()}
     */
    public DataStore requireValid() {
        return ResourceKind.DATA_STORE.requireValid(this);
    }

    /** This value with the CRD's defaults applied. */
    public DataStore effective() {
        return ResourceKind.DATA_STORE.withDefaults(this);
    }

    /** A builder for an etcd datastore, each endpoint {@code host:port}; its {@code build()} validates. */
    public static Builder etcd(String name, String... endpoints) {
        return named(name, "etcd").spec(spec -> spec.endpoints(List.of(endpoints)));
    }

    /** A builder for a PostgreSQL datastore, each endpoint {@code host:port}; its {@code build()} validates. */
    public static Builder postgresql(String name, String... endpoints) {
        return named(name, "PostgreSQL").spec(spec -> spec.endpoints(List.of(endpoints)));
    }

    /** A builder for a MySQL datastore, each endpoint {@code host:port}; its {@code build()} validates. */
    public static Builder mysql(String name, String... endpoints) {
        return named(name, "MySQL").spec(spec -> spec.endpoints(List.of(endpoints)));
    }

    /** A builder for a NATS datastore, each endpoint {@code host:port}; its {@code build()} validates. */
    public static Builder nats(String name, String... endpoints) {
        return named(name, "NATS").spec(spec -> spec.endpoints(List.of(endpoints)));
    }

    /** A builder for SQLite beside the API server, on a claim of 1Gi; its {@code build()} validates. */
    public static Builder sqlite(String name) {
        return sqlite(name, sqlite -> {});
    }

    /** A builder for SQLite beside the API server; its {@code build()} validates. */
    public static Builder sqlite(String name, Consumer<SqliteSpec.Builder> edit) {
        return named(name, "SQLite").spec(spec -> spec.sqlite(edit));
    }

    private static Builder named(String name, String driver) {
        return new Builder(true).metadata(metadata -> metadata.name(name)).spec(spec -> spec.driver(driver));
    }

    /** A builder with nothing set; its {@code build()} does not validate, so that any document can be built. */
    public static Builder builder() {
        return new Builder(false);
    }

    /** A builder with all of this set; its {@code build()} does not validate. */
    public Builder toBuilder() {
        return new Builder(false).from(this);
    }

    /** Builds a {@link DataStore}; not thread-safe. */
    public static class Builder extends ImmutableDataStore.Builder implements DataStoreShortcuts {
        private final boolean validating;

        Builder() {
            this(false);
        }

        private Builder(boolean validating) {
            this.validating = validating;
        }

        /** Edits {@link DataStore#metadata()}, starting from what is set. */
        public Builder metadata(Consumer<ObjectMetadata.Builder> edit) {
            var part = super.build().metadata().toBuilder();
            edit.accept(part);
            return metadata(part.build());
        }

        @Override
        public Builder spec(Consumer<DataStoreSpec.Builder> edit) {
            var part = super.build().spec().toBuilder();
            edit.accept(part);
            return spec(part.build());
        }

        /** Edits {@link DataStore#status()}, starting from what is set. */
        public Builder status(Consumer<DataStoreStatus.Builder> edit) {
            var part = super.build().status().map(DataStoreStatus::toBuilder).orElseGet(DataStoreStatus::builder);
            edit.accept(part);
            return status(part.build());
        }

        /**
         * The value.
         *
         * @throws InvalidSpecException with every violation, if this builder came from a method that names a driver
         */
        @Override
        public DataStore build() {
            var store = super.build();
            return validating ? store.requireValid() : store;
        }
    }
}
