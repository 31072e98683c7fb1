package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** SQLite beside the API server (not part of the reference): no server, at most one replica. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableSqliteSpec.class)
@JsonDeserialize(as = ImmutableSqliteSpec.class)
public abstract class SqliteSpec {
    SqliteSpec() {}

    /** {@code emptyDir} (tests only: a rollout loses all data) or {@code persistentVolumeClaim}; default the latter. */
    public abstract Optional<String> volume();

    /** Storage class of the claim; absent: the admin cluster's default. */
    public abstract Optional<String> storageClassName();

    /** Size of the claim in bytes, a quantity such as {@code 500Mi}; default {@code 1Gi}. */
    public abstract Optional<String> size();

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

    /** Builds a {@link SqliteSpec}; not thread-safe. */
    public static class Builder extends ImmutableSqliteSpec.Builder {
        Builder() {}
    }
}
