package io.kamaji.api.rules;

import java.util.Optional;

/** Port numbers. */
final class Ports {
    private Ports() {}

    static void check(String path, Optional<? extends Number> port, Findings found) {
        found.require(
                path,
                port,
                it -> it.longValue() >= 1 && it.longValue() <= 65535,
                "must be between 1 and 65535, inclusive");
    }
}
