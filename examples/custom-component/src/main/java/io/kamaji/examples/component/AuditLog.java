package io.kamaji.examples.component;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.Volume;
import java.util.Map;
import java.util.Set;

/** Writes who did what in the tenant to the API server's own log: a policy, a mount and two flags. */
public final class AuditLog implements Component {
    private static final String FOLDER = "/etc/kubernetes/audit";
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            rules:
            - level: Metadata
            """;

    @Override
    public String name() {
        return "audit-log";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder().volume("audit").build();
    }

    @Override
    public Contribution contribute(RenderContext context) {
        return Contribution.builder()
                .configMap("audit", Map.of("policy.yaml", POLICY), Set.of())
                .volume(Volume.configMap("audit", context.tenant().objectName("audit")))
                .extend(
                        "kube-apiserver",
                        container -> container
                                .mount(Mount.readOnly("audit", FOLDER))
                                .flag("--audit-policy-file", FOLDER + "/policy.yaml")
                                .flag("--audit-log-path", "-"))
                .build();
    }
}
