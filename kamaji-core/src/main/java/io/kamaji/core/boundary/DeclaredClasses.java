package io.kamaji.core.boundary;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The classes that are custom resources of the admin cluster. Stateless. */
final class DeclaredClasses implements ClassSource {

    /** The class that a tenant names. */
    static Optional<String> named(TenantControlPlane tenant) {
        return Optional.ofNullable(
                tenant.metadata().annotations().orElse(Map.of()).get(TenantClass.ANNOTATION));
    }

    /** Those that can be read. */
    @Override
    public List<TenantClass> classes(ClusterClient admin) {
        return readable(declared(admin)).toList();
    }

    /** Nobody goes without the class that could not be read. */
    @Override
    public Classed classed(TenantControlPlane tenant, ClusterClient admin) {
        var declared = declared(admin);
        var wrong = declared.stream()
                .filter(resource -> isOf(tenant, resource))
                .limit(1)
                .flatMap(resource -> wrong(tenant, resource).stream())
                .toList();
        return wrong.isEmpty()
                ? ClassSource.of(readable(declared).toArray(TenantClass[]::new)).classed(tenant, admin)
                : new Classed(tenant, wrong);
    }

    private static boolean isOf(TenantControlPlane tenant, JsonObject resource) {
        return named(tenant)
                .map(name -> resource.text("metadata", "name").equals(Optional.of(name)))
                .orElseGet(() -> resource.text("metadata", "annotations", TenantClass.IS_DEFAULT)
                        .equals(Optional.of("true")));
    }

    private static Optional<Violation> wrong(TenantControlPlane tenant, JsonObject resource) {
        try {
            TenantClass.of(resource);
            return Optional.empty();
        } catch (InvalidSpecException e) {
            return Optional.of(new Violation(
                    "metadata.annotations[" + TenantClass.ANNOTATION + "]",
                    JsonValue.of(named(tenant)),
                    "the class can't be read: " + e.getMessage()));
        }
    }

    private static Stream<TenantClass> readable(List<JsonObject> declared) {
        return declared.stream().flatMap(resource -> {
            try {
                return Stream.of(TenantClass.of(resource));
            } catch (InvalidSpecException unreadable) {
                return Stream.empty();
            }
        });
    }

    private static List<JsonObject> declared(ClusterClient admin) {
        try {
            return admin.list(new ListRequest(ResourceTypes.TENANT_CLASS, Optional.empty(), "", false))
                    .items();
        } catch (ClusterException e) {
            if (e.code() == 404) {
                return List.of(); // the kind is not served, so there is none
            }
            throw e;
        }
    }
}
