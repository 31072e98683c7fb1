package io.kamaji.testkit.node.internal;

import java.util.List;
import java.util.Optional;

/**
 * A flag by which a binary is told where to listen: one row of a table. A process shares the network of this machine,
 * so "every address" and "no address given" must become the pod's address.
 *
 * @param form what its value is
 * @param whenAbsent the value to add if the flag is not rendered, {@code {ip}} for the pod's address; empty: add nothing
 */
record ListenFlag(String binary, String flag, Form form, String whenAbsent) {

    enum Form {
        /** {@code 0.0.0.0}. */
        HOST,
        /** {@code 0.0.0.0:2379} or {@code :2379}, with or without a scheme. */
        HOST_PORT
    }

    static final List<ListenFlag> TABLE = List.of(
            host("kube-apiserver", "--bind-address"),
            host("kube-controller-manager", "--bind-address"),
            host("kube-scheduler", "--bind-address"),
            hostPort("kine", "--listen-address", "{ip}:2379"),
            hostPort("kine", "--metrics-bind-address", "{ip}:8080"),
            host("proxy-server", "--agent-bind-address"),
            host("proxy-server", "--server-bind-address"),
            host("proxy-server", "--health-bind-address"),
            host("proxy-server", "--admin-bind-address"),
            hostPort("etcd", "--listen-client-urls", ""),
            hostPort("etcd", "--listen-peer-urls", ""),
            hostPort("etcd", "--listen-metrics-urls", ""));

    private static final List<String> WILDCARDS = List.of("", "0.0.0.0", "::", "[::]");

    private static ListenFlag host(String binary, String flag) {
        return new ListenFlag(binary, flag, Form.HOST, "{ip}");
    }

    private static ListenFlag hostPort(String binary, String flag, String whenAbsent) {
        return new ListenFlag(binary, flag, Form.HOST_PORT, whenAbsent);
    }

    /** The argument to add if the flag is not among those rendered. */
    Optional<String> added(String address) {
        return whenAbsent.isEmpty() ? Optional.empty() : Optional.of(flag + "=" + whenAbsent.replace("{ip}", address));
    }

    /** A value with wildcard hosts replaced; a list separated by commas has each replaced. */
    String translate(String value, String address) {
        if (form == Form.HOST) {
            return WILDCARDS.contains(value) ? address : value;
        }
        var parts = value.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            var start = parts[i].indexOf("://") < 0 ? 0 : parts[i].indexOf("://") + 3;
            var colon = parts[i].lastIndexOf(':');
            if (colon >= start && WILDCARDS.contains(parts[i].substring(start, colon))) {
                parts[i] = parts[i].substring(0, start) + address + parts[i].substring(colon);
            }
        }
        return String.join(",", parts);
    }
}
