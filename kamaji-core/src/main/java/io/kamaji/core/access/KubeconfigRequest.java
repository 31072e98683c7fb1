package io.kamaji.core.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kubeconfig is to be that is made for somebody. Immutable.
 *
 * @param user as the tenant's API will know them
 * @param groups likewise; {@code kubeadm:cluster-admins} may do everything
 * @param life how long it is good, at least a second; never longer than the tenant's CA
 * @param by who asks for it, as the host application knows them; told with it, and no part of it
 */
public record KubeconfigRequest(String user, List<String> groups, Duration life, Optional<String> by) {
    public KubeconfigRequest {
        groups = List.copyOf(groups);
    }

    /** Of nobody in particular. */
    public static KubeconfigRequest of(String user, List<String> groups, Duration life) {
        return new KubeconfigRequest(user, groups, life, Optional.empty());
    }

    /** The same, asked for by somebody. */
    public KubeconfigRequest by(String who) {
        return new KubeconfigRequest(user, groups, life, Optional.of(who));
    }
}
