package io.kamaji.core.access;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The bootstrap tokens of one tenant. They live in the tenant alone; nothing is kept here, and a connection only for the
 * time of a call. Every call throws {@link ClusterException} if the tenant's API refuses or does not answer. Thread-safe.
 */
public final class JoinTokens {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 6;
    private static final int SECRET_LENGTH = 16;
    private static final int ATTEMPTS = 5;

    private final Supplier<ClusterClient> tenant;
    private final InstantSource clock;
    private final SecureRandom random;

    private JoinTokens(Supplier<ClusterClient> tenant, InstantSource clock, SecureRandom random) {
        this.tenant = tenant;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param tenant opens a client of the tenant's API, which is closed after each call
     * @param clock tells from when a token's time counts
     */
    public static JoinTokens create(Supplier<ClusterClient> tenant, InstantSource clock, SecureRandom random) {
        return new JoinTokens(tenant, clock, random);
    }

    /** A new token with kubeadm's defaults, good for a day. */
    public BootstrapToken create() {
        return create(TokenRequest.defaults());
    }

    /** A new token. */
    public BootstrapToken create(TokenRequest request) {
        return call(client -> {
            for (int attempt = 1; ; attempt++) {
                var token = new BootstrapToken(
                        text(ID_LENGTH),
                        text(SECRET_LENGTH),
                        request.ttl().map(ttl -> clock.instant().plus(ttl)),
                        request.usages(),
                        request.description(),
                        request.groups());
                try {
                    client.create(token.toSecret());
                    return token;
                } catch (ClusterException e) {
                    if (!e.isConflict() || attempt == ATTEMPTS) { // another token has that id
                        throw e;
                    }
                }
            }
        });
    }

    /** All tokens, those that are over included until the tenant has deleted them; by id. What is malformed is left out. */
    public List<BootstrapToken> list() {
        var secrets = ListRequest.of(ResourceTypes.SECRET, BootstrapToken.NAMESPACE, "");
        return call(client -> client.list(secrets).items().stream()
                .flatMap(secret -> BootstrapToken.parse(secret).stream())
                .sorted(Comparator.comparing(BootstrapToken::id))
                .toList());
    }

    /** The token of an id, or empty. */
    public Optional<BootstrapToken> find(String id) {
        return call(client -> client.get(BootstrapToken.ref(id)).flatMap(BootstrapToken::parse));
    }

    /** Ends a token at once; true if it was there. */
    public boolean revoke(String id) {
        return call(client -> client.delete(BootstrapToken.ref(id), Preconditions.NONE));
    }

    private <T> T call(Function<ClusterClient, T> work) {
        try (var client = tenant.get()) {
            return work.apply(client);
        }
    }

    private String text(int length) {
        var text = new StringBuilder();
        random.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.toString();
    }
}
