package io.kamaji.core.render.internal;

import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.exposure.Known;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A server of a tenant that a front leads to, by a route of its own: what is particular of each, as a table. How a front reaches
 * others than the API is said by settings of the tenant.
 */
enum Behind {
    /** kube-apiserver. */
    API("", Optional.empty(), tenant -> true, TenantView::port, Endpoints::apiAt),

    /** The server of the tunnel, for its agents. */
    KONNECTIVITY(
            "konnectivity",
            Optional.of(new Place(
                    Settings.KONNECTIVITY_HOSTNAME,
                    Settings.KONNECTIVITY_LISTENER,
                    Optional.of("konnectivity-server"),
                    Settings.KONNECTIVITY_FRONT_PORT)),
            Konnectivity::isEnabled,
            Konnectivity::port,
            Endpoints::konnectivityAt),

    /** The server of the relays on nodes. */
    RELAY(
            "relay",
            Optional.of(new Place(
                    Settings.RELAY_HOSTNAME, Settings.RELAY_LISTENER, Optional.empty(), Settings.RELAY_FRONT_PORT)),
            Relay::isEnabled,
            Relay::port,
            Endpoints::relayAt);

    /**
     * What says where a front has the server; of the API the spec does.
     *
     * @param ownListener the Gateway's listener for it, where nothing is said; empty: the API's
     */
    private record Place(
            Setting<String> hostname, Setting<String> listener, Optional<String> ownListener, Setting<Integer> port) {}

    private final String part;
    private final Optional<Place> place;
    private final Predicate<TenantView> served;
    private final ToIntFunction<TenantView> port;
    private final BiFunction<Endpoints, Known<HostPort>, Endpoints> move;

    /**
     * @param part in names of objects; empty: the tenant itself
     * @param port of the tenant's Service
     * @param move the endpoints with this server behind a front
     */
    Behind(
            String part,
            Optional<Place> place,
            Predicate<TenantView> served,
            ToIntFunction<TenantView> port,
            BiFunction<Endpoints, Known<HostPort>, Endpoints> move) {
        this.part = part;
        this.place = place;
        this.served = served;
        this.port = port;
        this.move = move;
    }

    /** Name of its components and, by that, its objects' label: {@code gateway_routes}, {@code konnectivity_gateway_routes}. */
    String component(String front) {
        return part.isEmpty() ? front : part + "_" + front;
    }

    /** Name of its route. */
    String route(TenantView tenant) {
        return part.isEmpty() ? tenant.name() : tenant.objectName(part);
    }

    /** Whether the tenant has it. */
    boolean isServed(TenantView tenant) {
        return served.test(tenant);
    }

    /** Its port of the tenant's Service. */
    int port(TenantView tenant) {
        return port.applyAsInt(tenant);
    }

    /** The tenant's endpoints with this server behind a front. */
    Endpoints at(TenantView tenant, HostPort front) {
        return move.apply(tenant.endpoints(), Known.of(front));
    }

    /** The listener of the Gateway that is asked for it; empty: the API's, which the spec's parent references say. */
    Optional<String> listener(TenantView tenant) {
        return place.flatMap(at -> tenant.setting(at.listener).or(at::ownListener));
    }

    /** The host name that is asked for it. */
    Optional<String> hostname(TenantView tenant) {
        return place.flatMap(at -> tenant.setting(at.hostname));
    }

    /** Where a Gateway has it that has the API there: under the same name at a listener of its own, else under one beside it. */
    HostPort atGateway(TenantView tenant, HostPort api) {
        return place.map(at -> at.ownListener.isPresent()
                        ? at(tenant, at, new HostPort(api.host(), port(tenant)))
                        : at(tenant, at, new HostPort(beside(api.host()), api.port())))
                .orElse(api);
    }

    /** Where an Ingress has it that has the API there: under a name beside it. */
    HostPort atIngress(TenantView tenant, HostPort api) {
        return place.map(at -> at(tenant, at, new HostPort(beside(api.host()), api.port())))
                .orElse(api);
    }

    private static HostPort at(TenantView tenant, Place place, HostPort byDefault) {
        return new HostPort(
                tenant.setting(place.hostname).orElse(byDefault.host()),
                tenant.setting(place.port).orElse(byDefault.port()));
    }

    /** So that a wildcard record for the API's name covers it, too: {@code a.example.com} → {@code a-relay.example.com}. */
    private String beside(String host) {
        var labels = host.split("\\.", 2);
        return labels[0] + "-" + part + (labels.length > 1 ? "." + labels[1] : "");
    }
}
