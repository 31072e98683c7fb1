package io.kamaji.datastore.internal;

import io.kamaji.datastore.TenantAccount;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How one kind of SQL server keeps a tenant: database, user, rights, owner mark. Stateless. */
public interface SqlAccounts {

    /** What is missing, in words. */
    List<String> missing(SqlStore server, TenantAccount tenant) throws SQLException;

    /** Makes what is missing. */
    void ensure(SqlStore server, TenantAccount tenant) throws SQLException;

    /** Ends what the tenant has open. */
    void disconnect(SqlStore server, TenantAccount tenant) throws SQLException;

    /** Deletes all of it, if it is this tenant's. */
    void drop(SqlStore server, TenantAccount tenant) throws SQLException;

    /** Whether the administrator may do all of that. */
    void check(SqlStore server) throws SQLException;

    /** Where kine keeps a tenant's keys. */
    Table table(TenantAccount tenant);

    /**
     * The table of a tenant's kine.
     *
     * @param database to connect to
     * @param name quoted
     * @param absent SQLSTATE of a table that is not there
     * @param sequence what must be said so that ids go on behind one that is given, with {@code %d} for it; empty where
     *     that goes without saying
     */
    record Table(String database, String name, String absent, Optional<String> sequence) {}
}
