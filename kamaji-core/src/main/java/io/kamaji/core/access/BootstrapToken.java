package io.kamaji.core.access;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A bootstrap token of a tenant: for a while, whoever has it may ask for a node's certificate. Immutable; its text form
 * shows the id, never the secret. Source: Kubernetes' {@code bootstrap.kubernetes.io/token} Secrets.
 *
 * @param id six of {@code a-z0-9}; public
 * @param secret sixteen of {@code a-z0-9}
 * @param expiration when it ends, in whole seconds; empty: never
 * @param groups that its bearer is in besides {@code system:bootstrappers}
 */
public record BootstrapToken(
        String id,
        String secret,
        Optional<Instant> expiration,
        Set<Usage> usages,
        String description,
        List<String> groups) {
    static final String NAMESPACE = "kube-system";
    static final String TYPE = "bootstrap.kubernetes.io/token";

    /** The group that kubeadm's RBAC is for. */
    public static final String DEFAULT_GROUP = "system:bootstrappers:kubeadm:default-node-token";

    private static final Pattern ID = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern SECRET = Pattern.compile("[a-z0-9]{16}");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    /** What a token is good for. */
    public enum Usage {
        /** Its bearer is let in. */
        AUTHENTICATION("usage-bootstrap-authentication"),
        /** It proves to a joining node that {@code cluster-info} is its cluster's. */
        SIGNING("usage-bootstrap-signing");

        private final String key;

        Usage(String key) {
            this.key = key;
        }
    }

    /** @throws IllegalArgumentException for another form of id, secret or group; the message holds no secret */
    public BootstrapToken {
        usages = Set.copyOf(usages);
        groups = List.copyOf(groups);
        expiration = expiration.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        require(ID.matcher(id).matches(), "the id of a bootstrap token is six of a-z0-9");
        require(SECRET.matcher(secret).matches(), "the secret of a bootstrap token is sixteen of a-z0-9");
        groups.forEach(group ->
                require(GROUP.matcher(group).matches(), "'" + group + "' is no group of bootstrappers: " + GROUP));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** {@code id.secret}, as kubeadm and kubectl take it. */
    public String token() {
        return id + "." + secret;
    }

    /** Whether it is over by then; the tenant's controller manager deletes it some time after. */
    public boolean isExpired(Instant now) {
        return expiration.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** The Secret that a token is. */
    static ObjectRef ref(String id) {
        return ResourceTypes.SECRET.ref(NAMESPACE, "bootstrap-token-" + id);
    }

    JsonObject toSecret() {
        var object =
                Manifests.of(ref(id)).with("type", TYPE).data("token-id", id).data("token-secret", secret);
        expiration.ifPresent(end -> object.data("expiration", end.toString()));
        usages.forEach(usage -> object.data(usage.key, "true"));
        if (!description.isEmpty()) {
            object.data("description", description);
        }
        if (!groups.isEmpty()) {
            object.data("auth-extra-groups", String.join(",", groups));
        }
        return object.build();
    }

    /** Empty for a Secret that Kubernetes does not take for a token either. */
    static Optional<BootstrapToken> parse(JsonObject object) {
        if (!object.text("type").equals(Optional.of(TYPE))) {
            return Optional.empty();
        }
        try {
            var id = text(object, "token-id").orElse("");
            var token = new BootstrapToken(
                    id,
                    text(object, "token-secret").orElse(""),
                    text(object, "expiration").map(Instant::parse),
                    usages(object),
                    text(object, "description").orElse(""),
                    text(object, "auth-extra-groups")
                            .map(groups -> List.of(groups.split(",")))
                            .orElse(List.of()));
            return Optional.of(token)
                    .filter(it -> object.text("metadata", "name")
                            .equals(Optional.of(ref(it.id).name())));
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static Set<Usage> usages(JsonObject object) {
        var usages = EnumSet.noneOf(Usage.class);
        for (var usage : Usage.values()) {
            text(object, usage.key).filter("true"::equals).ifPresent(yes -> usages.add(usage));
        }
        return usages;
    }

    private static Optional<String> text(JsonObject object, String key) {
        return object.text("data", key)
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        var parts = new ArrayList<>(
                List.of(id, expiration.map(end -> "until " + end).orElse("for ever")));
        parts.add(usages.stream().map(Enum::name).sorted().toList().toString());
        if (!description.isEmpty()) {
            parts.add(description);
        }
        return "BootstrapToken[" + String.join(", ", parts) + "]";
    }
}
