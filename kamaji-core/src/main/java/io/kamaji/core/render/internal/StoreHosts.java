package io.kamaji.core.render.internal;

import io.kamaji.api.value.IpNetwork;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.exposure.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the servers of a tenant's store are, those of its overrides among them, as far as their endpoints tell. */
final class StoreHosts {
    private static final Pattern SERVICE = Pattern.compile("(?:[^.]+\\.)+(?<namespace>[^.]+)\\.svc(?:\\..*)?");
    private static final Pattern SCHEME = Pattern.compile("^[a-z]+://");
    private static final int UNKNOWN = 1;

    /**
     * One server.
     *
     * @param network its address, if it is one
     * @param namespace of its Service, if it is named so
     * @param port if it is told
     */
    record Host(Optional<String> network, Optional<String> namespace, Optional<Integer> port) {}

    private StoreHosts() {}

    /** In the order of the endpoints; none for a store that is a file. */
    static List<Host> of(DataStoreBinding store) {
        var endpoints = new ArrayList<>(store.endpoints());
        for (var override : store.overrides()) {
            var servers = override.binding().apiServerFlags().getOrDefault("--etcd-servers", "");
            endpoints.addAll(List.of(servers.split(",")));
        }
        return endpoints.stream()
                .map(endpoint -> SCHEME.matcher(endpoint).replaceFirst(""))
                .filter(endpoint -> !endpoint.isBlank())
                .map(StoreHosts::host)
                .toList();
    }

    private static Host host(String endpoint) {
        var server = HostPort.parse(endpoint, UNKNOWN);
        var service = SERVICE.matcher(server.host());
        return new Host(
                IpNetwork.parse(server.host() + (server.host().contains(":") ? "/128" : "/32"))
                        .map(IpNetwork::toString),
                service.matches() ? Optional.of(service.group("namespace")) : Optional.empty(),
                Optional.of(server.port()).filter(port -> port != UNKNOWN));
    }
}
