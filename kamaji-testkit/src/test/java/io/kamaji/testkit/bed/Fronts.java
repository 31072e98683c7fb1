package io.kamaji.testkit.bed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.pki.Kubeconfig;

/**
 * The bed's Gateway and Ingress controller, which pass TLS through by server name. Their names are known to pods and workers
 * only; this JVM goes to their addresses. Immutable.
 */
public record Fronts(String gatewayAddress) implements EndpointResolver {
    /** What tenants' host names behind the Gateway end with. */
    public static final String GATEWAY_DOMAIN = ".gw.bed.test";

    /** What tenants' host names behind the Ingress controller end with. */
    public static final String INGRESS_DOMAIN = ".in.bed.test";

    /** Namespace and name of the Gateway. */
    public static final String NAMESPACE = "front";

    public static final String GATEWAY = "tenants";
    private static final String INGRESS_ADDRESS = "172.31.77.201";

    /** Both are there, or the test is skipped with the reason. */
    public static Fronts require(ClusterClient admin) {
        var address = admin.get(ResourceTypes.GATEWAY.ref(NAMESPACE, GATEWAY)).stream()
                .flatMap(gateway -> gateway.array("status", "addresses").objects())
                .flatMap(found -> found.text("value").stream())
                .findFirst();
        var isThere = address.isPresent()
                && admin.get(ResourceTypes.INGRESS_CLASS.ref("nginx")).isPresent();
        // not Real's to require: building the fronts takes longer than all the rest of a run
        assumeTrue(isThere, "no fronts in the admin cluster: run the bed's build front, then front up");
        return new Fronts(address.orElseThrow());
    }

    /** Ends the Gateway's pods; others take their place. */
    void restart(ClusterClient admin) {
        admin.list(ListRequest.of(ResourceTypes.POD, NAMESPACE, "app=gateway")).items().stream()
                .map(ObjectRef::of)
                .forEach(pod -> admin.delete(pod, Preconditions.NONE));
    }

    @Override
    public String resolve(String hostAndPort) {
        var at = HostPort.parse(hostAndPort, 443);
        if (at.host().endsWith(GATEWAY_DOMAIN)) {
            return gatewayAddress + ":" + at.port();
        }
        return at.host().endsWith(INGRESS_DOMAIN) ? INGRESS_ADDRESS + ":" + at.port() : hostAndPort;
    }

    /** A kubeconfig for this machine, which asks for the name that it was made for. */
    public Kubeconfig here(Kubeconfig kubeconfig) {
        var named = kubeconfig.server().substring("https://".length());
        return kubeconfig
                .withServer("https://" + resolve(named))
                .withTlsServerName(HostPort.parse(named, 443).host());
    }
}
