package io.kamaji.examples.platform;

import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A team: who is in it, and within which boundary its clusters are. Immutable.
 *
 * @param groups of the identity provider that are members, with the role of each
 * @param versions of Kubernetes that it may choose from
 */
record Team(String name, Map<String, Role> groups, List<String> versions, Boundaries boundary) {
    private static final int LONGEST_NAME = 40;

    Team {
        groups = Map.copyOf(groups);
        versions = List.copyOf(versions);
    }

    /**
     * Reads one in YAML: {@code team}, {@code groups} with the role of each, {@code versions}, and {@code boundary}, which is the spec
     * of a {@code TenantBoundary}.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static Team parse(String yaml) {
        var document = JsonObject.parse(yaml);
        var name = document.text("team").orElse("");
        if (!Names.dns1123Label(name).isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "team: \"" + name + "\" is no name of at most " + LONGEST_NAME + " characters of a-z0-9 and -");
        }
        var groups = new TreeMap<String, Role>();
        document.texts("groups").forEach((group, role) -> groups.put(group, Role.parse(role)));
        var boundary = JsonObject.of("apiVersion", Boundaries.API_VERSION, "kind", Boundaries.KIND)
                .with("metadata", JsonObject.of("name", name))
                .with("spec", document.object("boundary"));
        return new Team(name, groups, document.array("versions").texts(), Boundaries.of(boundary));
    }

    /** Where the objects of its control planes are; nobody of the team has a role there, so none of them reads a Secret. */
    String namespace() {
        return "cp-" + name;
    }

    /** The highest role that one of the user's groups gives; empty: no member. */
    Optional<Role> roleOf(User user) {
        return user.groups().stream()
                .flatMap(group -> Optional.ofNullable(groups.get(group)).stream())
                .max(Role::compareTo);
    }
}
