package io.kamaji.core.observe;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ReportingClient;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.pki.Kubeconfig;
import java.util.function.Consumer;

/** How a tenant's API is reached from this JVM. Thread-safe; a client is opened for one look and closed again. */
@FunctionalInterface
public interface TenantAccess {
    /**
     * Opens a client; the caller closes it. No request is made yet.
     *
     * @param superAdmin the tenant's super-admin kubeconfig, as it is stored
     * @param endpoints how addresses are reached from here
     * @throws io.kamaji.core.cluster.ClusterException if no client can be made of the kubeconfig; an API that does not answer
     *     is noticed by the first request
     * @throws io.kamaji.api.KamajiException if the address can't be reached from here by any way that {@code endpoints} knows
     */
    ClusterClient open(Kubeconfig superAdmin, EndpointResolver endpoints);

    /** As {@link #announced(ClientLimits)}, with {@link ClientLimits#ofTenant()}. */
    static TenantAccess announced() {
        return announced(ClientLimits.ofTenant());
    }

    /**
     * At the address that the kubeconfig names, resolved; the certificate is checked against the named one.
     *
     * @param limits how long to wait for the tenant, and how much to read of its answers; it may be hostile
     */
    static TenantAccess announced(ClientLimits limits) {
        return (superAdmin, endpoints) -> AdminCluster.kubeconfig(
                        resolved(superAdmin, endpoints).toYaml())
                .limits(limits)
                .connect();
    }

    /** The same; a listener is told of every call, of the cluster that the kubeconfig names, which is the tenant's name. */
    default TenantAccess listener(Consumer<? super ClusterCall> listener) {
        return (superAdmin, endpoints) ->
                ReportingClient.of(open(superAdmin, endpoints), superAdmin.clusterName(), listener);
    }

    private static Kubeconfig resolved(Kubeconfig kubeconfig, EndpointResolver endpoints) {
        var named = kubeconfig.server().substring("https://".length());
        var reached = endpoints.resolve(named);
        if (reached.equals(named)) {
            return kubeconfig;
        }
        var host = HostPort.parse(named, 443).host();
        return kubeconfig.withServer("https://" + reached).withTlsServerName(host);
    }
}
