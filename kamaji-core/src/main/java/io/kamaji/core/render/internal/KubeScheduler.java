package io.kamaji.core.render.internal;

import io.kamaji.api.tenant.AdditionalVolumeMounts;
import io.kamaji.api.tenant.ContainerSecurityContexts;
import io.kamaji.api.tenant.ControlPlaneResources;
import io.kamaji.api.tenant.ExtraArgs;
import io.kamaji.api.tenant.Probes;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.render.ClusterCredentials;
import java.util.List;

/** kube-scheduler. Inputs: its kubeconfig. Our flags over the user's. Source: kubeadm's manifest for v1.37. */
final class KubeScheduler implements Component {
    static final FlagTable FLAGS = FlagTable.read(KubeScheduler.class, "known-flags/kube-scheduler.txt");
    private static final String ARGUMENTS = "spec.controlPlane.deployment.extraArgs.scheduler";
    static final String NAME = "kube-scheduler";
    private static final String KUBECONFIG = "/etc/kubernetes/" + ClusterCredentials.SCHEDULER.file();
    private static final String VOLUME = "scheduler-kubeconfig";
    private static final int PORT = 10259;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(
                KnownFlags.ofControlPlane("scheduler", FLAGS, ARGUMENTS),
                FeatureGates.of("scheduler", FLAGS, ARGUMENTS),
                FlagLosses.ofScheduler(ARGUMENTS));
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .container(NAME, "spec.controlPlane.deployment.containerSecurityContexts.scheduler")
                .volume(VOLUME)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        return Contribution.builder()
                .container(NAME, container -> container(tenant, container))
                .volume(Volume.secret(VOLUME, tenant, ClusterCredentials.SCHEDULER))
                .build();
    }

    private static void container(TenantView tenant, Container.Builder container) {
        var deployment = tenant.deployment();
        container
                .image(tenant.schedulerImage())
                .command(NAME)
                .flags(Flags.builder(Flags.Precedence.MANAGED_WINS)
                        .user(
                                ARGUMENTS,
                                deployment
                                        .extraArgs()
                                        .flatMap(ExtraArgs::scheduler)
                                        .orElse(List.of()),
                                FLAGS.syntax())
                        .set("--authentication-kubeconfig", KUBECONFIG)
                        .set("--authorization-kubeconfig", KUBECONFIG)
                        .set("--bind-address", "0.0.0.0")
                        .set("--kubeconfig", KUBECONFIG)
                        .set("--leader-elect", "true"))
                .mount(Mount.readOnly(VOLUME, "/etc/kubernetes"))
                .userMounts(deployment
                        .additionalVolumeMounts()
                        .flatMap(AdditionalVolumeMounts::scheduler)
                        .orElse(List.of()))
                .field("resources", deployment.resources().flatMap(ControlPlaneResources::scheduler))
                .field(
                        "securityContext",
                        deployment.containerSecurityContexts().flatMap(ContainerSecurityContexts::scheduler));
        for (var probe : Probe.values()) {
            probe.addTo(container, "/healthz", PORT, tenant, Probes::scheduler);
        }
    }
}
