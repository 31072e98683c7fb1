package io.kamaji.api.rules;

import io.kamaji.api.datastore.DataStoreSpec;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorSpec;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.Violation;
import java.util.List;

/**
 * What one kind's values must satisfy beyond its schema, and its defaults that the schema does not know. Every rule is asked,
 * whatever the others found. Stateless.
 *
 * @param <S> the kind's spec
 */
public abstract class Rules<S> {
    private static final Rules<TenantControlPlaneSpec> TENANT_CONTROL_PLANE = new TenantRules();
    private static final Rules<DataStoreSpec> DATA_STORE = new DataStoreRules();
    private static final Rules<KubeconfigGeneratorSpec> KUBECONFIG_GENERATOR = new KubeconfigGeneratorRules();

    Rules() {}

    public static Rules<TenantControlPlaneSpec> tenantControlPlane() {
        return TENANT_CONTROL_PLANE;
    }

    public static Rules<DataStoreSpec> dataStore() {
        return DATA_STORE;
    }

    public static Rules<KubeconfigGeneratorSpec> kubeconfigGenerator() {
        return KUBECONFIG_GENERATOR;
    }

    abstract void create(Subject<S> subject, Findings found);

    abstract void update(Subject<S> subject, Subject<S> old, Findings found);

    abstract void warn(Subject<S> subject, Findings found);

    /** A spec that has the schema's defaults, with those that the admission webhook adds. */
    public S defaults(S spec) {
        return spec;
    }

    /** What is wrong with a new object. */
    public final List<Violation> create(Subject<S> subject) {
        var found = new Findings();
        create(subject, found);
        return found.toList();
    }

    /** What is wrong with a changed object. */
    public final List<Violation> update(Subject<S> subject, Subject<S> old) {
        var found = new Findings();
        update(subject, old, found);
        return found.toList();
    }

    /** What is accepted, but probably not what was meant. */
    public final List<Violation> warnings(Subject<S> subject) {
        var found = new Findings();
        warn(subject, found);
        return found.toList();
    }
}
