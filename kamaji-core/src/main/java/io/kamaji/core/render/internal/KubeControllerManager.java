package io.kamaji.core.render.internal;

import static io.kamaji.core.render.ClusterCredentials.CA;
import static io.kamaji.core.render.ClusterCredentials.CONTROLLER_MANAGER;
import static io.kamaji.core.render.ClusterCredentials.FRONT_PROXY_CA;
import static io.kamaji.core.render.ClusterCredentials.SERVICE_ACCOUNTS;

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
import io.kamaji.core.component.Volume;
import io.kamaji.core.component.Volume.Projection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * kube-controller-manager: the only container that is given the CA's key. Inputs: network, CA, service account keys. The
 * user's flags over ours. Source: kubeadm's manifest for v1.37.
 */
final class KubeControllerManager implements Component {
    static final FlagTable FLAGS =
            FlagTable.read(KubeControllerManager.class, "known-flags/kube-controller-manager.txt");
    static final String ARGUMENTS = "spec.controlPlane.deployment.extraArgs.controllerManager";
    static final String NAME = "kube-controller-manager";
    private static final String PKI = "/etc/kubernetes/pki/";
    private static final String KUBECONFIG = "/etc/kubernetes/" + CONTROLLER_MANAGER.file();
    private static final String PKI_VOLUME = "controller-manager-pki";
    private static final String KUBECONFIG_VOLUME = "controller-manager-kubeconfig";
    private static final int PORT = 10257;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(
                KnownFlags.ofControlPlane("controllerManager", FLAGS, ARGUMENTS),
                FeatureGates.of("controllerManager", FLAGS, ARGUMENTS),
                CloudControllers::check,
                NetworkRanges::pods,
                FlagLosses.ofControllerManager(),
                FlagLosses::signers);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .container(NAME, "spec.controlPlane.deployment.containerSecurityContexts.controllerManager")
                .volume(PKI_VOLUME, KUBECONFIG_VOLUME)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        return Contribution.builder()
                .container(NAME, container -> container(ctx, container))
                .volume(Volume.secret(KUBECONFIG_VOLUME, tenant, CONTROLLER_MANAGER))
                .volume(Volume.projected(PKI_VOLUME, files(ctx)))
                .build();
    }

    private static void container(RenderContext ctx, Container.Builder container) {
        var tenant = ctx.tenant();
        var deployment = tenant.deployment();
        container
                .image(tenant.controllerManagerImage())
                .command(NAME)
                .flags(flags(ctx))
                .mount(Mount.readOnly(KUBECONFIG_VOLUME, "/etc/kubernetes"))
                .mount(Mount.readOnly(PKI_VOLUME, "/etc/kubernetes/pki"))
                .userMounts(deployment
                        .additionalVolumeMounts()
                        .flatMap(AdditionalVolumeMounts::controllerManager)
                        .orElse(List.of()))
                .field("resources", deployment.resources().flatMap(ControlPlaneResources::controllerManager))
                .field(
                        "securityContext",
                        deployment.containerSecurityContexts().flatMap(ContainerSecurityContexts::controllerManager));
        for (var probe : Probe.values()) {
            probe.addTo(container, "/healthz", PORT, tenant, Probes::controllerManager);
        }
    }

    private static Flags.Builder flags(RenderContext ctx) {
        var tenant = ctx.tenant();
        var flags = Flags.builder(Flags.Precedence.USER_WINS)
                .user(
                        ARGUMENTS,
                        tenant.deployment()
                                .extraArgs()
                                .flatMap(ExtraArgs::controllerManager)
                                .orElse(List.of()),
                        FLAGS.syntax())
                .set("--allocate-node-cidrs", "true")
                .set("--authentication-kubeconfig", KUBECONFIG)
                .set("--authorization-kubeconfig", KUBECONFIG)
                .set("--bind-address", "0.0.0.0")
                .set("--client-ca-file", PKI + ctx.trustFile(CA))
                .set("--cluster-name", tenant.name())
                .set("--cluster-signing-cert-file", PKI + CA.certificateFile())
                .set("--cluster-signing-key-file", PKI + CA.keyFile())
                .set("--controllers", JoiningControllers.in("*"))
                .adapt("--controllers", JoiningControllers::in)
                .set("--kubeconfig", KUBECONFIG)
                .set("--leader-elect", "true")
                .set("--requestheader-client-ca-file", PKI + ctx.trustFile(FRONT_PROXY_CA))
                .set("--root-ca-file", PKI + ctx.trustFile(CA))
                .set("--service-account-private-key-file", PKI + SERVICE_ACCOUNTS.keyFile())
                .set("--use-service-account-credentials", "true");
        KubeApiServer.setList(flags, "--cluster-cidr", tenant.podCidrs());
        KubeApiServer.setList(flags, "--service-cluster-ip-range", tenant.serviceCidrs());
        if (tenant.podCidrs().isEmpty()) {
            flags.set("--allocate-node-cidrs", "false"); // there is nothing to allocate from
        }
        return flags;
    }

    /** The signer is one certificate; whom to trust may be more than that. */
    private static List<Projection> files(RenderContext ctx) {
        var tenant = ctx.tenant();
        var authority = new LinkedHashSet<>(List.of(CA.certificateFile(), CA.keyFile(), ctx.trustFile(CA)));
        return List.of(
                Projection.of(tenant, CA, authority.toArray(String[]::new)),
                Projection.of(tenant, FRONT_PROXY_CA, ctx.trustFile(FRONT_PROXY_CA)),
                Projection.of(tenant, SERVICE_ACCOUNTS, SERVICE_ACCOUNTS.keyFile()));
    }
}
