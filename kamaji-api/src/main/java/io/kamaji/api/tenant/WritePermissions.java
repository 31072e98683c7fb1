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

/**
 * Writes to the tenant's API that are refused to its users, with HTTP 403 and the reason. Immutable and thread-safe.
 *
 * <p>What goes on: reads and watches; all in {@code kube-system}; what the control plane, kubelets and add-ons write, so
 * that a lost pod is replaced and a node can join; what stores nothing, such as reviews and tokens; certificate signing
 * requests; updates of leases and of {@code status}; updates of what is being deleted. A scale is an update, an eviction a
 * deletion. With {@code blockCreation} alone a Deployment can still be scaled, and gets its pods.
 *
 * <p>This is for users who play along. It is kept by an admission policy in the tenant, which a cluster administrator of the
 * tenant can take away, or evade by impersonation; a pass puts it back. What nobody in the tenant can undo is the freeze of
 * its datastore ({@code Freezable} of kamaji-datastore), and that stops the control plane's own writes as well.
 */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableWritePermissions.class)
@JsonDeserialize(as = ImmutableWritePermissions.class)
public abstract class WritePermissions {
    WritePermissions() {}

    /** Block CREATE; default false. */
    public abstract Optional<Boolean> blockCreation();

    /** Block UPDATE; default false. */
    public abstract Optional<Boolean> blockUpdate();

    /** Block DELETE; default false. */
    public abstract Optional<Boolean> blockDeletion();

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

    /** Builds a {@link WritePermissions}; not thread-safe. */
    public static class Builder extends ImmutableWritePermissions.Builder {
        Builder() {}
    }
}
