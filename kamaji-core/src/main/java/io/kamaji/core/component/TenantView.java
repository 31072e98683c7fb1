package io.kamaji.core.component;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.RegistrySettings;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.core.manifest.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant with everything that follows from its spec: the one place where names, addresses and images are derived.
 * Immutable and thread-safe. Source: Kamaji's object reference for names, kubeadm for the rest.
 */
public final class TenantView {
    private static final int DEFAULT_PORT = 6443;

    private final TenantControlPlane given;
    private final TenantControlPlane effective;
    private final Optional<String> address;
    private final DataStoreBinding store;

    private TenantView(TenantControlPlane given, Optional<String> address, DataStoreBinding store) {
        this.given = given;
        this.effective = given.effective();
        this.address = nonEmpty(network().address()).or(() -> address);
        this.store = store;
    }

    /**
     * A view of a tenant.
     *
     * @param address the Service's address where the spec names none; empty while it is not known
     */
    public static TenantView of(TenantControlPlane tenant, Optional<String> address, DataStoreBinding store) {
        return new TenantView(tenant, address, store);
    }

    /** The spec as it was given. */
    public TenantControlPlane given() {
        return given;
    }

    /** The spec with its defaults. */
    public TenantControlPlaneSpec spec() {
        return effective.spec();
    }

    /** Its network with defaults. */
    public NetworkProfile network() {
        return effective.spec().networkProfile().orElseThrow();
    }

    /** Its Deployment with defaults. */
    public DeploymentSpec deployment() {
        return spec().controlPlane().deployment().orElseThrow();
    }

    /** Where it keeps its state. */
    public DataStoreBinding store() {
        return store;
    }

    /** Its name. */
    public String name() {
        return given.metadata().name().orElseThrow();
    }

    /** Its namespace; default {@code default}. */
    public String namespace() {
        return given.metadata().namespace().orElse("default");
    }

    /** {@code <tcp>-<suffix>}. */
    public String objectName(String suffix) {
        return name() + "-" + suffix;
    }

    /** The labels that every object of it has. */
    public Map<String, String> labels(String component) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.COMPONENT, component);
        labels.put(Labels.NAME, name());
        labels.put(Labels.PROJECT, "kamaji");
        return labels;
    }

    /** The label by which its pods are found. */
    public Map<String, String> selector() {
        return Map.of(Labels.NAME, name());
    }

    /** Its version as in image tags: {@code v1.36.3}. */
    public String version() {
        var version = spec().kubernetes().version();
        return version.startsWith("v") ? version : "v" + version;
    }

    /** Minor of its version: 36. */
    public int minor() {
        return (int) KubernetesVersion.parse(version()).minor();
    }

    /** Port of the API, in the pods and in the Service; default 6443. */
    public int port() {
        return network().port().orElse(DEFAULT_PORT);
    }

    /** DNS domain of the tenant; default {@code cluster.local}. */
    public String clusterDomain() {
        return nonEmpty(network().clusterDomain()).orElse("cluster.local");
    }

    /** Ranges of its Services, the primary one first, each once. */
    public List<String> serviceCidrs() {
        return distinct(network().serviceCidrs());
    }

    /** Ranges of its pods, the primary one first, each once. */
    public List<String> podCidrs() {
        return distinct(network().podCidrs());
    }

    /** Addresses of its DNS. */
    public List<String> dnsServiceIps() {
        return distinct(network().dnsServiceIPs());
    }

    /** First address of each service range: the {@code kubernetes} Service. */
    public List<String> kubernetesServiceIps() {
        return serviceCidrs().stream()
                .flatMap(cidr -> IpNetwork.parse(cidr).stream())
                .map(range -> IpNetwork.text(range.nth(1)))
                .toList();
    }

    /** ClusterIP, NodePort or LoadBalancer. */
    public String serviceType() {
        return spec().controlPlane().service().serviceType();
    }

    /** The announced address, or empty while it is not known. */
    public Optional<String> address() {
        return address;
    }

    /** The announced address, or a placeholder such as {@code <LoadBalancer address>}. */
    public String addressText() {
        return address.orElse("<" + serviceType() + " address>");
    }

    /** What waits for the announced address: nothing once it is known. */
    public Set<String> waitsForAddress() {
        return address.isPresent() ? Set.of() : Set.of(addressText());
    }

    /** The address that the API server tells clients of the {@code kubernetes} Service. */
    public String advertiseAddress() {
        return nonEmpty(network().advertiseAddress()).orElse(addressText());
    }

    /** Host of an ingress or gateway, which may carry a port. */
    public Optional<HostAndPort> publicHost() {
        var controlPlane = spec().controlPlane();
        var gateway = controlPlane.gateway().flatMap(g -> nonEmpty(g.hostname()));
        return controlPlane
                .ingress()
                .flatMap(ingress -> nonEmpty(ingress.hostname()))
                .or(() -> gateway)
                .map(host -> HostAndPort.parse(host, port()));
    }

    /** {@code host:port} by which its clients and nodes reach it. */
    public HostAndPort controlPlaneEndpoint() {
        return publicHost().orElse(new HostAndPort(advertiseAddress(), port()));
    }

    /** What waits for the control plane endpoint. */
    public Set<String> waitsForEndpoint() {
        return controlPlaneEndpoint().host().equals(addressText()) ? waitsForAddress() : Set.of();
    }

    /** {@code <tcp>.<ns>.svc}. */
    public String serviceHost() {
        return name() + "." + namespace() + ".svc";
    }

    /** Pods; where the spec is silent 2, or 1 where the store allows no more. */
    public int replicas() {
        return given.spec()
                .controlPlane()
                .deployment()
                .flatMap(DeploymentSpec::replicas)
                .orElse(Math.min(2, store.binding().maxReplicas()));
    }

    /** Whether the store can serve one pod at a time only. */
    public boolean single() {
        return store.binding().maxReplicas() <= 1;
    }

    /** Image of kube-apiserver. */
    public String apiServerImage() {
        return image(settings().apiServerImage().orElse("kube-apiserver"));
    }

    /** Image of kube-controller-manager. */
    public String controllerManagerImage() {
        return image(settings().controllerManagerImage().orElse("kube-controller-manager"));
    }

    /** Image of kube-scheduler. */
    public String schedulerImage() {
        return image(settings().schedulerImage().orElse("kube-scheduler"));
    }

    /** Registry of the control plane's images; default {@code registry.k8s.io}. */
    public String registry() {
        return settings().registry().orElse("registry.k8s.io");
    }

    private RegistrySettings settings() {
        return deployment().registrySettings().orElseThrow();
    }

    private String image(String name) {
        return registry() + "/" + name + ":" + version()
                + settings().tagSuffix().orElse("");
    }

    private static Optional<String> nonEmpty(Optional<String> text) {
        return text.filter(value -> !value.isEmpty());
    }

    private static List<String> distinct(Optional<List<String>> list) {
        return list.orElse(List.of()).stream().distinct().toList();
    }

    @Override
    public String toString() {
        return namespace() + "/" + name();
    }

    /** A host or IP address and a port; as text with brackets around IPv6. */
    public record HostAndPort(String host, int port) {

        static HostAndPort parse(String text, int defaultPort) {
            var parts = text.split(":", -1);
            return parts.length == 2
                    ? new HostAndPort(parts[0], Integer.parseInt(parts[1]))
                    : new HostAndPort(text, defaultPort);
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
