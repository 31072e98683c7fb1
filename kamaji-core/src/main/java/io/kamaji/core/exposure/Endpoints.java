package io.kamaji.core.exposure;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a tenant's API and tunnel are reached, and what follows from that; resolved once, before anything is rendered.
 * Immutable.
 *
 * @param announced in the admin cluster's terms, as the custom resource's status tells it: never {@code advertiseAddress}
 * @param api by clients and nodes: in kubeconfigs, cluster-info, kubeadm-config
 * @param konnectivity by the tunnel's agents, if there are any
 * @param relay by relays on nodes, if there are any: the server name that they show, and the port at the API's host
 * @param advertised IP address that API servers are told to be theirs; of the first service range's family
 * @param inCluster by clients in the admin cluster: the Service's name
 * @param certificateNames names and addresses that the API server's certificate has because of the way it is exposed
 */
public record Endpoints(
        Known<HostPort> announced,
        Known<HostPort> api,
        Known<HostPort> konnectivity,
        Known<HostPort> relay,
        Known<String> advertised,
        HostPort inCluster,
        Known<List<String>> certificateNames) {

    /** The same with the API behind a front: clients and nodes go there, and the certificate has its name, too. */
    public Endpoints apiAt(Known<HostPort> front) {
        return new Endpoints(
                announced,
                front,
                konnectivity,
                relay,
                advertised,
                inCluster,
                named(front.map(at -> List.of(at.host()))));
    }

    /** The same with the tunnel's server behind a front: agents go there, and the certificate has its name, too. */
    public Endpoints konnectivityAt(Known<HostPort> front) {
        return new Endpoints(
                announced, api, front, relay, advertised, inCluster, named(front.map(at -> List.of(at.host()))));
    }

    /** The same with the relay behind a front, under a server name that its own certificate has. */
    public Endpoints relayAt(Known<HostPort> front) {
        return new Endpoints(announced, api, konnectivity, front, advertised, inCluster, certificateNames);
    }

    /** The same with another address for API servers to advertise, which the certificate has, too. */
    public Endpoints advertising(Known<String> address) {
        return new Endpoints(announced, api, konnectivity, relay, address, inCluster, named(address.map(List::of)));
    }

    /** The same with further names in the certificate. */
    public Endpoints alsoNamed(Collection<String> names) {
        return new Endpoints(
                announced, api, konnectivity, relay, advertised, inCluster, named(Known.of(List.copyOf(names))));
    }

    private Known<List<String>> named(Known<List<String>> more) {
        var names = new LinkedHashSet<>(certificateNames.shown());
        names.addAll(more.shown());
        return new Known<>(List.copyOf(names), certificateNames.pending().or(more::pending));
    }

    /** What any of it waits for; empty once all is known. */
    public Set<String> waitsFor() {
        return pending().map(Known.Pending::placeholder).collect(Collectors.toUnmodifiableSet());
    }

    /** What is waited for, each once. */
    public Stream<Known.Pending> pending() {
        return Stream.of(announced, api, konnectivity, relay, advertised, certificateNames)
                .flatMap(known -> known.pending().stream())
                .distinct();
    }
}
