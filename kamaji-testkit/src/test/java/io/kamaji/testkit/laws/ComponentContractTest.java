package io.kamaji.testkit.laws;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.Target;
import java.util.Map;
import java.util.Set;

/** The contract of components, held by a small one with an object of a kind that no built-in component has. */
class ComponentContractTest extends ComponentContract {

    @Override
    protected Component component() {
        return new Component() {
            @Override
            public String name() {
                return "greeting";
            }

            @Override
            public Contribution contribute(RenderContext context) {
                return Contribution.builder()
                        .configMap("greeting", Map.of("text", "hello"), Set.of())
                        .object(
                                Target.ADMIN,
                                JsonObject.parse("{apiVersion: v1, kind: ServiceAccount, metadata: {name: greeter}}"))
                        .extend("kube-apiserver", c -> c.flag("--audit-log-maxage", "7"))
                        .build();
            }
        };
    }
}
