package io.kamaji.api.setting;

import io.kamaji.api.value.Names;
import io.kamaji.api.value.StoreQuota;
import java.time.Duration;
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

    /**
     * Whether the tenant's pods are told by their environment to ask the API at its host name, by an admission policy in the
     * tenant: for in-cluster clients, from Kubernetes 1.36 on. Default: where a front goes by server names and the Service has
     * no address that nodes reach.
     */
    public static final Setting<Boolean> API_SERVER_HOST = Setting.bool(PREFIX + "apiserver-host");

    /**
     * Whether relays on nodes lead Service {@code kubernetes} to the API through the front, under a server name of their own.
     * Default: where a front goes by server names and the Service has no address that nodes reach.
     */
    public static final Setting<Boolean> RELAY = Setting.bool(PREFIX + "relay");

    /**
     * Server name by which the front knows the relay; default the API's with {@code -relay} after its first label. Relays ask
     * for the address of the API's name, so that no record of this one is needed.
     */
    public static final Setting<String> RELAY_HOSTNAME = Setting.text(
            PREFIX + "relay-hostname",
            "a host name",
            text -> Names.dns1123Subdomain(text).isEmpty());

    /** Name of the Gateway's listener for relays; default the API's. */
    public static final Setting<String> RELAY_LISTENER = Setting.text(
            PREFIX + "relay-listener",
            "the name of a listener",
            text -> Names.dns1123Subdomain(text).isEmpty());

    /** Port on which the front listens for relays; default the API's. */
    public static final Setting<Integer> RELAY_FRONT_PORT = Setting.number(PREFIX + "relay-front-port", 1, 65_535);

    /** Port on which relays listen on nodes; default 7443. */
    public static final Setting<Integer> RELAY_NODE_PORT = Setting.number(PREFIX + "relay-node-port", 1_024, 65_535);

    /** HAProxy's image, 2.6 or later, of both halves of the relay. */
    public static final String DEFAULT_RELAY_IMAGE = "docker.io/library/haproxy:3.2.24-alpine";

    /** Image of the relay's halves, with HAProxy 2.6 or later; default {@value #DEFAULT_RELAY_IMAGE}. */
    public static final Setting<String> RELAY_IMAGE = Setting.text(
            PREFIX + "relay-image", "an image with a tag or a digest", text -> text.matches("[^\\s]+[:@][^\\s/]+"));

    /**
     * How long the way by which the tenant was reached stays open when the spec goes over to a front, from one, or to another
     * kind of one: routes and balancers stay, their names stay in the certificate. Default {@code 24h}; {@code 0s}: not at all.
     */
    public static final Setting<Duration> FORMER_WAY = Setting.duration(PREFIX + "former-way");

    /**
     * How much the tenant may take in its store, beside what its boundaries say of that; default any amount. For whoever writes
     * specs alone: teams that may write them are held by boundaries.
     */
    public static final Setting<StoreQuota> STORE_QUOTA =
            Setting.of(PREFIX + "store-quota", StoreQuota.FORM, StoreQuota::parse, StoreQuota::toString);

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
            KONNECTIVITY_FRONT_PORT,
            API_SERVER_HOST,
            RELAY,
            RELAY_HOSTNAME,
            RELAY_LISTENER,
            RELAY_FRONT_PORT,
            RELAY_NODE_PORT,
            RELAY_IMAGE,
            FORMER_WAY,
            STORE_QUOTA);

    private Settings() {}

    private static Setting<List<Peer>> peers(String name) {
        return Setting.list(PREFIX + name, Peer.FORM, Peer::parse, Peer::toString);
    }
}
