package io.kamaji.datastore;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The names of a tenant in its store: schema and user.
 *
 * <p>Default: the schema is the tenant's uid as it is (36 characters), the user the uid without dashes (32 characters,
 * which is MySQL's limit). A tenant without a custom resource has no uid: it gets a random one, once. Names that the spec
 * gives are taken as they are. Immutable.
 *
 * <p>Two tenants never meet: a schema holds no slash, so of two schemas neither {@code /<schema>/} begins with the other.
 */
public record StoreNames(String schema, String username) {
    /** Longest name for any store, in characters; most drivers take less. */
    public static final int LONGEST = 255;

    // kube-apiserver cleans the prefix as a path, so these would end elsewhere; "root" is etcd's all-powerful role and
    // user.
    private static final Set<String> RESERVED_SCHEMAS = Set.of(".", "..", "root");
    private static final Set<String> RESERVED_USERS = Set.of("root");

    /** Those that a tenant has. */
    public static StoreNames of(TenantAccount tenant) {
        return new StoreNames(tenant.schema(), tenant.username());
    }

    /** Derived from the uid of the custom resource (any unique text without slash; a UUID as a rule). */
    public static StoreNames of(String uid) {
        return new StoreNames(uid, uid.replace("-", ""));
    }

    /** What the spec gives, else derived from the uid. */
    public static StoreNames of(String uid, Optional<String> schema, Optional<String> username) {
        var derived = of(uid);
        return new StoreNames(schema.orElse(derived.schema), username.orElse(derived.username));
    }

    /** For a tenant that has no uid. */
    public static StoreNames random(SecureRandom random) {
        return of(uuid(random));
    }

    /** A new password of 122 random bits: letters, digits and dashes only, so that it needs no escaping anywhere. */
    public static String password(SecureRandom random) {
        return uuid(random);
    }

    private static String uuid(SecureRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** What is wrong with them for any kind of store. */
    public List<Violation> validate() {
        var found = new ArrayList<Violation>();
        check(found, "spec.dataStoreSchema", schema, RESERVED_SCHEMAS);
        check(found, "spec.dataStoreUsername", username, RESERVED_USERS);
        if (schema.indexOf('/') >= 0) {
            found.add(new Violation(
                    "spec.dataStoreSchema",
                    JsonValue.of(schema),
                    "must hold no slash: it would lie within the keys of another schema"));
        }
        return List.copyOf(found);
    }

    private static void check(List<Violation> found, String path, String name, Set<String> reserved) {
        if (name.isEmpty()) {
            found.add(new Violation(path, JsonValue.of(name), "must not be empty"));
        }
        if (reserved.contains(name)) {
            found.add(new Violation(path, JsonValue.of(name), "is reserved"));
        }
        if (name.codePointCount(0, name.length()) > LONGEST) {
            found.add(new Violation(path, JsonValue.of(name), "must be no longer than " + LONGEST + " characters"));
        }
        // An unpaired surrogate has no UTF-8: it would become "?", the same for all of them.
        if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            found.add(new Violation(
                    path, JsonValue.of(name), "must hold no control character and no half of a surrogate pair"));
        }
    }
}
