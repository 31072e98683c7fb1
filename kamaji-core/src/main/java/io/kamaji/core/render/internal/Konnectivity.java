package io.kamaji.core.render.internal;

import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.api.tenant.KonnectivityAgentSpec;
import io.kamaji.api.tenant.KonnectivityServerSpec;
import io.kamaji.api.tenant.KonnectivitySpec;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Given;
import java.util.Optional;

/**
 * What konnectivity's server and agent must agree on. Immutable.
 *
 * @param server as in the spec, with its defaults
 * @param agent as in the spec, with its defaults
 * @param serverVersion image tag of the server
 * @param agentVersion image tag of the agent
 * @param countsLeases whether agents count the servers by their leases, so that scaling changes no pod; else servers tell
 *     the number, which is a flag of theirs. So does the one server of an economical tenant, whose lease would be a third of its
 *     writes: its leader leases change with the number of pods anyway
 */
record Konnectivity(
        KonnectivityServerSpec server,
        KonnectivityAgentSpec agent,
        String serverVersion,
        String agentVersion,
        boolean countsLeases) {
    /** Whom the server is to the tenant, and for whom agents' tokens are made. */
    static final String IDENTITY = "system:konnectivity-server";

    static final String AGENT = "konnectivity-agent";
    static final int ADMIN_PORT = 8133;
    static final int HEALTH_PORT = 8134;

    static boolean isEnabled(TenantView tenant) {
        return spec(tenant).isPresent();
    }

    static Konnectivity of(TenantView tenant) {
        var spec = spec(tenant).orElseThrow();
        var server =
                spec.server().orElseGet(() -> KonnectivityServerSpec.builder().build());
        var agent = spec.agent().orElseGet(() -> KonnectivityAgentSpec.builder().build());
        var byDefault = AddonVersions.of(tenant.minor()).konnectivity();
        var serverVersion = Given.text(server.version()).orElse(byDefault);
        var agentVersion = Given.text(agent.version()).orElse(byDefault);
        var haveLeases = AddonVersions.hasLeases(serverVersion) && AddonVersions.hasLeases(agentVersion);
        var one = Economy.isOn(tenant) && tenant.replicas() <= 1;
        return new Konnectivity(server, agent, serverVersion, agentVersion, haveLeases && !one);
    }

    /** Port of the server, in the pods and in the Service; default 8132. */
    static int port(TenantView tenant) {
        return spec(tenant)
                .flatMap(KonnectivitySpec::server)
                .map(KonnectivityServerSpec::port)
                .orElseGet(() -> KonnectivityServerSpec.builder().build().port());
    }

    String serverImage() {
        return Given.text(server.image()).orElse("registry.k8s.io/kas-network-proxy/proxy-server") + ":"
                + serverVersion;
    }

    String agentImage() {
        return Given.text(agent.image()).orElse("registry.k8s.io/kas-network-proxy/proxy-agent") + ":" + agentVersion;
    }

    private static Optional<KonnectivitySpec> spec(TenantView tenant) {
        return tenant.spec().addons().flatMap(AddonsSpec::konnectivity);
    }
}
