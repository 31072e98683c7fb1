package io.kamaji.examples.source;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.operator.TenantSource;
import io.kamaji.core.operator.TenantWish;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The rows of table {@code tenants} as an operator's tenants. Thread-safe. */
public final class TableSource implements TenantSource {
    private static final Duration DATABASE_BACK = Duration.ofSeconds(5);

    private final DataSource database;
    private final DataSource listening;

    private interface Work<T> {
        T on(TenantRows rows) throws SQLException;
    }

    /** @param database whose connections commit by themselves, as is JDBC's default */
    public TableSource(DataSource database) {
        this(database, database);
    }

    /**
     * With connections from a pool.
     *
     * @param listening gives the one connection that listens, which is dropped and never given back; not the pool then
     */
    public TableSource(DataSource database, DataSource listening) {
        this.database = database;
        this.listening = listening;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        try {
            return TableWatch.start(listening, changed, () -> tenants().forEach(changed));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public Collection<ObjectRef> tenants() {
        return with(TenantRows::all);
    }

    @Override
    public Optional<TenantWish> read(ObjectRef tenant) {
        return with(rows -> rows.find(namespace(tenant), tenant.name()));
    }

    @Override
    public TenantWish claim(TenantWish wish) {
        var ref = wish.ref();
        return with(rows -> {
            rows.claim(namespace(ref), ref.name());
            return rows.find(namespace(ref), ref.name())
                    .orElseThrow(() -> KamajiException.at(ref, "its row was taken away just now"));
        });
    }

    @Override
    public void tell(TenantWish wish, TenantReport report) {
        with(rows -> {
            rows.tell(wish.tenant().toBuilder().status(report.wire()).build());
            return wish;
        });
    }

    @Override
    public void gone(TenantWish wish) {
        with(rows -> {
            rows.remove(wish.tenant());
            return wish;
        });
    }

    private static String namespace(ObjectRef tenant) {
        return tenant.namespace().orElseThrow();
    }

    private <T> T with(Work<T> work) {
        try (var connection = database.getConnection()) {
            return work.on(new TenantRows(connection));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static KamajiException failure(SQLException e) {
        return new KamajiException("the table of tenants: " + e.getMessage(), e).retryAfter(DATABASE_BACK);
    }
}
