package io.kamaji.api.rules;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.Names;
import io.kamaji.api.value.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an API server refuses in the parts of a Deployment that a spec passes through, and what no kubelet could start, beyond the
 * types of core/v1: one row for each field, and the rules of several fields. The reference finds these out when it writes. Source:
 * k8s.io/kubernetes, validation of core/v1 and apps/v1.
 */
final class TenantPodRules {
    private static final String POD = "spec.controlPlane.deployment.";
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final int LABEL_LENGTH = 63;

    private static final List<String> CONTAINERS =
            List.of(POD + "additionalContainers[]", POD + "additionalInitContainers[]");
    private static final List<String> TOLERATIONS =
            List.of(POD + "tolerations[]", "spec.addons.konnectivity.agent.tolerations[]");
    private static final List<String> RESOURCES = List.of(
            POD + "resources.apiServer",
            POD + "resources.controllerManager",
            POD + "resources.scheduler",
            POD + "resources.kine",
            POD + "additionalContainers[].resources",
            POD + "additionalInitContainers[].resources",
            "spec.addons.konnectivity.server.resources");
    private static final List<String> LABELS = List.of(
            POD + "nodeSelector{}",
            POD + "additionalMetadata.labels{}",
            POD + "podAdditionalMetadata.labels{}",
            "spec.controlPlane.service.additionalMetadata.labels{}");

    /** A rule of one field, in each of the objects that have it. */
    private record Row(List<String> in, String field, Predicate<JsonValue> passes, String message) {}

    private static final List<Row> ROWS = List.of(
            oneOf(List.of(POD + "strategy"), "type", "Recreate", "RollingUpdate"),
            quantities("limits{}"),
            quantities("requests{}"),
            oneOf(TOLERATIONS, "operator", "Equal", "Exists", "Gt", "Lt"),
            oneOf(TOLERATIONS, "effect", "NoExecute", "NoSchedule", "PreferNoSchedule"),
            new Row(
                    List.of(POD + "topologySpreadConstraints[]"),
                    "maxSkew",
                    value -> value.asLong().orElse(0L) > 0,
                    "must be greater than zero"),
            new Row(
                    CONTAINERS,
                    "ports[].containerPort",
                    value -> value.asLong()
                            .filter(port -> port >= 1 && port <= 65535)
                            .isPresent(),
                    "must be between 1 and 65535, inclusive"),
            text(CONTAINERS, "name", TenantPodRules::isLabelOrEmpty, "must be a DNS-1123 label"),
            text(
                    List.of(POD + "additionalVolumes[]"),
                    "name",
                    TenantPodRules::isLabelOrEmpty,
                    "must be a DNS-1123 label"),
            text(
                    List.of(POD + "runtimeClassName", POD + "serviceAccountName"),
                    "",
                    name -> name.isEmpty() || Names.dns1123Subdomain(name).isEmpty(),
                    "must be a DNS-1123 subdomain"),
            text(
                    LABELS,
                    "",
                    label -> label.length() <= LABEL_LENGTH
                            && LABEL_VALUE.matcher(label).matches(),
                    "must be a label value: at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends"),
            new Row(
                    probes("liveness", "startup"),
                    "successThreshold",
                    value -> value.asLong().equals(Optional.of(1L)),
                    "must be 1"));

    /** What an item of a list must have. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            POD + "additionalInitContainers[]", List.of("name", "image"),
            POD + "additionalContainers[]", List.of("name"),
            POD + "additionalContainers[].env[]", List.of("name"),
            POD + "additionalContainers[].volumeMounts[]", List.of("name", "mountPath"),
            POD + "additionalVolumes[]", List.of("name"),
            POD + "additionalVolumeMounts.apiServer[]", List.of("name", "mountPath"),
            POD + "additionalVolumeMounts.controllerManager[]", List.of("name", "mountPath"),
            POD + "additionalVolumeMounts.scheduler[]", List.of("name", "mountPath"),
            POD + "topologySpreadConstraints[]", List.of("topologyKey", "whenUnsatisfiable", "maxSkew"));

    private TenantPodRules() {}

    private static Row oneOf(List<String> in, String field, String... values) {
        var allowed = Set.of(values);
        var names = Stream.of(values).map(name -> '"' + name + '"').toList();
        return text(
                in,
                field,
                value -> value.isEmpty() || allowed.contains(value),
                "Unsupported value, supported values: " + String.join(", ", names));
    }

    private static Row text(List<String> in, String field, Predicate<String> passes, String message) {
        return new Row(
                in, field, value -> value.asText().filter(passes.negate()).isEmpty(), message);
    }

    private static Row quantities(String field) {
        return new Row(
                RESOURCES, field, TenantPodRules::isNotNegative, "must be a non-negative quantity (e.g. 250m, 1Gi)");
    }

    private static List<String> probes(String... names) {
        return Stream.of("", "apiServer.", "controllerManager.", "scheduler.")
                .flatMap(component -> Stream.of(names).map(name -> POD + "probes." + component + name))
                .toList();
    }

    private static boolean isLabelOrEmpty(String name) {
        return name.isEmpty() || Names.dns1123Label(name).isEmpty();
    }

    private static boolean isNotNegative(JsonValue value) {
        return Quantity.of(value).filter(number -> number.signum() < 0).isEmpty();
    }

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var tree = tenant.tree();
        for (var row : ROWS) {
            for (var in : row.in) {
                Places.each(tree, row.field.isEmpty() ? in : in + "." + row.field, (path, value) -> {
                    if (!row.passes.test(value)) {
                        found.add(path, value, row.message);
                    }
                });
            }
        }
        REQUIRED.keySet().stream()
                .sorted()
                .forEach(list -> Places.each(tree, list, (path, item) -> required(path, item, list, found)));
        TOLERATIONS.forEach(list -> Places.each(tree, list, (path, item) -> toleration(path, item, found)));
        RESOURCES.forEach(in -> Places.each(tree, in, (path, resources) -> withinLimits(path, resources, found)));
        Places.each(tree, POD + "strategy", (path, strategy) -> rollingUpdate(path, strategy, found));
        Places.each(tree, POD + "additionalVolumes[]", (path, volume) -> oneSource(path, volume, found));
        duplicates(tree, CONTAINERS, "name", found);
        duplicates(tree, List.of(POD + "additionalVolumes[]"), "name", found);
        for (var component : List.of("apiServer", "controllerManager", "scheduler")) {
            duplicates(tree, List.of(POD + "additionalVolumeMounts." + component + "[]"), "mountPath", found);
        }
    }

    private static void required(String path, JsonValue item, String list, Findings found) {
        var object = item.asObject().orElse(JsonObject.EMPTY);
        for (var name : REQUIRED.getOrDefault(list, List.of())) {
            if (object.get(name)
                    .filter(value -> !value.equals(JsonValue.of("")))
                    .isEmpty()) {
                found.add(path + "." + name, null, "Required value");
            }
        }
        // a container named kine only overrides kine's image
        if (list.equals(CONTAINERS.get(0)) && !object.has("image") && !isKine(object)) {
            found.add(path + ".image", null, "Required value");
        }
    }

    private static boolean isKine(JsonObject container) {
        return container.text("name").equals(Optional.of("kine"));
    }

    private static void toleration(String path, JsonValue item, Findings found) {
        var toleration = item.asObject().orElse(JsonObject.EMPTY);
        var exists = toleration.text("operator").equals(Optional.of("Exists"));
        if (toleration.text("key").orElse("").isEmpty() && !exists) {
            found.add(path + ".operator", toleration.get("operator"), "must be Exists when key is empty");
        }
        if (exists && !toleration.text("value").orElse("").isEmpty()) {
            found.add(path + ".value", toleration.get("value"), "must be empty when operator is Exists");
        }
        if (toleration.has("tolerationSeconds") && !toleration.text("effect").equals(Optional.of("NoExecute"))) {
            found.add(path + ".effect", toleration.get("effect"), "must be NoExecute when tolerationSeconds is set");
        }
    }

    private static void withinLimits(String path, JsonValue value, Findings found) {
        var resources = value.asObject().orElse(JsonObject.EMPTY);
        resources.object("requests").members().forEach((name, request) -> {
            var asked = Quantity.of(request);
            var most = resources.get("limits", name).flatMap(Quantity::of);
            if (asked.isPresent() && most.isPresent() && asked.get().compareTo(most.get()) > 0) {
                found.add(path + ".requests[" + name + "]", request, "must be less than or equal to the limit");
            }
        });
    }

    /** Not asked with Recreate, which leaves it out. */
    private static void rollingUpdate(String path, JsonValue value, Findings found) {
        var strategy = value.asObject().orElse(JsonObject.EMPTY);
        if (strategy.text("type").equals(Optional.of("Recreate"))) {
            return;
        }
        var update = strategy.object("rollingUpdate");
        for (var name : List.of("maxSurge", "maxUnavailable")) {
            found.require(
                    path + ".rollingUpdate." + name,
                    update.get(name),
                    TenantPodRules::isCountOrShare,
                    "must be a non-negative integer or a percentage (e.g. 25%)");
        }
        if (isZero(update.get("maxSurge")) && isZero(update.get("maxUnavailable"))) {
            found.add(
                    path + ".rollingUpdate.maxUnavailable",
                    update.get("maxUnavailable"),
                    "may not be 0 when maxSurge is 0");
        }
    }

    private static boolean isCountOrShare(JsonValue value) {
        return value.asLong()
                .map(count -> count >= 0)
                .orElseGet(() ->
                        value.asText().filter(text -> text.matches("\\d+%")).isPresent());
    }

    private static boolean isZero(Optional<JsonValue> share) {
        return share.filter(value -> value.equals(JsonValue.of(0)) || value.equals(JsonValue.of("0%")))
                .isPresent();
    }

    private static void oneSource(String path, JsonValue value, Findings found) {
        var sources = value.asObject()
                .orElse(JsonObject.EMPTY)
                .without("name")
                .members()
                .keySet();
        if (sources.size() > 1) {
            found.add(path, value, "may not specify more than 1 volume type");
        }
    }

    private static void duplicates(JsonObject tree, List<String> lists, String field, Findings found) {
        var seen = new HashSet<JsonValue>();
        lists.forEach(list -> Places.each(tree, list + "." + field, (path, value) -> {
            if (!seen.add(value)) {
                found.add(path, value, "Duplicate value");
            }
        }));
    }
}
