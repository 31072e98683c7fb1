package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A kubeconfig of a tenant was made for somebody; it can't be revoked.
 *
 * @param user as the tenant's API will know them
 * @param expires when it is no longer good
 * @param by who asked for it, if that was said
 */
public record KubeconfigHandedOut(
        ObjectRef tenant, Instant at, String user, List<String> groups, Instant expires, Optional<String> by)
        implements KamajiEvent {
    public KubeconfigHandedOut {
        groups = List.copyOf(groups);
    }

    /** The same as an Event of Kubernetes tells it. */
    public Transition transition() {
        var note = "for user " + user + " of " + (groups.isEmpty() ? "no group" : "groups " + String.join(", ", groups))
                + ", good until " + expires
                + by.map(who -> ", asked for by " + who).orElse("");
        return Transition.normal("KubeconfigHandedOut", "HandOut", note);
    }
}
