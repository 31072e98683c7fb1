package io.kamaji.core.render.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Controllers that nodes need to join by a token; kube-controller-manager runs them only where they are named. */
final class JoiningControllers {
    /** By the names of old those of today; either is taken. */
    private static final Map<String, String> NAMES = new TreeMap<>(
            Map.of("bootstrapsigner", "bootstrap-signer-controller", "tokencleaner", "token-cleaner-controller"));

    private JoiningControllers() {}

    /** A list of controllers with these, unless it names them, be it to switch them off. */
    static String in(String controllers) {
        var named = Stream.of(controllers.split(","))
                .map(controller -> controller.replaceFirst("^-", ""))
                .toList();
        var missing = NAMES.entrySet().stream()
                .filter(ours -> !named.contains(ours.getKey()) && !named.contains(ours.getValue()))
                .map(Map.Entry::getKey);
        return Stream.concat(Stream.of(controllers), missing).collect(Collectors.joining(","));
    }
}
