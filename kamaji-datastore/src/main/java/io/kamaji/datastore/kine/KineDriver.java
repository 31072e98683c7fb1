package io.kamaji.datastore.kine;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Endpoints;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.KineExport;
import java.util.ArrayList;
import java.util.List;

/**
 * A driver whose tenants reach a server through kine, with an administrator who has a name and a password.
 *
 * <p>What is left to a subclass is how kine is told of the store, by a {@link KineEndpoint}, and how a tenant's account is
 * seen, made and dropped there. Any name will do for datastores that are given in code; as custom resources only those of
 * the CRD's list can be declared. Subclasses must be thread-safe.
 */
public abstract class KineDriver implements DataStoreDriver, Exportable {
    private final String name;
    private final String why;

    /**
     * @param name what {@code spec.driver} says
     * @param why why there must be a {@code spec.basicAuth}, for the violation
     */
    protected KineDriver(String name, String why) {
        this.name = name;
        this.why = why;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Endpoints and the administrator's name and password are there. */
    @Override
    public List<Violation> validate(DataStore store) {
        var found = new ArrayList<>(Endpoints.validate(store));
        if (store.spec().basicAuth().isEmpty()) {
            found.add(new Violation("spec.basicAuth", JsonValue.NULL, why));
        }
        return List.copyOf(found);
    }

    /** Through a kine that is started as the tenant's pods would start it, with the tenant's own rights. */
    @Override
    public KeyValueStore open(ResolvedDataStore store, TenantAccount tenant, KineLauncher kine) {
        requireValid(tenant);
        return KineExport.open(this, store, tenant, kine);
    }
}
