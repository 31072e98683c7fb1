package io.kamaji.core.access;

import io.kamaji.core.access.BootstrapToken.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a new bootstrap token is to be. Immutable; each {@code with…} gives a new value. Defaults are kubeadm's: good for a
 * day, for authentication and signing, in {@link BootstrapToken#DEFAULT_GROUP}.
 *
 * @param ttl how long it is good; empty: for ever
 * @param description for people; may be empty
 */
public record TokenRequest(Optional<Duration> ttl, Set<Usage> usages, String description, List<String> groups) {
    private static final TokenRequest STANDARD = new TokenRequest(
            Optional.of(Duration.ofHours(24)),
            Set.of(Usage.AUTHENTICATION, Usage.SIGNING),
            "",
            List.of(BootstrapToken.DEFAULT_GROUP));

    /** @throws IllegalArgumentException for a time that is over at once, no usage, or groups without authentication */
    public TokenRequest {
        usages = Set.copyOf(usages);
        groups = List.copyOf(groups);
        if (ttl.filter(time -> time.compareTo(Duration.ofSeconds(1)) < 0).isPresent()) {
            throw new IllegalArgumentException("a token must be good for at least a second, not " + ttl.get());
        }
        if (usages.isEmpty()) {
            throw new IllegalArgumentException("a token must be good for something");
        }
        if (!groups.isEmpty() && !usages.contains(Usage.AUTHENTICATION)) {
            throw new IllegalArgumentException("groups are of a token that authenticates");
        }
    }

    /** The defaults. */
    public static TokenRequest defaults() {
        return STANDARD;
    }

    public TokenRequest withTtl(Duration value) {
        return new TokenRequest(Optional.of(value), usages, description, groups);
    }

    /** Never ends by itself: revoke it. */
    public TokenRequest withoutExpiration() {
        return new TokenRequest(Optional.empty(), usages, description, groups);
    }

    /** In place of those that are set; groups go where authentication does. */
    public TokenRequest withUsages(Usage... values) {
        var set = Set.of(values);
        return new TokenRequest(ttl, set, description, set.contains(Usage.AUTHENTICATION) ? groups : List.of());
    }

    public TokenRequest withDescription(String value) {
        return new TokenRequest(ttl, usages, value, groups);
    }

    /** In place of those that are set; each begins with {@code system:bootstrappers:}. */
    public TokenRequest withGroups(String... values) {
        return new TokenRequest(ttl, usages, description, List.of(values));
    }
}
