package io.kamaji.core.component;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.RegistrySettings;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.ImageReference;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant with everything that follows from its spec: the one place where names, addresses and images are derived.
 * Immutable and thread-safe. Source: Kamaji's object reference for names, kubeadm for the rest.
 */
public final class TenantView {
    private static final int DEFAULT_PORT = 6443;

    private final TenantControlPlane given;
    private final TenantControlPlane effective;
    private final DataStoreBinding store;
    private final Optional<Endpoints> endpoints;

    private TenantView(
            TenantControlPlane given,
            TenantControlPlane effective,
            DataStoreBinding store,
            Optional<Endpoints> endpoints) {
        this.given = given;
        this.effective = effective;
        this.store = store;
        this.endpoints = endpoints;
    }

    /** A view of a tenant of which it is not resolved yet where it is reached. */
    public static TenantView of(TenantControlPlane tenant, DataStoreBinding store) {
        return new TenantView(tenant, tenant.effective(), store, Optional.empty());
    }

    /** The same, reached there. */
    public TenantView at(Endpoints resolved) {
        return new TenantView(given, effective, store, Optional.of(resolved));
    }

    /** The spec as it was given. */
    public TenantControlPlane given() {
        return given;
    }

    /** The spec with its defaults. */
    public TenantControlPlaneSpec spec() {
        return effective.spec();
    }

    /** What its annotations set; empty if they say nothing of it. */
    public <T> Optional<T> setting(Setting<T> setting) {
        return given.setting(setting);
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
        return given.metadata().namespaceOrDefault();
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
        return Given.text(network().clusterDomain()).orElse("cluster.local");
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

    /** The Service by which it is reached in the admin cluster. */
    public ObjectRef service() {
        return ObjectRef.of("v1", "Service", namespace(), name());
    }

    /**
     * Where it is reached.
     *
     * @throws IllegalStateException before that is resolved: within the first {@link Exposure}
     */
    public Endpoints endpoints() {
        return endpoints.orElseThrow(
                () -> new IllegalStateException("where " + this + " is reached is not resolved yet"));
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
        return registry() + "/" + name + ":" + ImageReference.tag(version())
                + settings().tagSuffix().orElse("").replace('+', '_');
    }

    private static List<String> distinct(Optional<List<String>> list) {
        return list.orElse(List.of()).stream().distinct().toList();
    }

    @Override
    public String toString() {
        return namespace() + "/" + name();
    }
}
