package io.kamaji.core.exposure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
 * @param advertised IP address that API servers are told to be theirs; of the first service range's family
 * @param inCluster by clients in the admin cluster: the Service's name
 * @param certificateNames names and addresses that the API server's certificate has because of the way it is exposed
 */
public record Endpoints(
        Known<HostPort> announced,
        Known<HostPort> api,
        Known<HostPort> konnectivity,
        Known<String> advertised,
        HostPort inCluster,
        Known<List<String>> certificateNames) {

    /** The same behind a front: clients, nodes and agents go there, and the certificate has its names, too. */
    public Endpoints behind(Known<HostPort> api, Known<HostPort> konnectivity) {
        var names = new LinkedHashSet<>(certificateNames.shown());
        names.add(api.shown().host());
        names.add(konnectivity.shown().host());
        var pending = Stream.of(certificateNames.pending(), api.pending(), konnectivity.pending())
                .flatMap(Optional::stream)
                .findFirst();
        return new Endpoints(
                announced, api, konnectivity, advertised, inCluster, new Known<>(List.copyOf(names), pending));
    }

    /** What any of it waits for; empty once all is known. */
    public Set<String> waitsFor() {
        return pending().map(Known.Pending::placeholder).collect(Collectors.toUnmodifiableSet());
    }

    /** What is waited for, each once. */
    public Stream<Known.Pending> pending() {
        return Stream.of(announced, api, konnectivity, advertised, certificateNames)
                .flatMap(known -> known.pending().stream())
                .distinct();
    }
}
