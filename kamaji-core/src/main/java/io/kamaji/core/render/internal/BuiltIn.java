package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import java.util.List;

/** The built-in components, in render order: the Service first, as its address takes longest to be known. */
public final class BuiltIn {
    /** All of them. */
    public static final List<Component> COMPONENTS = List.of(
            new ControlPlaneService(),
            new ControlPlaneIngress(Behind.API),
            new ControlPlaneIngress(Behind.KONNECTIVITY),
            new ControlPlaneIngress(Behind.RELAY),
            new ControlPlaneGateway(Behind.API),
            new ControlPlaneGateway(Behind.KONNECTIVITY),
            new ControlPlaneGateway(Behind.RELAY),
            new KubernetesEndpoints(),
            new ClusterPki(),
            new Kubeconfigs(),
            new KubeadmConfig(),
            new AccountSecret(),
            new PodSettings(),
            new KubeApiServer(),
            new OverrideFlags(),
            new KubeScheduler(),
            new KubeControllerManager(),
            new Kine(),
            new KonnectivityServer(),
            new Economy(),
            new RelayServer(),
            new Disruption(),
            new NetworkIsolation(),
            new KubeletConfig(),
            new BootstrapTokens(),
            new ClusterInfo(),
            new ClusterAdmins(),
            new CoreDns(),
            new KubeProxy(),
            new KonnectivityAgent(),
            new RelayAgent(),
            new ApiServerHost(),
            new WriteLimit());

    private BuiltIn() {}
}
