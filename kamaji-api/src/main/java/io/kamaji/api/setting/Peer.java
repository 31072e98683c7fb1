package io.kamaji.api.setting;

import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.Names;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may speak with a tenant's pods, or is spoken to: a network, or pods of a namespace of the admin cluster. Written as
 * {@code 10.0.0.0/8}, as a namespace's name, or as {@code namespace/label=value}. Immutable.
 *
 * @param network a network; else the rest
 * @param namespace name of a namespace
 * @param label of the pods that are meant, {@code key=value}; empty: all of the namespace
 */
public record Peer(Optional<IpNetwork> network, Optional<String> namespace, Optional<String> label) {
    /** How one is written. */
    static final String FORM =
            "networks such as 10.0.0.0/8, or namespaces, each with or without /label=value of its pods";

    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final Pattern LABEL = Pattern.compile("(?:([^/=]+)/)?" + NAME + "=(" + NAME + ")?");

    /** Reads one; empty if the text is none. */
    public static Optional<Peer> parse(String text) {
        var network = IpNetwork.parse(text);
        if (network.isPresent()) {
            return Optional.of(new Peer(network, Optional.empty(), Optional.empty()));
        }
        int slash = text.indexOf('/');
        var namespace = slash < 0 ? text : text.substring(0, slash);
        var label = slash < 0 ? Optional.<String>empty() : Optional.of(text.substring(slash + 1));
        var isNamed = Names.dns1123Label(namespace).isEmpty();
        return isNamed && label.stream().allMatch(Peer::isLabel)
                ? Optional.of(new Peer(Optional.empty(), Optional.of(namespace), label))
                : Optional.empty();
    }

    private static boolean isLabel(String pair) {
        var label = LABEL.matcher(pair);
        return label.matches()
                && (label.group(1) == null
                        || Names.dns1123Subdomain(label.group(1)).isEmpty());
    }

    /** As it is written. */
    @Override
    public String toString() {
        return network.map(IpNetwork::toString)
                .orElseGet(() ->
                        namespace.orElse("") + label.map(pair -> "/" + pair).orElse(""));
    }
}
