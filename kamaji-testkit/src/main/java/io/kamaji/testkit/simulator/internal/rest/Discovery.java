package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The documents that say what is served. Thread-safe. */
public final class Discovery {
    /** The version that the simulator stands for. */
    public static final String VERSION = "v1.36.3";

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Cluster cluster;

    public Discovery(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The document at a path, if it is one of discovery. */
    public Optional<JsonObject> document(String path) {
        var parts = path.split("/");
        return switch (parts.length == 1 ? "" : parts[1]) {
            case "version" ->
                Optional.of(JsonObject.of(
                        "major",
                        "1",
                        "minor",
                        "36",
                        "gitVersion",
                        VERSION,
                        "gitCommit",
                        "simulator",
                        "gitTreeState",
                        "clean",
                        "buildDate",
                        "1970-01-01T00:00:00Z",
                        "goVersion",
                        "none",
                        "compiler",
                        "none",
                        "platform",
                        "linux/amd64"));
            case "api" -> parts.length == 2 ? Optional.of(versions()) : resources(parts, "v1", 3);
            case "apis" ->
                parts.length == 2
                        ? Optional.of(groups())
                        : parts.length == 3 ? group(parts[2]) : resources(parts, parts[2] + "/" + parts[3], 4);
            default -> Optional.empty();
        };
    }

    private static JsonObject versions() {
        return JsonObject.of("kind", "APIVersions", "versions", List.of("v1"), "serverAddressByClientCIDRs", List.of());
    }

    private JsonObject groups() {
        var names = new LinkedHashSet<>(cluster.types().all().stream()
                .map(ServedType::group)
                .filter(g -> !g.isEmpty())
                .toList());
        return JsonObject.of(
                "kind",
                "APIGroupList",
                "apiVersion",
                "v1",
                "groups",
                new JsonArray(names.stream().<JsonValue>map(this::describe).toList()));
    }

    private Optional<JsonObject> group(String name) {
        var known = cluster.types().all().stream().anyMatch(type -> type.group().equals(name));
        return known
                ? Optional.of(
                        JsonObject.of("kind", "APIGroup", "apiVersion", "v1").plus(describe(name)))
                : Optional.empty();
    }

    private JsonObject describe(String group) {
        var versions = cluster.types().all().stream()
                .filter(type -> type.group().equals(group))
                .map(ServedType::version)
                .distinct()
                .<JsonValue>map(version -> JsonObject.of("groupVersion", group + "/" + version, "version", version))
                .toList();
        return JsonObject.of("name", group, "versions", new JsonArray(versions), "preferredVersion", versions.get(0));
    }

    private Optional<JsonObject> resources(String[] parts, String apiVersion, int length) {
        var types = cluster.types().in(apiVersion);
        if (parts.length != length || types.isEmpty() || parts[1].equals("api") && !parts[2].equals("v1")) {
            return Optional.empty();
        }
        var resources = types.stream()
                .flatMap(Discovery::lines)
                .<JsonValue>map(line -> line)
                .toList();
        return Optional.of(JsonObject.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                apiVersion,
                "resources",
                new JsonArray(resources)));
    }

    private static Stream<JsonObject> lines(ServedType type) {
        var main = JsonObject.of(
                "name",
                type.plural(),
                "singularName",
                type.singular(),
                "namespaced",
                type.namespaced(),
                "kind",
                type.kind(),
                "verbs",
                VERBS,
                "shortNames",
                type.shortNames().isEmpty() ? null : type.shortNames(),
                "categories",
                type.categories().isEmpty() ? null : type.categories());
        var subs = type.subresources().stream()
                .sorted()
                .map(sub -> JsonObject.of(
                        "name",
                        type.plural() + "/" + sub,
                        "singularName",
                        "",
                        "namespaced",
                        type.namespaced(),
                        "group",
                        sub.equals("scale") ? "autoscaling" : null,
                        "version",
                        sub.equals("scale") ? "v1" : null,
                        "kind",
                        sub.equals("scale") ? "Scale" : type.kind(),
                        "verbs",
                        List.of("get", "patch", "update")));
        return Stream.concat(Stream.of(main), subs);
    }
}
