package io.kamaji.testkit.laws;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.testkit.ApiServerSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An Ingress class and a Gateway in a world, and their controller, which acts after each pass. Stateless. */
final class Front {
    static final ObjectRef GATEWAY = ResourceTypes.GATEWAY.ref("infra", "shared");
    static final ObjectRef ROUTE = ResourceTypes.TLS_ROUTE.ref(Blue.NAMESPACE, "blue");
    static final ObjectRef TUNNEL = ResourceTypes.TLS_ROUTE.ref(Blue.NAMESPACE, "blue-konnectivity");
    static final ObjectRef RELAY = ResourceTypes.TLS_ROUTE.ref(Blue.NAMESPACE, "blue-relay");
    static final ObjectRef INGRESS = ResourceTypes.INGRESS.ref(Blue.NAMESPACE, "blue");
    private static final int MOST = 20;

    private Front() {}

    /** An admin cluster that knows the Gateway API. */
    static ApiServerSimulator.Builder served(ApiServerSimulator.Builder admin) {
        return admin.type(ResourceTypes.GATEWAY).type(ResourceTypes.TLS_ROUTE).type(ResourceTypes.TCP_ROUTE);
    }

    /** The same with a class and a Gateway. */
    static ApiServerSimulator.Builder in(ApiServerSimulator.Builder admin) {
        return served(admin).namespaces("infra").object(JsonObject.parse("""
                        apiVersion: networking.k8s.io/v1
                        kind: IngressClass
                        metadata: {name: nginx}
                        spec: {controller: example.com/front}
                        """)).object(JsonObject.parse("""
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: Gateway
                        metadata: {name: shared, namespace: infra}
                        spec:
                          gatewayClassName: front
                          listeners:
                          - {name: kube-apiserver, port: 6443, protocol: TLS, hostname: '*.example.com', tls: {mode: Passthrough}}
                          - {name: konnectivity-server, port: 8132, protocol: TLS, hostname: '*.example.com', tls: {mode: Passthrough}}
                          - {name: blue, port: 7443, protocol: TCP}
                          - {name: blue-tunnel, port: 7444, protocol: TCP}
                        """));
    }

    static TenantWorld world() {
        return Blue.world(Front::in);
    }

    /** With Services of the addresses that the simulated API gives, as that of {@code kubernetes} is told. */
    static TenantControlPlane.Builder spec() {
        return Blue.spec().serviceCidr("127.41.0.0/16");
    }

    /** The same behind no front. */
    static TenantControlPlane plain() {
        return spec().build();
    }

    static TenantControlPlane.Builder gateway() {
        return spec().konnectivity().gateway("blue.example.com", "infra", "shared");
    }

    static TenantControlPlane.Builder ingress() {
        return spec().konnectivity().ingress("blue.example.com:443", "nginx");
    }

    /** Passes until one says done; the controller acts after each. */
    static List<Pass> converge(TenantWorld world, TenantControlPlane spec) {
        var passes = new ArrayList<Pass>();
        while (passes.size() < MOST) {
            passes.add(world.pass(spec));
            act(world);
            if (passes.get(passes.size() - 1).result().isDone()) {
                return passes;
            }
        }
        throw new AssertionError("not done after " + MOST + " passes, the last one: " + passes.get(MOST - 1));
    }

    /** Serves the Gateway, and takes every route to it. */
    static void act(TenantWorld world) {
        var accepted = condition("Accepted", "True", "Accepted");
        world.admin()
                .get(GATEWAY)
                .filter(gateway -> !gateway.has("status"))
                .ifPresent(gateway -> world.admin()
                        .setStatus(
                                GATEWAY,
                                JsonObject.of(
                                        "addresses",
                                        List.of(JsonObject.of("type", "IPAddress", "value", "192.0.2.200")),
                                        "conditions",
                                        List.of(accepted, condition("Programmed", "True", "Programmed")))));
        routes(world)
                .filter(route -> route.array("status", "parents").isEmpty())
                .forEach(route ->
                        tell(world, ObjectRef.of(route), accepted, condition("ResolvedRefs", "True", "ResolvedRefs")));
    }

    /** Says something of a route to each of its parents. */
    static void tell(TenantWorld world, ObjectRef ref, JsonObject... conditions) {
        var route = world.admin().get(ref).orElseThrow();
        var parents = route.array("spec", "parentRefs")
                .objects()
                .map(parent -> JsonObject.of("parentRef", parent, "controllerName", "example.com/front")
                        .with("conditions", List.of(conditions)))
                .toList();
        world.admin().setStatus(ref, JsonObject.of("parents", parents));
    }

    static JsonObject condition(String type, String status, String reason) {
        return JsonObject.of(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "message",
                "",
                "lastTransitionTime",
                Blue.NOW.toString());
    }

    private static Stream<JsonObject> routes(TenantWorld world) {
        return Stream.of(ResourceTypes.TLS_ROUTE, ResourceTypes.TCP_ROUTE)
                .flatMap(type -> world.admin().objects().ofKind(type.kind()).objects().stream());
    }

    /** What is left of a tenant's routes. */
    static List<ObjectRef> left(TenantWorld world) {
        return Stream.concat(routes(world), world.admin().objects().ofKind("Ingress").objects().stream())
                .map(ObjectRef::of)
                .toList();
    }

    static Optional<JsonObject> status(Pass pass, String... path) {
        var stored = Blue.spec().build().toBuilder()
                .status(pass.wireStatus())
                .build()
                .toJsonObject()
                .object("status");
        return stored.get(path).flatMap(value -> value.asObject());
    }
}
