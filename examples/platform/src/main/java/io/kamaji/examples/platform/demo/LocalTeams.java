package io.kamaji.examples.platform.demo;

import io.kamaji.api.boundary.TenantClass;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.examples.platform.Platform;
import io.kamaji.examples.platform.Teams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** What the platform decides where nobody says otherwise: two teams, and one class. Stateless. */
public final class LocalTeams {
    private LocalTeams() {}

    /** Blue and green. */
    public static Teams teams() {
        return Teams.of(Map.of(
                "blue.yaml", text(LocalTeams.class, "teams/blue.yaml"),
                "green.yaml", text(LocalTeams.class, "teams/green.yaml")));
    }

    /** What every cluster has. */
    public static ClassSource classes() {
        return ClassSource.of(TenantClass.parse(text(Platform.class, "class.yaml")));
    }

    private static String text(Class<?> beside, String name) {
        try (var resource = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
