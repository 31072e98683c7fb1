package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.testkit.simulator.internal.schema.Schema;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds that are served now. Thread-safe. */
public final class Types {
    private final List<ServedType> served =
            new CopyOnWriteArrayList<>(Schema.builtIn().kinds());

    /** Serves a kind, in place of one of the same name. */
    public void serve(ServedType type) {
        stop(type.qualified(), type.version());
        served.add(type);
    }

    void stop(String qualified, String version) {
        served.removeIf(
                type -> type.qualified().equals(qualified) && type.version().equals(version));
    }

    public List<ServedType> all() {
        return List.copyOf(served);
    }

    List<ServedType> in(String apiVersion) {
        return served.stream()
                .filter(type -> type.type().apiVersion().equals(apiVersion))
                .toList();
    }

    Optional<ServedType> byPlural(String apiVersion, String plural) {
        return in(apiVersion).stream()
                .filter(type -> type.plural().equals(plural))
                .findFirst();
    }

    /** The kind, if it is served. */
    public Optional<ServedType> byKind(String apiVersion, String kind) {
        return in(apiVersion).stream().filter(type -> type.kind().equals(kind)).findFirst();
    }

    Optional<ServedType> byResource(String qualified) {
        return served.stream()
                .filter(type -> type.qualified().equals(qualified))
                .findFirst();
    }
}
