package io.kamaji.api.datastore;

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

/** Where tenants keep their state. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDataStoreSpec.class)
@JsonDeserialize(as = ImmutableDataStoreSpec.class)
public abstract class DataStoreSpec {
    DataStoreSpec() {}

    /** {@code etcd}, {@code MySQL}, {@code PostgreSQL}, {@code NATS} or {@code SQLite}; required and immutable. */
    @Value.Default
    public String driver() {
        return "";
    }

    /** At least one {@code host:port}, without a scheme; none with SQLite. */
    public abstract Optional<List<String>> endpoints();

    /**
     * Administrator's user name and password; required without {@link #tlsConfig()}, except with etcd and SQLite; none with
     * SQLite.
     */
    public abstract Optional<BasicAuth> basicAuth();

    /** CA and client certificate; required with etcd, none with SQLite. */
    public abstract Optional<TlsConfig> tlsConfig();

    /** The volume of the file, only with SQLite; absent: all of its defaults. */
    public abstract Optional<SqliteSpec> sqlite();

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

    /** Builds a {@link DataStoreSpec}; not thread-safe. */
    public static class Builder extends ImmutableDataStoreSpec.Builder {
        Builder() {}

        /** Appends to {@link DataStoreSpec#endpoints()}. */
        public Builder addEndpoint(String... more) {
            return endpoints(Frozen.append(build().endpoints(), List.of(more)));
        }

        /** Edits {@link DataStoreSpec#basicAuth()}, starting from what is set. */
        public Builder basicAuth(Consumer<BasicAuth.Builder> edit) {
            var part = build().basicAuth().map(BasicAuth::toBuilder).orElseGet(BasicAuth::builder);
            edit.accept(part);
            return basicAuth(part.build());
        }

        /** Edits {@link DataStoreSpec#tlsConfig()}, starting from what is set. */
        public Builder tlsConfig(Consumer<TlsConfig.Builder> edit) {
            var part = build().tlsConfig().map(TlsConfig::toBuilder).orElseGet(TlsConfig::builder);
            edit.accept(part);
            return tlsConfig(part.build());
        }

        /** Edits {@link DataStoreSpec#sqlite()}, starting from what is set. */
        public Builder sqlite(Consumer<SqliteSpec.Builder> edit) {
            var part = build().sqlite().map(SqliteSpec::toBuilder).orElseGet(SqliteSpec::builder);
            edit.accept(part);
            return sqlite(part.build());
        }
    }
}
