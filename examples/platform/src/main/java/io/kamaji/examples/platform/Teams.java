package io.kamaji.examples.platform;

import io.kamaji.api.boundary.Boundaries;
import io.kamaji.core.boundary.BoundarySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All teams. Immutable. */
public final class Teams {
    private static final Boundaries NOBODY =
            Boundaries.builder("nobody").tenants(0).build();

    private final Map<String, Team> byName;

    private Teams(Map<String, Team> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Reads a folder with a YAML file for each team.
     *
     * @throws IllegalArgumentException with every file that can't be used, and why
     */
    public static Teams in(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
            for (var file : files) {
                texts.put(file.toString(), Files.readString(file));
            }
        }
        return of(texts);
    }

    /**
     * Reads teams from YAML.
     *
     * @param texts by what they are called in messages
     * @throws IllegalArgumentException with every text that can't be used, and why
     */
    public static Teams of(Map<String, String> texts) {
        var teams = new HashMap<String, Team>();
        var problems = new ArrayList<String>();
        texts.forEach((file, yaml) -> {
            try {
                var team = Team.parse(yaml);
                if (teams.put(team.name(), team) != null) {
                    problems.add(file + ": there are two teams " + team.name());
                }
            } catch (IllegalArgumentException e) {
                problems.add(file + ": " + e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("teams that can't be used:\n  " + String.join("\n  ", problems));
        }
        return new Teams(teams);
    }

    Collection<Team> all() {
        return byName.values();
    }

    /** Those that a user is a member of, by name. */
    List<Team> of(User user) {
        return byName.values().stream()
                .filter(team -> team.roleOf(user).isPresent())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** A team that a user is a member of; a team of others is none, so that nobody learns which there are. */
    Optional<Team> find(User user, String name) {
        return Optional.ofNullable(byName.get(name))
                .filter(team -> team.roleOf(user).isPresent());
    }

    /** For passes and plans: the boundary of the team whose namespace it is; nothing is within that of no team. */
    BoundarySource boundaries() {
        var boundaries = new HashMap<String, Boundaries>(Map.of("*", NOBODY));
        byName.values().forEach(team -> boundaries.put(team.namespace(), team.boundary()));
        return BoundarySource.byNamespace(boundaries);
    }
}
