package io.kamaji.testkit.simulator.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, parted.
 *
 * @param path without the query
 * @param query decoded
 * @param headers names in lower case
 */
public record Call(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    boolean is(String name) {
        return List.of("true", "1").contains(query(name));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    WriteOptions writeOptions(boolean apply) {
        var agent = header("user-agent").replaceFirst("/.*", "");
        var manager = query("fieldManager").isEmpty() && !apply ? agent : query("fieldManager");
        return new WriteOptions(
                manager.isEmpty() && !apply ? "unknown" : manager,
                dryRun(),
                is("force"),
                query("fieldValidation").equals("Strict"));
    }

    boolean dryRun() {
        return query("dryRun").equals("All");
    }

    /** Whether this is the start of a watch. */
    public boolean isWatch() {
        return method.equals("GET") && is("watch");
    }

    /** Whether this asks for a change. */
    public boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD") && !dryRun() && !path.contains("reviews");
    }

    /**
     * What a path of a resource means.
     *
     * @param namespace empty: all, or none
     * @param name empty: the collection
     */
    public record Target(String apiVersion, String plural, String namespace, String name, String subresource) {}

    /** What the path means, if it is that of a resource. */
    Optional<Target> target() {
        var parts = List.of(path.substring(1).split("/"));
        var core = parts.get(0).equals("api");
        int prefix = core ? 2 : 3;
        if (!core && !parts.get(0).equals("apis") || parts.size() <= prefix) {
            return Optional.empty();
        }
        var apiVersion = core ? parts.get(1) : parts.get(1) + "/" + parts.get(2);
        var rest = parts.subList(prefix, parts.size());
        var inNamespace = rest.size() >= 3
                && rest.get(0).equals("namespaces")
                && !List.of("status", "finalize").contains(rest.get(2));
        var namespace = inNamespace ? rest.get(1) : "";
        var own = inNamespace ? rest.subList(2, rest.size()) : rest;
        return own.size() > 3
                ? Optional.empty()
                : Optional.of(new Target(
                        apiVersion,
                        own.get(0),
                        namespace,
                        own.size() > 1 ? own.get(1) : "",
                        own.size() > 2 ? own.get(2) : ""));
    }
}
