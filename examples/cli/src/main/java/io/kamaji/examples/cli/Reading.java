package io.kamaji.examples.cli;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What custom resources say of tenants, as text. */
final class Reading {
    private static final List<String> HEAD =
            List.of("NAMESPACE", "NAME", "VERSION", "STATUS", "READY", "ENDPOINT", "DATASTORE", "WAITING FOR");

    private Reading() {}

    /** One line for each tenant. */
    static String table(ClusterClient admin, Optional<String> namespace) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        admin.list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, namespace, "", false))
                .items()
                .forEach(tenant -> rows.add(List.of(
                        tenant.text("metadata", "namespace").orElse(""),
                        tenant.text("metadata", "name").orElse(""),
                        tenant.text("spec", "kubernetes", "version").orElse(""),
                        tenant.text("status", "kubernetesResources", "version", "status")
                                .orElse("-"),
                        condition(tenant, "Ready")
                                .flatMap(ready -> ready.text("status"))
                                .orElse("-"),
                        tenant.text("status", "controlPlaneEndpoint").orElse("-"),
                        tenant.text("status", "storage", "dataStoreName").orElse("-"),
                        condition(tenant, "Ready")
                                .filter(ready -> !ready.text("status").equals(Optional.of("True")))
                                .flatMap(ready -> ready.text("message"))
                                .map(message -> message.replaceAll("\\s+", " "))
                                .orElse(""))));
        return aligned(rows);
    }

    /** Rows of as many columns as the first has. */
    static String aligned(List<List<String>> rows) {
        var columns = rows.get(0).size();
        var widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> String.format("%-" + Math.max(1, widths[column]) + "s", row.get(column)))
                        .collect(Collectors.joining("   "))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** One tenant, with its conditions. */
    static String of(ObjectRef ref, ClusterClient admin) {
        var tenant = require(ref, admin);
        var text = new StringBuilder();
        text.append(ref.namespace().orElse("")).append('/').append(ref.name()).append('\n');
        line(text, "version", tenant.text("spec", "kubernetes", "version"));
        line(text, "runs", tenant.text("status", "kubernetesResources", "version", "version"));
        line(text, "status", tenant.text("status", "kubernetesResources", "version", "status"));
        line(text, "endpoint", tenant.text("status", "controlPlaneEndpoint"));
        line(text, "datastore", tenant.text("status", "storage", "dataStoreName"));
        conditions(tenant)
                .forEach(condition ->
                        text.append("  ").append(condition(condition)).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Optional<String> value) {
        text.append(String.format("  %-10s %s%n", name, value.orElse("-")));
    }

    static JsonObject require(ObjectRef ref, ClusterClient admin) {
        return admin.get(ref).orElseThrow(() -> KamajiException.at(ref, "there is no such tenant"));
    }

    static List<JsonObject> conditions(JsonObject object) {
        return object.array("status", "conditions").objects().toList();
    }

    static Optional<JsonObject> condition(JsonObject object, String type) {
        return conditions(object).stream()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst();
    }

    /** {@code Ready False since 2026-…: reason: message}. */
    static String condition(JsonObject condition) {
        return condition.text("type").orElse("?") + " "
                + condition.text("status").orElse("?")
                + condition
                        .text("lastTransitionTime")
                        .map(time -> " since " + time)
                        .orElse("")
                + condition.text("reason").map(reason -> ": " + reason).orElse("")
                + condition
                        .text("message")
                        .filter(message -> !message.isEmpty())
                        .map(message -> ": " + message)
                        .orElse("");
    }
}
