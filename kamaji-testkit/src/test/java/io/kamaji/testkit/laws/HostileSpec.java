package io.kamaji.testkit.laws;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One row of the table of hostile and excessive specs, which kamaji-api judges by itself: a tenant that keeps a boundary but for
 * what the row changes, and all that is refused of it.
 *
 * @param boundary {@code team}, or {@code closed}, of which nothing is said
 * @param inPolicy whether CEL can tell
 */
public record HostileSpec(String boundary, String changes, List<String> refused, boolean inPolicy) {
    private static final Path TABLE = Path.of("../kamaji-api/src/test/resources/boundaries");
    private static final String POD = "spec.controlPlane.deployment";
    private static final Pattern PART = Pattern.compile(".* \\(boundary [a-z-]+, ([A-Za-z.]+)\\)");

    public static Stream<HostileSpec> all() {
        return text("specs.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(HostileSpec::parse);
    }

    private static HostileSpec parse(String line) {
        var columns = line.replace("@p", POD).split(" \\| ");
        return new HostileSpec(columns[0], columns[1], List.of(columns[2].split(" ; ")), columns.length == 3);
    }

    public static Boundaries boundaries(String name) {
        return name.equals("team")
                ? Boundaries.parse(text("team.yaml"))
                : Boundaries.builder("closed").build();
    }

    public TenantControlPlane tenant() {
        return TenantControlPlane.of(document());
    }

    public JsonObject document() {
        var changed = base(boundary);
        for (var change : changes.split(" & ")) {
            var parts = change.split(" = ", 2);
            changed = changed.withAt(List.of(parts[0].split("\\.")), JsonValue.parse(parts[1]));
        }
        return changed;
    }

    /** The tenant that rows change. The team's has a toleration that the team needs, and nobody else may have. */
    public static JsonObject base(String boundary) {
        var tenant = JsonObject.parse(text("tenant.yaml"));
        return boundary.equals("team")
                ? tenant.withAt(
                        List.of((POD + ".tolerations").split("\\.")),
                        JsonValue.parse("[{key: dedicated, value: tenants, effect: NoSchedule}]"))
                : tenant;
    }

    /** A violation as the table has it: path and part of the boundary; one of something else as it is. */
    public static String row(Violation violation) {
        var part = PART.matcher(violation.message());
        return part.matches() ? violation.path() + " " + part.group(1) : violation.toString();
    }

    private static String text(String name) {
        try {
            return Files.readString(TABLE.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return boundary + ": " + changes;
    }
}
