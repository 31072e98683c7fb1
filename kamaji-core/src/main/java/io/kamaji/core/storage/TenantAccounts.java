package io.kamaji.core.storage;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.render.CorruptSecretException;
import io.kamaji.core.render.internal.Names;
import io.kamaji.datastore.StoreNames;
import io.kamaji.datastore.TenantAccount;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who a tenant is in its store: decided once (spec, else status, else the custom resource's uid, else at random) and from
 * then on read back from Secret {@code <tcp>-datastore-config}.
 */
public final class TenantAccounts {
    private TenantAccounts() {}

    /**
     * The identity that is stored, or a new one.
     *
     * @throws CorruptSecretException if a part is stored and another is not, or can't be read: who the tenant is in its store
     *     can't be decided a second time
     */
    public static TenantAccount of(TenantControlPlane tenant, Optional<JsonObject> secret, SecureRandom random) {
        return secret.filter(stored -> !stored.object("data").isEmpty())
                .map(TenantAccounts::whole)
                .orElseGet(() -> decide(tenant, random));
    }

    private static TenantAccount whole(JsonObject secret) {
        for (var key : List.of("DB_SCHEMA", "DB_USER")) {
            if (text(secret, key).isEmpty()) {
                throw new CorruptSecretException(
                        "Secret " + secret.text("metadata", "name").orElse("") + ": " + key
                                + " is missing; restore it or delete the Secret to have it made anew",
                        ObjectRef.of(secret),
                        null);
            }
        }
        return read(secret).orElseThrow();
    }

    /** The identity that a Secret holds; empty if it lacks any part. */
    public static Optional<TenantAccount> read(JsonObject secret) {
        var schema = text(secret, "DB_SCHEMA");
        var user = text(secret, "DB_USER");
        if (schema.isEmpty() || user.isEmpty()) {
            return Optional.empty();
        }
        var meta = secret.object("metadata");
        var owner = meta.text("annotations", Names.DATA_STORE_OWNER)
                .orElseGet(() -> meta.text("namespace").orElse("") + "/"
                        + meta.text("name").orElse(""));
        var prefix = meta.text("annotations", Names.DATA_STORE_PREFIX).orElse("/" + schema.get());
        return Optional.of(new TenantAccount(
                schema.get(), user.get(), text(secret, "DB_PASSWORD").orElse(""), owner, prefix));
    }

    /**
     * The identity under the prefix where its keys are: kine kept those of the reference's tenants under
     * {@code /registry}, and keys are never renamed. Such a tenant's Secret lacks our annotations until it is taken over.
     */
    public static TenantAccount located(TenantAccount identity, Optional<JsonObject> secret, boolean kine) {
        return kine && secret.isPresent() && dataStore(secret.get()).isEmpty()
                ? new TenantAccount(
                        identity.schema(), identity.username(), identity.password(), identity.owner(), "/registry")
                : identity;
    }

    /** A tenant whose state is in another datastore would start anew on an empty one. */
    public static Optional<Violation> elsewhere(Optional<JsonObject> secret, String named) {
        return secret.flatMap(TenantAccounts::dataStore)
                .filter(stored -> !stored.equals(named))
                .map(stored -> new Violation(
                        "spec.dataStore",
                        JsonValue.of(named),
                        "the tenant's state is in datastore " + stored + ": move it with migrate, or name that one"));
    }

    /** The datastore that a Secret is for; empty for one that the reference made. */
    public static Optional<String> dataStore(JsonObject secret) {
        return secret.text("metadata", "annotations", Names.DATA_STORE);
    }

    private static TenantAccount decide(TenantControlPlane tenant, SecureRandom random) {
        var setup = tenant.status().flatMap(status -> status.storage()).flatMap(storage -> storage.setup());
        var derived = tenant.metadata().uid().map(StoreNames::of).orElseGet(() -> StoreNames.random(random));
        var schema = Given.text(tenant.spec().dataStoreSchema()).or(() -> setup.flatMap(s -> Given.text(s.schema())));
        var user = Given.text(tenant.spec().dataStoreUsername()).or(() -> setup.flatMap(s -> Given.text(s.user())));
        var name = tenant.metadata().namespaceOrDefault() + "/"
                + tenant.metadata().name().orElse("");
        return new TenantAccount(
                schema.orElse(derived.schema()),
                user.orElse(derived.username()),
                StoreNames.password(random),
                name + "/" + StoreNames.password(random));
    }

    /** A value of a Secret, decoded; empty if it is missing or empty. */
    public static Optional<String> text(JsonObject secret, String key) {
        return secret.text("data", key)
                .map(base64 -> decoded(secret, key, base64))
                .filter(text -> !text.isEmpty());
    }

    private static String decoded(JsonObject secret, String key, String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CorruptSecretException(
                    "Secret " + secret.text("metadata", "name").orElse("") + ": " + key + " is not base64",
                    ObjectRef.of(secret),
                    null);
        }
    }
}
