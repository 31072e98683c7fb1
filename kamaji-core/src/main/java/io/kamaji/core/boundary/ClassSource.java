package io.kamaji.core.boundary;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import java.util.List;

/** Where classes of tenants are declared. Thread-safe. */
@FunctionalInterface
public interface ClassSource {

    /** The classes that tenants of an admin cluster may name. */
    List<TenantClass> classes(ClusterClient admin);

    /** No classes: specs stand for themselves, whatever class they name. Asks nothing. */
    static ClassSource none() {
        return new ClassSource() {
            @Override
            public List<TenantClass> classes(ClusterClient admin) {
                return List.of();
            }

            @Override
            public Classed classed(TenantControlPlane tenant, ClusterClient admin) {
                return new Classed(tenant, List.of());
            }
        };
    }

    /** These, given in code. Asks nothing. */
    static ClassSource of(TenantClass... classes) {
        var all = List.of(classes);
        return admin -> all;
    }

    /**
     * The {@code TenantClass} custom resources of the admin cluster: one list. One that can't be read is told to tenants of it, which
     * are refused, and to no others.
     */
    static ClassSource customResources() {
        return new DeclaredClasses();
    }

    /**
     * A tenant by its class.
     *
     * @param tenant with the defaults of its class
     * @param violations what of it is locked and other, or that there is no such class
     */
    record Classed(TenantControlPlane tenant, List<Violation> violations) {}

    /** A tenant with the defaults of the class that it names, else of the default class; as it is if there is neither. */
    default Classed classed(TenantControlPlane tenant, ClusterClient admin) {
        var all = classes(admin);
        var named = DeclaredClasses.named(tenant);
        var found = all.stream()
                .filter(it -> named.map(it.name()::equals).orElseGet(it::isDefault))
                .findFirst();
        if (found.isPresent()) {
            return new Classed(found.get().apply(tenant), found.get().check(tenant));
        }
        return new Classed(
                tenant,
                named.stream()
                        .map(name -> new Violation(
                                "metadata.annotations[" + TenantClass.ANNOTATION + "]",
                                JsonValue.of(name),
                                "there is no such class, only "
                                        + all.stream()
                                                .map(TenantClass::name)
                                                .sorted()
                                                .toList()))
                        .toList());
    }
}
