package io.kamaji.api.boundary;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row of the table: a tenant that keeps the boundary but for what the row changes, and all that is refused of it. */
record HostileSpec(String boundary, String changes, List<String> refused) {
    private static final String POD = "spec.controlPlane.deployment";
    private static final Pattern PART = Pattern.compile(".* \\(boundary [a-z-]+, ([A-Za-z.]+)\\)");

    static Stream<HostileSpec> all() {
        return text("specs.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(HostileSpec::parse);
    }

    private static HostileSpec parse(String line) {
        var columns = line.replace("@p", POD).split(" \\| ");
        return new HostileSpec(columns[0], columns[1], List.of(columns[2].split(" ; ")));
    }

    Boundaries boundaries() {
        return boundary.equals("team")
                ? Boundaries.parse(text("team.yaml"))
                : Boundaries.builder("closed").build();
    }

    TenantControlPlane tenant() {
        return TenantControlPlane.of(changed(base()));
    }

    /** The tenant that the row changes. The team's has a toleration that the team needs, and nobody else may have. */
    JsonObject base() {
        var tenant = JsonObject.parse(text("tenant.yaml"));
        return boundary.equals("team")
                ? tenant.withAt(
                        List.of((POD + ".tolerations").split("\\.")),
                        JsonValue.parse("[{key: dedicated, value: tenants, effect: NoSchedule}]"))
                : tenant;
    }

    private JsonObject changed(JsonObject tenant) {
        var changed = tenant;
        for (var change : changes.split(" & ")) {
            var parts = change.split(" = ", 2);
            changed = changed.withAt(List.of(parts[0].split("\\.")), JsonValue.parse(parts[1]));
        }
        return changed;
    }

    /** A violation as the table has it: path and part of the boundary. */
    static String row(Violation violation) {
        var part = PART.matcher(violation.message());
        return violation.path() + " " + (part.matches() ? part.group(1) : violation.message());
    }

    static String rows(List<Violation> violations) {
        return violations.stream().map(HostileSpec::row).sorted().collect(Collectors.joining("\n"));
    }

    static String text(String name) {
        try (var in = HostileSpec.class.getResourceAsStream("/boundaries/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return boundary + ": " + changes;
    }
}
