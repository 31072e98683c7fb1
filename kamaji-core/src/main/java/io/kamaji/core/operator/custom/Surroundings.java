package io.kamaji.core.operator.custom;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.boundary.ClassSource.Classed;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import java.util.List;
import java.util.Optional;

/** What of the cluster an admission depends on. Thread-safe. */
interface Surroundings {
    String GATEWAY_API = "/apis/gateway.networking.k8s.io";

    /** What is wrong with a tenant's naming a datastore; empty if it is there. */
    Optional<String> dataStoreProblem(String name);

    /** What is wrong with exposing a tenant by a gateway. */
    Optional<String> gatewayProblem();

    /** What the API server has against the Deployment that would come of it. */
    Optional<String> deploymentProblem(TenantControlPlane tenant);

    /** What of a tenant's spec lies outside of its boundaries. */
    default List<Violation> outside(TenantControlPlane tenant) {
        return List.of();
    }

    /** A tenant with the defaults of its class, and what of it is otherwise than that locks. */
    default Classed classed(TenantControlPlane tenant) {
        return new Classed(tenant, List.of());
    }

    /** As the admin cluster answers, asked each time. */
    static Surroundings of(ReconcilerSettings settings, ClusterClient admin) {
        var reconciler = TenantReconciler.create(settings);
        return new Surroundings() {
            @Override
            public Optional<String> dataStoreProblem(String name) {
                try {
                    return admin.get(ResourceTypes.DATA_STORE.ref(name)).isPresent()
                            ? Optional.empty()
                            : Optional.of(name + " DataStore does not exist");
                } catch (ClusterException e) {
                    return Optional.of("an unexpected error occurred upon Tenant Control Plane DataStore check, "
                            + e.getMessage());
                }
            }

            @Override
            public Optional<String> gatewayProblem() {
                if (document(GATEWAY_API).isEmpty()) {
                    return Optional.of("the Gateway API is not available in this cluster, cannot use gatewayRoute"
                            + " configuration");
                }
                var served = document(GATEWAY_API + "/v1").stream()
                        .flatMap(list -> list.array("resources").objects())
                        .anyMatch(
                                resource -> resource.text("kind").equals(Optional.of(ResourceTypes.TLS_ROUTE.kind())));
                return served ? Optional.empty() : Optional.of("TLSRoute resource is not available in this cluster");
            }

            @Override
            public List<Violation> outside(TenantControlPlane tenant) {
                return settings.boundaries().boundaries(tenant, admin).stream()
                        .flatMap(boundary -> boundary.check(tenant).stream())
                        .toList();
            }

            @Override
            public Classed classed(TenantControlPlane tenant) {
                return settings.classes().classed(tenant, admin);
            }

            private Optional<JsonObject> document(String path) {
                try {
                    return Optional.of(JsonObject.parse(admin.raw(path)));
                } catch (ClusterException e) {
                    if (e.isNotFound()) {
                        return Optional.empty();
                    }
                    throw e;
                }
            }

            @Override
            public Optional<String> deploymentProblem(TenantControlPlane tenant) {
                var deployment = reconciler
                        .render(tenant, admin)
                        .manifest(Target.ADMIN, TenantObjects.of(tenant).deployment())
                        .map(Manifest::tree);
                try {
                    deployment.ifPresent(tree -> admin.apply(tree, new ApplyOptions(Planner.MANAGER, true, true)));
                    return Optional.empty();
                } catch (ClusterException e) {
                    return e.isTransient()
                            ? Optional.empty()
                            : Optional.of("the resulting Deployment will generate a configuration error, cannot"
                                    + " proceed: " + e.getMessage());
                }
            }
        };
    }
}
