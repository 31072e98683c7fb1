package io.kamaji.api.setting;

import io.kamaji.api.value.Names;
import java.util.List;

/**
 * The settings that Kamaji has by annotation, as one table: key, form, and what it means. All keys are under
 * {@value #PREFIX}; a value that can't be read is refused, a key that is none of these is warned of.
 */
public final class Settings {
    /** What the keys begin with. */
    public static final String PREFIX = "settings.kamaji.clastix.io/";

    /** Name of the pods' PriorityClass; default: the admin cluster's. */
    public static final Setting<String> PRIORITY_CLASS = Setting.text(
            PREFIX + "priority-class",
            "the name of a PriorityClass",
            text -> Names.dns1123Subdomain(text).isEmpty());

    /**
     * Whether two and more pods are spread over zones and nodes where the spec says nothing of that; default {@code true}.
     * Nothing is refused by it: where there is one node, all are on that.
     */
    public static final Setting<Boolean> SPREAD = Setting.bool(PREFIX + "spread");

    /** Whether two and more pods have a disruption budget; default {@code true}. */
    public static final Setting<Boolean> DISRUPTION_BUDGET = Setting.bool(PREFIX + "disruption-budget");

    /** Whether the pods are isolated by a NetworkPolicy; default {@code false}. */
    public static final Setting<Boolean> ISOLATED = Setting.bool(PREFIX + "isolated");

    /** With isolation: who reaches the ports of the Service, fronts and nodes among them; default everybody. */
    public static final Setting<List<Peer>> CLIENTS = peers("isolation-clients");

    /** With isolation: who reaches every port of the pods, to collect metrics for example; default nobody. */
    public static final Setting<List<Peer>> MONITORS = peers("isolation-monitors");

    /** With isolation: whom the pods reach besides their store and DNS, such as an OIDC issuer; default nobody. */
    public static final Setting<List<Peer>> DESTINATIONS = peers("isolation-destinations");

    /** Whether the tenant is run to cost little while it idles; default {@code false}. */
    public static final Setting<Boolean> ECONOMY = Setting.bool(PREFIX + "economy");

    /** When the tenant sleeps, which is without pods; default never. */
    public static final Setting<SleepSchedule> SLEEP_SCHEDULE =
            Setting.of(PREFIX + "sleep-schedule", SleepSchedule.FORM, SleepSchedule::parse, SleepSchedule::toString);

    /**
     * Kind of the routes behind {@code spec.controlPlane.gateway}: {@code TLSRoute} (default), by which many tenants share a
     * listener and are told apart by their host names, or {@code TCPRoute}, with a listener to itself for each port.
     */
    public static final Setting<String> GATEWAY_ROUTE =
            Setting.text(PREFIX + "gateway-route", "TLSRoute or TCPRoute", List.of("TLSRoute", "TCPRoute")::contains);

    /**
     * Host name by which konnectivity's agents reach their server through an Ingress or a Gateway. Default: through a Gateway
     * the API's; through an Ingress the API's with {@code -konnectivity} after its first label. An Ingress leads to the server
     * if this is set, or if the Service is a ClusterIP and no address is given by which agents could reach it otherwise.
     */
    public static final Setting<String> KONNECTIVITY_HOSTNAME = Setting.text(
            PREFIX + "konnectivity-hostname",
            "a host name",
            text -> Names.dns1123Subdomain(text).isEmpty());

    /** Name of the Gateway's listener for konnectivity's agents; default {@code konnectivity-server}. */
    public static final Setting<String> KONNECTIVITY_LISTENER = Setting.text(
            PREFIX + "konnectivity-listener",
            "the name of a listener",
            text -> Names.dns1123Subdomain(text).isEmpty());

    /**
     * Port on which the front listens for konnectivity's agents. Default: of a Gateway {@code
     * spec.addons.konnectivity.server.port}, of an Ingress the API's.
     */
    public static final Setting<Integer> KONNECTIVITY_FRONT_PORT =
            Setting.number(PREFIX + "konnectivity-front-port", 1, 65_535);

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            PRIORITY_CLASS,
            SPREAD,
            DISRUPTION_BUDGET,
            ISOLATED,
            CLIENTS,
            MONITORS,
            DESTINATIONS,
            ECONOMY,
            SLEEP_SCHEDULE,
            GATEWAY_ROUTE,
            KONNECTIVITY_HOSTNAME,
            KONNECTIVITY_LISTENER,
            KONNECTIVITY_FRONT_PORT);

    private Settings() {}

    private static Setting<List<Peer>> peers(String name) {
        return Setting.list(PREFIX + name, Peer.FORM, Peer::parse, Peer::toString);
    }
}
