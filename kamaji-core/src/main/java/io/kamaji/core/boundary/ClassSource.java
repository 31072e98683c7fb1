package io.kamaji.core.boundary;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where classes of tenants are declared. Thread-safe. */
@FunctionalInterface
public interface ClassSource {

    /** The classes that tenants of an admin cluster may name. */
    List<TenantClass> classes(ClusterClient admin);

    /** No classes: specs stand for themselves. Asks nothing. */
    static ClassSource none() {
        return of();
    }

    /** These, given in code. Asks nothing. */
    static ClassSource of(TenantClass... classes) {
        var all = List.of(classes);
        return admin -> all;
    }

    /** The {@code TenantClass} custom resources of the admin cluster: one list. */
    static ClassSource customResources() {
        return admin -> {
            try {
                return admin
                        .list(new ListRequest(ResourceTypes.TENANT_CLASS, Optional.empty(), "", false))
                        .items()
                        .stream()
                        .map(TenantClass::of)
                        .toList();
            } catch (ClusterException e) {
                if (e.code() == 404) {
                    return List.of(); // the kind is not served, so there is none
                }
                throw e;
            }
        };
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
        var named = Optional.ofNullable(
                tenant.metadata().annotations().orElse(Map.of()).get(TenantClass.ANNOTATION));
        var found = all.stream()
                .filter(it -> named.map(it.name()::equals).orElseGet(it::isDefault))
                .findFirst();
        if (found.isPresent()) {
            return new Classed(found.get().apply(tenant), found.get().check(tenant));
        }
        return new Classed(
                tenant,
                named.filter(name -> !all.isEmpty()).stream()
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
