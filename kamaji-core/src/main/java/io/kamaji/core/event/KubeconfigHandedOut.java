package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;
import java.util.List;

/**
 * A kubeconfig of a tenant was made for somebody; it can't be revoked.
 *
 * @param user as the tenant's API will know them
 * @param expires when it is no longer good
 */
public record KubeconfigHandedOut(ObjectRef tenant, Instant at, String user, List<String> groups, Instant expires)
        implements KamajiEvent {
    public KubeconfigHandedOut {
        groups = List.copyOf(groups);
    }
}
