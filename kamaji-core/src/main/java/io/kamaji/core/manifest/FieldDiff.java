package io.kamaji.core.manifest;

import java.util.Optional;

/**
 * A field that changes: {@code spec.template.spec.containers[kube-apiserver].args[--audit-log-maxage]}. Immutable. Of the
 * data of Secrets it holds fingerprints only ({@code sha256:} and 8 hex digits).
 *
 * @param before as it is printed; empty if it is added
 * @param after as it is printed; empty if it is removed
 */
public record FieldDiff(String path, Optional<String> before, Optional<String> after) {

    @Override
    public String toString() {
        return path + ": " + before.orElse("(none)") + " → " + after.orElse("(none)");
    }
}
