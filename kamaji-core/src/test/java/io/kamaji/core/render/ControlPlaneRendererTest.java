package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.testing.Trees;
import io.kamaji.pki.CertificateSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlPlaneRendererTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    /** A user's component that changes kube-apiserver. */
    private record Audit(String container) implements Component {
        @Override
        public String name() {
            return "audit";
        }

        @Override
        public Declaration declares() {
            return Declaration.builder().volume("audit").build();
        }

        @Override
        public Contribution contribute(RenderContext ctx) {
            return Contribution.builder()
                    .configMap("audit", Map.of("policy.yaml", "rules: []"), Set.of())
                    .volume(Volume.configMap("audit", ctx.tenant().objectName("audit")))
                    .extend(
                            container,
                            c -> c.flag("--audit-policy-file", "/audit/policy.yaml")
                                    .mount(Mount.readOnly("audit", "/audit")))
                    .servicePort(ServicePort.of("audit", 9000))
                    .warning("audit is on")
                    .build();
        }
    }

    private static Rendered render(ControlPlaneRenderer renderer) {
        return renderer.render(ETCD.tenant(), ETCD.inputs());
    }

    private static io.kamaji.api.json.JsonObject deployment(Rendered rendered) {
        return rendered.manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .tree();
    }

    @Test
    void render_componentOfAUser_isPartOfPodServiceAndChecksums() {
        var rendered = render(ControlPlaneRenderer.standard().toBuilder()
                .add(new Audit("kube-apiserver"))
                .build());
        var deployment = deployment(rendered);
        var apiServer = deployment
                .array("spec", "template", "spec", "containers")
                .objects()
                .filter(c -> c.text("name").orElseThrow().equals("kube-apiserver"))
                .findFirst()
                .orElseThrow();
        assertThat(apiServer.array("args").texts()).contains("--audit-policy-file=/audit/policy.yaml");
        assertThat(deployment.texts("spec", "template", "metadata", "annotations"))
                .containsKey("checksum.kamaji.clastix.io/audit");
        assertThat(Trees.yaml(rendered)).contains("name: audit\n    protocol: TCP\n    port: 9000");
        assertThat(rendered.warnings()).contains("audit is on");
    }

    @Test
    void render_extensionOfNoContainer_isRefused() {
        var renderer = ControlPlaneRenderer.standard().toBuilder()
                .add(new Audit("nobody"))
                .build();
        assertThatThrownBy(() -> render(renderer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no container nobody to extend");
    }

    @Test
    void add_nameThatIsThere_isRefused() {
        var builder = ControlPlaneRenderer.standard().toBuilder().add(new Audit("x"));
        assertThatThrownBy(() -> builder.add(new Audit("y"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void customize_secretThatIsMounted_changesItsChecksumInThePod() {
        var plain = deployment(render(ControlPlaneRenderer.standard()));
        var changed = deployment(render(ControlPlaneRenderer.standard().toBuilder()
                .customize(
                        "Secret",
                        tree -> tree.text("metadata", "name").orElseThrow().equals("blue-ca")
                                ? tree.update("data", data -> data.with("extra", "eA=="))
                                : tree)
                .build()));
        var path = new String[] {"spec", "template", "metadata", "annotations"};
        assertThat(changed.texts(path).get("checksum.kamaji.clastix.io/ca"))
                .isNotEqualTo(plain.texts(path).get("checksum.kamaji.clastix.io/ca"));
    }

    @Test
    void customize_deploymentThatReadsMore_isHashedToo() {
        var changed = deployment(render(ControlPlaneRenderer.standard().toBuilder()
                .customize(
                        "Deployment",
                        tree -> tree.withAt(
                                List.of("spec", "template", "spec", "volumes"),
                                List.of(Volume.secret("x", "blue-admin-kubeconfig")
                                        .toJson())))
                .build()));
        assertThat(changed.texts("spec", "template", "metadata", "annotations"))
                .containsOnlyKeys("checksum.kamaji.clastix.io/admin-kubeconfig");
    }

    @Test
    void customize_otherName_isRefused() {
        var renderer = ControlPlaneRenderer.standard().toBuilder()
                .customize("Service", tree -> tree.withAt(List.of("metadata", "name"), "other"))
                .build();
        assertThatThrownBy(() -> render(renderer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void certificates_addressUnknown_leavesOutTheApiServers() {
        var renderer = ControlPlaneRenderer.standard();
        var known = renderer.certificates(ETCD.tenant(), ETCD.endpoints(), ETCD.storage());
        var waiting = Scenarios.named("address-unknown").endpoints();
        var unknown = renderer.certificates(ETCD.tenant(), waiting, ETCD.storage());
        assertThat(known)
                .extracting(CertificateSpec::name)
                .containsExactly(
                        "ca",
                        "front-proxy-ca",
                        "apiserver",
                        "apiserver-kubelet-client",
                        "front-proxy-client",
                        "admin",
                        "super-admin",
                        "controller-manager",
                        "scheduler",
                        "datastore-ca",
                        "datastore-client");
        assertThat(unknown).extracting(CertificateSpec::name).hasSize(10).doesNotContain("apiserver");
    }

    @Test
    void certificates_all_formATree() {
        for (var scenario : Scenarios.ALL) {
            var specs = ControlPlaneRenderer.standard()
                    .certificates(scenario.tenant(), scenario.endpoints(), scenario.storage());
            assertThat(io.kamaji.pki.CertificateTree.of(specs))
                    .as(scenario.name())
                    .isNotNull();
            assertThat(specs)
                    .filteredOn(spec -> spec.organizations().contains("system:masters"))
                    .extracting(CertificateSpec::name)
                    .containsExactly("super-admin");
        }
    }

    @Test
    void render_addressUnknown_onlyWhatDependsOnItWaits() {
        var parts = Scenarios.named("address-unknown").render().parts();
        assertThat(parts)
                .filteredOn(part -> !part.waitsFor().isEmpty())
                .extracting(part -> part.manifest().ref().kind() + " "
                        + part.manifest().ref().name())
                .containsExactly(
                        "Secret blue-api-server-certificate",
                        "Secret blue-admin-kubeconfig",
                        "ConfigMap blue-kubeadmconfig",
                        "Deployment blue",
                        "EndpointSlice kubernetes-kamaji",
                        "ConfigMap kubeadm-config",
                        "ConfigMap cluster-info");
        assertThat(parts).hasSameSizeAs(ETCD.render().parts());
    }

    @Test
    void render_everything_adminObjectsHaveOwnerNamespaceAndLabels() {
        for (var scenario : Scenarios.ALL) {
            for (var manifest : scenario.render().manifests(Target.ADMIN)) {
                var tree = manifest.tree();
                assertThat(tree.array("metadata", "ownerReferences").get(0)).isEqualTo(Scenarios.owner());
                assertThat(tree.text("metadata", "namespace")).contains("tenants");
                assertThat(tree.texts("metadata", "labels"))
                        .containsEntry("kamaji.clastix.io/project", "kamaji")
                        .containsEntry("kamaji.clastix.io/name", "blue")
                        .containsKey("kamaji.clastix.io/component");
            }
        }
    }

    @Test
    void render_labelsOfTheSpecThatNameAnotherTenant_stayBehindOurs() {
        var labels =
                io.kamaji.api.json.JsonObject.of("labels", Map.of("kamaji.clastix.io/name", "victim", "team", "a"));
        var scenario = ETCD.with("spec.controlPlane.service.additionalMetadata", labels)
                .with("spec.controlPlane.deployment.additionalMetadata", labels);
        for (var kind : List.of("Service", "Deployment")) {
            assertThat(scenario.object(kind, "blue").texts("metadata", "labels"))
                    .containsEntry("kamaji.clastix.io/name", "blue")
                    .containsEntry("team", "a");
        }
    }

    /** One that says nothing of what it brings. */
    private record Silent(Contribution contribution) implements Component {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public Contribution contribute(RenderContext ctx) {
            return contribution;
        }
    }

    @Test
    void render_kindContainerOrVolumeThatIsNotDeclared_isRefusedByName() {
        var object = io.kamaji.api.json.JsonObject.parse("{apiVersion: v1, kind: ServiceAccount, metadata: {name: x}}");
        refused(Contribution.builder().object(Target.ADMIN, object), "does not declare v1 ServiceAccount");
        refused(Contribution.builder().object(Target.TENANT, object), "to the TENANT cluster");
        refused(Contribution.builder().sidecar("x", c -> c.image("x")), "does not declare its container x");
        refused(Contribution.builder().volume(Volume.emptyDir("x")), "does not declare its volume x");
    }

    private static void refused(Contribution.Builder contribution, String message) {
        var renderer = ControlPlaneRenderer.standard().toBuilder()
                .add(new Silent(contribution.build()))
                .build();
        assertThatThrownBy(() -> render(renderer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("component silent")
                .hasMessageContaining(message);
    }
}
