package io.kamaji.core.exposure;

import io.kamaji.api.value.IpNetwork;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host name or IP address with a port. Immutable.
 *
 * @param host without brackets, also if it is an IPv6 address
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<bracketed>[^\\[\\]]+)]|(?<host>[^:\\[\\]]+))(?::(?<port>\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("[^\\[\\]:]*:[^\\[\\]:]*:[^\\[\\]]*");

    /** @throws IllegalArgumentException if the host is empty or the port is none */
    public HostPort {
        if (host.isEmpty() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("not a host with a port from 1 to 65535: '" + host + "', " + port);
        }
    }

    /**
     * {@code host}, {@code host:port}, an IPv6 address, or one in brackets with or without a port.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static HostPort parse(String text, int defaultPort) {
        if (IPV6.matcher(text).matches()) {
            return new HostPort(text, defaultPort);
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a host with or without a port: '" + text + "'");
        }
        var host = Optional.ofNullable(parts.group("bracketed")).orElseGet(() -> parts.group("host"));
        var port = Optional.ofNullable(parts.group("port")).map(Integer::parseInt);
        return new HostPort(host, port.orElse(defaultPort));
    }

    /** Whether the host is a name, which clients have to ask a resolver for. */
    public boolean isNamed() {
        return IpNetwork.parseAddress(host).isEmpty();
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
