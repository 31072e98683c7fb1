package io.kamaji.core.access;

import io.kamaji.core.access.BootstrapToken.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a new bootstrap token is to be. Immutable; {@link #builder()} starts from the {@link #defaults()}. */
public final class TokenRequest {
    private static final TokenRequest DEFAULTS = builder().build();

    private final Optional<Duration> ttl;
    private final Set<Usage> usages;
    private final String description;
    private final List<String> groups;

    private TokenRequest(Builder builder) {
        ttl = builder.ttl;
        usages = builder.usages;
        description = builder.description;
        groups = builder.groups;
    }

    /** kubeadm's: good for a day, for authentication and signing, in {@link BootstrapToken#DEFAULT_GROUP}. */
    public static TokenRequest defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        var builder = builder().description(description);
        builder.ttl = ttl;
        builder.usages = usages;
        builder.groups = groups;
        return builder;
    }

    /** How long the token is good; empty: for ever. */
    public Optional<Duration> ttl() {
        return ttl;
    }

    public Set<Usage> usages() {
        return usages;
    }

    /** For people; may be empty. */
    public String description() {
        return description;
    }

    public List<String> groups() {
        return groups;
    }

    @Override
    public String toString() {
        return "TokenRequest[ttl=" + ttl.map(Duration::toString).orElse("none") + ", usages=" + usages
                + ", description=" + description + ", groups=" + groups + "]";
    }

    /** Builds a {@link TokenRequest}; not thread-safe. */
    public static final class Builder {
        private Optional<Duration> ttl = Optional.of(Duration.ofHours(24));
        private Set<Usage> usages = Set.of(Usage.AUTHENTICATION, Usage.SIGNING);
        private String description = "";
        private List<String> groups = List.of(BootstrapToken.DEFAULT_GROUP);

        private Builder() {}

        /** Default: 24 h. At least a second. */
        public Builder ttl(Duration value) {
            ttl = Optional.of(value);
            return this;
        }

        /** The token never ends by itself: revoke it. */
        public Builder withoutExpiration() {
            ttl = Optional.empty();
            return this;
        }

        /** In place of those that are set; groups go where authentication does. */
        public Builder usages(Usage... values) {
            usages = Set.of(values);
            groups = usages.contains(Usage.AUTHENTICATION) ? groups : List.of();
            return this;
        }

        /** Default: none. */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /** In place of those that are set; each begins with {@code system:bootstrappers:}. */
        public Builder groups(String... values) {
            groups = List.of(values);
            return this;
        }

        /** @throws IllegalArgumentException for a time that is over at once, no usage, or groups without authentication */
        public TokenRequest build() {
            if (ttl.filter(time -> time.compareTo(Duration.ofSeconds(1)) < 0).isPresent()) {
                throw new IllegalArgumentException("a token must be good for at least a second, not " + ttl.get());
            }
            if (usages.isEmpty()) {
                throw new IllegalArgumentException("a token must be good for something");
            }
            if (!groups.isEmpty() && !usages.contains(Usage.AUTHENTICATION)) {
                throw new IllegalArgumentException("groups are of a token that authenticates");
            }
            return new TokenRequest(this);
        }
    }
}
