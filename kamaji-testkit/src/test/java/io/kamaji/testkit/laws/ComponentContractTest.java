package io.kamaji.testkit.laws;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ClusterCredentials;
import java.util.Map;
import java.util.Set;

/**
 * The contract of components, held by a small one with a certificate and objects in both clusters, among them a NetworkPolicy
 * that must not be refused.
 */
class ComponentContractTest extends ComponentContract {
    private static final Credential CLIENT = Credential.client(
                    "greeting-client", "greeting", ClusterCredentials.CA.name(), "greeters")
            .secret("greeting-certificate")
            .tls()
            .build();

    @Override
    protected Component component() {
        return new Component() {
            @Override
            public String name() {
                return "greeting";
            }

            @Override
            public Declaration declares() {
                return Declaration.builder()
                        .kind(Target.ADMIN, ResourceTypes.SERVICE_ACCOUNT)
                        .kind(Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                        .kind(Target.TENANT, ResourceTypes.NAMESPACE)
                        .kind(Target.TENANT, ResourceTypes.CONFIG_MAP)
                        .credential(CLIENT)
                        .container("greeting")
                        .volume("greeting-client")
                        .build();
            }

            @Override
            public Contribution contribute(RenderContext context) {
                return Contribution.builder()
                        .configMap("greeting", Map.of("text", "hello"), Set.of())
                        .volume(Volume.secret("greeting-client", context.tenant(), CLIENT))
                        .sidecar(
                                "greeting",
                                container -> container
                                        .image("example/greeting:1")
                                        .mount(Mount.readOnly("greeting-client", "/certificates")))
                        .object(
                                Target.ADMIN,
                                JsonObject.parse("{apiVersion: v1, kind: ServiceAccount, metadata: {name: greeter}}"))
                        .object(Target.ADMIN, JsonObject.parse("""
                                apiVersion: networking.k8s.io/v1
                                kind: NetworkPolicy
                                metadata: {name: greeter}
                                spec: {podSelector: {matchLabels: {app: greeter}}}
                                """))
                        .object(
                                Target.TENANT,
                                JsonObject.parse("{apiVersion: v1, kind: Namespace, metadata: {name: greetings}}"))
                        .object(
                                Target.TENANT,
                                JsonObject.parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: greeting,"
                                        + " namespace: kube-system}, data: {text: hello}}"))
                        .extend("kube-apiserver", c -> c.flag("--audit-log-maxage", "7"))
                        .build();
            }
        };
    }
}
