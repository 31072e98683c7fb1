package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Exposure;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.exposure.Known.Pending;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Scenarios.Scenario;
import io.kamaji.pki.CertificateSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A way of exposure is one component: what it resolves reaches everything that names the API. */
class ExposureTest {
    private static final ObjectRef ROUTE = ObjectRef.of("route.example.com/v1", "Route", "tenants", "blue");
    private static final Scenario ADDONS = Scenarios.named("addons");

    /** A front that takes the host of its route from what was seen of it. */
    private static final class Front implements Exposure {
        @Override
        public String name() {
            return "front";
        }

        @Override
        public Endpoints resolve(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
            var host = observed.apply(ROUTE).flatMap(route -> route.text("status", "host"));
            return tenant.endpoints().apiAt(known(host, 443)).konnectivityAt(known(host, 8443));
        }

        private static Known<HostPort> known(Optional<String> host, int port) {
            return host.map(name -> Known.of(new HostPort(name, port)))
                    .orElseGet(() -> Known.waiting(
                            new HostPort("<route>", port), new Pending("<route>", ROUTE, "the host of Route blue")));
        }

        @Override
        public Contribution contribute(RenderContext context) {
            return Contribution.builder().build();
        }
    }

    private static final ControlPlaneRenderer RENDERER =
            ControlPlaneRenderer.standard().toBuilder().add(new Front()).build();

    private static Endpoints endpoints(Optional<String> host) {
        var front = host.map(name -> JsonObject.of("status", JsonObject.of("host", name)));
        var service =
                JsonObject.parse("{spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}");
        return RENDERER.endpoints(
                ADDONS.tenant(),
                ADDONS.storage(),
                ref -> ref.equals(ROUTE)
                        ? front
                        : Optional.of(service).filter(seen -> ref.kind().equals("Service")));
    }

    private static Rendered render(Optional<String> host) {
        var inputs = ADDONS.inputs().toBuilder().endpoints(endpoints(host)).build();
        return RENDERER.render(ADDONS.tenant(), inputs);
    }

    private static JsonObject object(Rendered rendered, Target target, String kind, String name) {
        return rendered.manifests(target).stream()
                .filter(manifest -> manifest.ref().kind().equals(kind))
                .filter(manifest -> manifest.ref().name().equals(name))
                .findFirst()
                .orElseThrow()
                .tree();
    }

    @Test
    void render_behindAFront_clientsNodesAndAgentsGoThere() {
        var rendered = render(Optional.of("blue.example.com"));
        var kubeconfig = object(rendered, Target.ADMIN, "Secret", "blue-admin-kubeconfig")
                .text("data", "admin.conf");
        assertThat(new String(Base64.getDecoder().decode(kubeconfig.orElseThrow()), StandardCharsets.UTF_8))
                .contains("https://blue.example.com:443");
        assertThat(object(rendered, Target.TENANT, "ConfigMap", "cluster-info").toJson())
                .contains("https://blue.example.com:443");
        assertThat(object(rendered, Target.TENANT, "ConfigMap", "kubeadm-config")
                        .toJson())
                .contains("controlPlaneEndpoint: blue.example.com:443");
        assertThat(object(rendered, Target.TENANT, "ConfigMap", "kube-proxy").toJson())
                .contains("https://blue.example.com:443");
        assertThat(object(rendered, Target.TENANT, "DaemonSet", "konnectivity-agent")
                        .toJson())
                .contains("--proxy-server-host=blue.example.com", "--proxy-server-port=8443");
    }

    @Test
    void certificates_behindAFront_haveItsName() {
        var apiServer =
                RENDERER
                        .certificates(ADDONS.tenant(), endpoints(Optional.of("blue.example.com")), ADDONS.storage())
                        .stream()
                        .filter(spec -> spec.name().equals("apiserver"))
                        .map(CertificateSpec::subjectAltNames)
                        .findFirst()
                        .orElseThrow();
        assertThat(apiServer.dnsNames()).contains("blue.example.com");
        assertThat(apiServer.ipAddresses()).contains("192.0.2.10");
    }

    @Test
    void endpoints_behindAFront_staysWhatTheApiServersAdvertise() {
        var endpoints = endpoints(Optional.of("blue.example.com"));
        assertThat(endpoints.advertised().value()).contains("192.0.2.10");
        assertThat(endpoints.announced().shown()).hasToString("192.0.2.10:6443");
        assertThat(endpoints.inCluster()).hasToString("blue.tenants.svc:6443");
    }

    @Test
    void render_frontUnknown_waitsForIt() {
        assertThat(endpoints(Optional.empty()).pending())
                .containsExactly(new Pending("<route>", ROUTE, "the host of Route blue"));
        assertThat(render(Optional.empty()).parts())
                .filteredOn(part -> part.waitsFor().contains("<route>"))
                .extracting(part -> part.manifest().ref().name())
                .contains("blue-admin-kubeconfig", "kubeadm-config", "cluster-info", "kube-proxy", "konnectivity-agent")
                .doesNotContain("kubernetes-kamaji");
    }
}
