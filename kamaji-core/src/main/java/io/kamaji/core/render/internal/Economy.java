package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Quantity;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The economy profile, for tenants that idle: the same programs with less memory, fewer wake-ups and fewer writes. What each knob
 * saves and costs was measured, as was what is left out: javadoc/idle-cost.md. All of it yields to the user's flags and probes;
 * {@link Probe} has the probes of it and {@link Konnectivity} the leases of its server.
 */
final class Economy implements Component {
    private static final String NAME = "economy";

    /** Garbage is a quarter of what lives, not as much as that: a third more CPU while it is busy, none while idle. */
    private static final String GARBAGE_PERCENT = "25";

    /** The part of a memory limit that Go's heap keeps to before the kernel ends the process. */
    private static final BigDecimal OF_LIMIT = new BigDecimal("0.9");

    /** Each API server renews a lease each 10 s that nobody reads but the proxy between unlike servers, which can't be on then. */
    private static final List<String> NO_IDENTITY =
            List.of("APIServerIdentity=false", "UnknownVersionInteroperabilityProxy=false");

    /** Without it, a lease that was not given back keeps controllers waiting after each rollout. */
    private static final List<String> RELEASE = List.of("ControllerManagerReleaseLeaderElectionLockOnExit=true");

    private static final int FIRST_WITH_RELEASE = 36;

    /** Leader leases of one pod, which only keep the next pod waiting, and of several, of which one takes over. */
    private static final Map<String, String> ALONE = leases("45s", "40s", "15s");

    private static final Map<String, String> SEVERAL = leases("30s", "20s", "8s");

    /** kine asks the store each second for what others wrote; one pod has no others but while it is replaced. */
    private static final String POLL = "--datastore-poll-interval";

    private static final String POLL_INTERVAL = "5s";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return isOn(tenant);
    }

    /** Whether a tenant asks for it. */
    static boolean isOn(TenantView tenant) {
        return tenant.setting(Settings.ECONOMY).orElse(false);
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var contribution = Contribution.builder()
                .extend(KubeApiServer.NAME, container -> garbage(container).flags(flags -> flags.gates(NO_IDENTITY)))
                .extend(KubeScheduler.NAME, container -> garbage(container).flags(flags -> lead(flags, tenant)))
                .extend(
                        KubeControllerManager.NAME,
                        container -> garbage(container).flags(flags -> {
                            lead(flags, tenant);
                            flags.gates(tenant.minor() >= FIRST_WITH_RELEASE ? RELEASE : List.of());
                        }));
        if (Konnectivity.isEnabled(tenant)) {
            contribution.extend(KonnectivityServer.NAME, Economy::garbage);
        }
        if (tenant.replicas() <= 1 && polls(ctx)) {
            contribution.extend(
                    Kine.NAME, container -> container.flags(flags -> flags.setDefault(POLL, POLL_INTERVAL)));
        }
        return contribution.build();
    }

    /** Whether there is a kine of which it is known that it takes the flag. */
    private static boolean polls(RenderContext ctx) {
        var tenant = ctx.tenant();
        return tenant.store().binding().kine().isPresent()
                && ctx.kineImage().contains(":v0.17.")
                && UserContainers.named(tenant, Kine.NAME).isEmpty();
    }

    /** The three fit together or the program ends, so the user's are all or none. */
    private static void lead(Flags.Builder flags, TenantView tenant) {
        var leases = tenant.replicas() > 1 ? SEVERAL : ALONE;
        if (leases.keySet().stream().noneMatch(flags::userHas)) {
            leases.forEach(flags::setDefault);
        }
    }

    private static Container.Builder garbage(Container.Builder container) {
        container.env("GOGC", GARBAGE_PERCENT);
        container
                .field("resources")
                .flatMap(JsonValue::asObject)
                .flatMap(resources -> resources.get("limits", "memory"))
                .flatMap(Quantity::of)
                .ifPresent(limit -> container.env(
                        "GOMEMLIMIT", limit.multiply(OF_LIMIT).toBigInteger().toString()));
        return container;
    }

    private static Map<String, String> leases(String duration, String deadline, String retry) {
        return Map.of(
                "--leader-elect-lease-duration", duration,
                "--leader-elect-renew-deadline", deadline,
                "--leader-elect-retry-period", retry);
    }
}
