package io.kamaji.core.render.internal;

import static io.kamaji.core.render.ClusterCredentials.API_SERVER;
import static io.kamaji.core.render.ClusterCredentials.CA;
import static io.kamaji.core.render.ClusterCredentials.FRONT_PROXY_CA;
import static io.kamaji.core.render.ClusterCredentials.FRONT_PROXY_CLIENT;
import static io.kamaji.core.render.ClusterCredentials.KUBELET_CLIENT;
import static io.kamaji.core.render.ClusterCredentials.SERVICE_ACCOUNTS;

import io.kamaji.api.tenant.AdditionalVolumeMounts;
import io.kamaji.api.tenant.ContainerSecurityContexts;
import io.kamaji.api.tenant.ControlPlaneResources;
import io.kamaji.api.tenant.ExtraArgs;
import io.kamaji.api.tenant.KubernetesSpec;
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
import java.util.ArrayList;
import java.util.List;

/**
 * kube-apiserver. Inputs: network, admission plugins, kubelet address types, the store's binding, address. Ours over the
 * user's, whose other flags come last as written. It is given no CA key. Source: kubeadm's manifest for v1.37.
 */
final class KubeApiServer implements Component {
    static final FlagTable FLAGS = FlagTable.read(KubeApiServer.class, "known-flags/kube-apiserver.txt");
    static final String ARGUMENTS = "spec.controlPlane.deployment.extraArgs.apiServer";
    static final String NAME = Names.KUBE_API_SERVER;
    private static final String PKI = "/etc/kubernetes/pki/";

    /**
     * Servers of different versions would pass requests on to each other, at the address that each advertises. Ours all advertise
     * the same one, so nobody in particular is there; each would only write a lease each 10 s for it.
     */
    private static final List<String> NO_PEER_PROXY = List.of("UnknownVersionInteroperabilityProxy=false");

    private static final int FIRST_WITH_PEER_PROXY = 36;

    /** Path that says whether it may be asked. */
    static final String READY = "/readyz";

    /** Others have no endpoints of Service {@code kubernetes} with such an address, these end. */
    private static final int FIRST_THAT_ENDS_ON_SPECIAL_ADDRESSES = 37;

    /** Volume with the files under {@code /etc/kubernetes/pki}. */
    static final String VOLUME = "etc-kubernetes-pki";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(
                KnownFlags.ofControlPlane("apiServer", FLAGS, ARGUMENTS),
                FeatureGates.of("apiServer", FLAGS, ARGUMENTS),
                AdmissionPlugins::check,
                NetworkRanges::services,
                FlagLosses.ofApiServer());
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .container(NAME, "spec.controlPlane.deployment.containerSecurityContexts.apiServer")
                .volume(VOLUME)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        return Contribution.builder()
                .container(NAME, container -> container(ctx, container))
                .volume(Volume.projected(VOLUME, files(ctx)))
                .build();
    }

    private static void container(RenderContext ctx, Container.Builder container) {
        var tenant = ctx.tenant();
        var deployment = tenant.deployment();
        container
                .image(tenant.apiServerImage())
                .command(NAME)
                .flags(flags(ctx))
                .mount(Mount.readOnly(VOLUME, "/etc/kubernetes/pki"))
                .userMounts(deployment
                        .additionalVolumeMounts()
                        .flatMap(AdditionalVolumeMounts::apiServer)
                        .orElse(List.of()))
                .field("resources", deployment.resources().flatMap(ControlPlaneResources::apiServer))
                .field(
                        "securityContext",
                        deployment.containerSecurityContexts().flatMap(ContainerSecurityContexts::apiServer));
        Probe.LIVENESS.addTo(container, "/livez", tenant.port(), tenant, Probes::apiServer);
        Probe.READINESS.addTo(container, READY, tenant.port(), tenant, Probes::apiServer);
        Probe.STARTUP.addTo(container, "/livez", tenant.port(), tenant, Probes::apiServer);
    }

    private static Flags.Builder flags(RenderContext ctx) {
        var tenant = ctx.tenant();
        var flags = Flags.builder(Flags.Precedence.MANAGED_WINS_USER_LAST)
                .user(
                        ARGUMENTS,
                        tenant.deployment()
                                .extraArgs()
                                .flatMap(ExtraArgs::apiServer)
                                .orElse(List.of()),
                        FLAGS.syntax())
                .setDefault("--allow-privileged", "true")
                .setDefault("--authorization-mode", "Node,RBAC")
                .setDefault("--enable-bootstrap-token-auth", "true")
                .setDefault("--requestheader-extra-headers-prefix", "X-Remote-Extra-")
                .setDefault("--requestheader-group-headers", "X-Remote-Group")
                .setDefault("--requestheader-username-headers", "X-Remote-User")
                // literal for every cluster domain: another issuer would void the tokens of running tenants
                .setDefault("--service-account-issuer", KubernetesSpec.SERVICE_ACCOUNT_ISSUER)
                // else it waits for clients to end their watches until it is killed
                .setDefault("--shutdown-watch-termination-grace-period", PodSettings.WATCH_SECONDS + "s")
                .set("--advertise-address", tenant.endpoints().advertised().shown())
                .set("--client-ca-file", PKI + ctx.trustFile(CA))
                .set(
                        "--enable-admission-plugins",
                        String.join(
                                ",",
                                AdmissionPlugins.enabled(tenant.spec()
                                        .kubernetes()
                                        .admissionControllers()
                                        .orElse(List.of()))))
                .set("--kubelet-client-certificate", PKI + KUBELET_CLIENT.certificateFile())
                .set("--kubelet-client-key", PKI + KUBELET_CLIENT.keyFile())
                .set("--proxy-client-cert-file", PKI + FRONT_PROXY_CLIENT.certificateFile())
                .set("--proxy-client-key-file", PKI + FRONT_PROXY_CLIENT.keyFile())
                .set("--requestheader-allowed-names", FRONT_PROXY_CLIENT.name())
                .set("--requestheader-client-ca-file", PKI + ctx.trustFile(FRONT_PROXY_CA))
                .set("--secure-port", Integer.toString(tenant.port()))
                .set("--service-account-key-file", PKI + SERVICE_ACCOUNTS.publicKeyFile())
                .set("--service-account-signing-key-file", PKI + SERVICE_ACCOUNTS.keyFile())
                .set("--tls-cert-file", PKI + API_SERVER.certificateFile())
                .set("--tls-private-key-file", PKI + API_SERVER.keyFile())
                .setLiteral(tenant.store().binding().apiServerFlags());
        setList(flags, "--service-cluster-ip-range", tenant.serviceCidrs());
        setList(
                flags,
                "--kubelet-preferred-address-types",
                tenant.spec().kubernetes().kubelet().preferredAddressTypes().orElse(List.of()));
        if (tenant.minor() >= FIRST_THAT_ENDS_ON_SPECIAL_ADDRESSES && KubernetesEndpoints.hasNone(tenant)) {
            flags.setDefault("--endpoint-reconciler-type", "none");
        }
        if (flags.userHas("--authorization-config")) {
            flags.remove("--authorization-mode"); // kube-apiserver refuses both
        }
        if (tenant.minor() >= FIRST_WITH_PEER_PROXY) {
            flags.gates(NO_PEER_PROXY);
        }
        if (!PodSettings.recreates(tenant)) {
            flags.setDefault("--shutdown-delay-duration", PodSettings.SHUTDOWN_DELAY_SECONDS + "s");
            if (tenant.store().binding().kine().isPresent()) {
                flags.gates(KineGates.OURS);
            }
        }
        return flags;
    }

    /** A list flag, left out where there are no items. */
    static void setList(Flags.Builder flags, String name, List<String> items) {
        if (!items.isEmpty()) {
            flags.set(name, String.join(",", items));
        }
    }

    private static List<Projection> files(RenderContext ctx) {
        var tenant = ctx.tenant();
        var files = new ArrayList<>(List.of(
                Projection.pair(tenant, API_SERVER),
                Projection.of(tenant, CA, ctx.trustFile(CA)),
                Projection.pair(tenant, KUBELET_CLIENT),
                Projection.of(tenant, FRONT_PROXY_CA, ctx.trustFile(FRONT_PROXY_CA)),
                Projection.pair(tenant, FRONT_PROXY_CLIENT),
                Projection.of(tenant, SERVICE_ACCOUNTS, SERVICE_ACCOUNTS.publicKeyFile(), SERVICE_ACCOUNTS.keyFile())));
        var storage = AccountSecret.files(tenant);
        if (tenant.store().binding().kine().isEmpty() && !storage.isEmpty()) {
            files.add(new Projection(tenant.objectName(AccountSecret.CLIENT.secret()), "etcd/", storage));
        }
        return files;
    }
}
