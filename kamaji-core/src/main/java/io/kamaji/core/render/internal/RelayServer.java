package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonValue;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.component.Volume.Projection;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.pki.SubjectAltNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The relay beside kube-apiserver: takes the connections of those on nodes, out of which it hands what pods say to
 * kube-apiserver. Outputs: a sidecar that ends after kube-apiserver, its ConfigMap and certificate, Service port {@code relay},
 * one kube-apiserver flag: the endpoints of Service {@code kubernetes} are the relays then, and no API server may put its own
 * address beside them. How the front leads here says {@link Behind}.
 */
final class RelayServer implements Component {
    private static final String SUFFIX = "relay";
    private static final String PKI = "kamaji-relay-certificate";

    /** Of the server name by which a front tells this tenant's relay from others'. */
    static final Credential CERTIFICATE = Credential.server(
                    "relay",
                    Relay.NAME,
                    ClusterCredentials.CA.name(),
                    tenant -> tenant.endpoints()
                            .relay()
                            .map(at -> tenant.endpoints().relay().isKnown()
                                    ? SubjectAltNames.of(at.host())
                                    : SubjectAltNames.NONE))
            .secret("relay-certificate")
            .build();

    @Override
    public String name() {
        return "relay-server";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return Relay.isEnabled(tenant);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .credential(CERTIFICATE)
                .container(Relay.NAME)
                .volume(Relay.NAME, PKI)
                .build();
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(ServerNames::check);
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var port = Relay.port(tenant);
        return Contribution.builder()
                .configMap(SUFFIX, Map.of(Relay.FILE, Relay.inControlPlane(tenant)), Set.of())
                .sidecar(Relay.NAME, container -> container(tenant, container))
                .extend(
                        KubeApiServer.NAME,
                        container -> container.flags(flags -> flags.setDefault("--endpoint-reconciler-type", "none")))
                .volume(Volume.configMap(Relay.NAME, tenant.objectName(SUFFIX)))
                .volume(Volume.projected(PKI, List.of(Projection.pair(tenant, CERTIFICATE))))
                .servicePort(new ServicePort(SUFFIX, port, JsonValue.of(port), "TCP", Optional.empty(), false))
                .build();
    }

    private static void container(TenantView tenant, Container.Builder container) {
        container
                .image(Relay.image(tenant))
                .command("haproxy", "-db", "-f", Relay.FOLDER + "/config/" + Relay.FILE)
                .mount(Mount.readOnly(Relay.NAME, Relay.FOLDER + "/config"))
                .mount(Mount.readOnly(PKI, Relay.FOLDER + "/pki"))
                .field("env", List.of(AddonObjects.podField("POD_IP", "status.podIP")))
                .field("securityContext", Relay.securityContext());
    }
}
