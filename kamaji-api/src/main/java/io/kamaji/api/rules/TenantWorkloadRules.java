package io.kamaji.api.rules;

import io.kamaji.api.tenant.KonnectivityAgentSpec;
import io.kamaji.api.tenant.KonnectivitySpec;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.Optional;

/** Deployment and addons. */
final class TenantWorkloadRules {
    private static final String AGENT = "spec.addons.konnectivity.agent";

    private TenantWorkloadRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var deployment = tenant.spec().controlPlane().deployment().orElseThrow();
        notNegative("spec.controlPlane.deployment.replicas", deployment.replicas(), found);
        tenant.spec()
                .addons()
                .flatMap(addons -> addons.konnectivity())
                .flatMap(KonnectivitySpec::agent)
                .ifPresent(agent -> agent(agent, found));
        patches(tenant, found);
    }

    private static void agent(KonnectivityAgentSpec agent, Findings found) {
        var mode = agent.mode().orElseThrow();
        var daemonSet = mode.equals("DaemonSet");
        found.require(
                AGENT,
                agent.replicas(),
                replicas -> mode.equals("Deployment") ? replicas != 0 : !daemonSet || replicas == 0,
                "replicas must be 0 (or unset) when mode is DaemonSet, and greater than 0 (or unset) when mode is Deployment");
        if (!daemonSet) {
            notNegative(AGENT + ".replicas", agent.replicas(), found);
        }
    }

    private static void notNegative(String path, Optional<Integer> number, Findings found) {
        found.require(path, number, it -> it >= 0, "should be a non-negative integer");
    }

    /** A patch that RFC 6902 does not allow fails on every pass. */
    private static void patches(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var patches =
                tenant.spec().kubernetes().kubelet().configurationJSONPatches().orElse(List.of());
        for (int i = 0; i < patches.size(); i++) {
            var path = "spec.kubernetes.kubelet.configurationJSONPatches[" + i + "].";
            var patch = patches.get(i);
            pointer(path + "path", Optional.of(patch.path()), found);
            pointer(path + "from", patch.fromPointer(), found);
            if (List.of("move", "copy").contains(patch.op())
                    && patch.fromPointer().isEmpty()) {
                found.add(path + "from", null, "must be set for op " + patch.op());
            }
            if (List.of("add", "replace", "test").contains(patch.op())
                    && patch.value().isEmpty()) {
                found.add(path + "value", null, "must be set for op " + patch.op());
            }
        }
    }

    private static void pointer(String path, Optional<String> pointer, Findings found) {
        found.require(path, pointer, it -> it.isEmpty() || it.startsWith("/"), "must be a JSON pointer (RFC 6901)");
    }
}
