package io.kamaji.datastore;

/**
 * A tenant as its store sees it. Decided once and then read back from Secret {@code <tcp>-datastore-config}.
 *
 * <p>Immutable; its text form shows no password. {@link StoreNames} decides the names of a new tenant.
 *
 * @param schema database, key prefix or bucket; no slash
 * @param username user of the store
 * @param password of that user; for drivers that use certificates: unused
 * @param owner who owns the schema: {@code <admin cluster>/<namespace>/<name>} or any stable identity; marked in the store
 * @param keyPrefix {@code --etcd-prefix}: {@code /<schema>}, but for a tenant of the reference on a kine driver, whose
 *     keys are under {@code /registry}
 */
public record TenantAccount(String schema, String username, String password, String owner, String keyPrefix) {

    /** With keys under {@code /<schema>}, as all new tenants have them. */
    public TenantAccount(String schema, String username, String password, String owner) {
        this(schema, username, password, owner, "/" + schema);
    }

    /** The same tenant with another user or password. */
    public TenantAccount with(String otherUsername, String otherPassword) {
        return new TenantAccount(schema, otherUsername, otherPassword, owner, keyPrefix);
    }

    /**
     * Checks that this credential may follow another of the same tenant, for {@link DataStoreDriver#rotate}.
     *
     * @throws IllegalArgumentException if it is another tenant's, or what it shows to the store is the same
     */
    public void requireFollows(TenantAccount old, DataStoreDriver.Credential kind) {
        if (!equals(old.with(username, password))) {
            throw new IllegalArgumentException(this + " is not the tenant of " + old);
        }
        boolean users = kind == DataStoreDriver.Credential.CERTIFICATE;
        if (users == username.equals(old.username) || !users && password.equals(old.password)) {
            throw new IllegalArgumentException(
                    "a new credential of " + old + " needs another " + (users ? "user" : "password and the same user"));
        }
    }

    @Override
    public String toString() {
        return "TenantAccount[schema=" + schema + ", username=" + username + ", owner=" + owner + ", keyPrefix="
                + keyPrefix + "]";
    }
}
