package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kustomize base of the rendered files, and an overlay for an operator that only works in some namespaces. */
final class Kustomization {
    private static final List<String> TENANTS = List.of("tenants");

    private Kustomization() {}

    /** Files by path, each with its content. */
    static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("base/kustomization.yaml", kustomization(List.of("crds.yaml", "operator.yaml"), List.of()));
        var everywhere = Install.standard().objects();
        var some = new Install(Install.NAMESPACE, Install.IMAGE, TENANTS).objects();
        var added = some.stream()
                .filter(object -> like(object, everywhere).isEmpty())
                .toList();
        var changed = new ArrayList<JsonObject>();
        for (var object : some) {
            if (!everywhere.contains(object) && !added.contains(object)) {
                changed.add(patch(object));
            }
        }
        files.put("namespaced/rights.yaml", Install.yaml(added));
        files.put("namespaced/kustomization.yaml", kustomization(List.of("../base", "rights.yaml"), changed));
        return files;
    }

    private static String kustomization(List<String> resources, List<JsonObject> patches) {
        return JsonObject.of(
                        "apiVersion",
                        "kustomize.config.k8s.io/v1beta1",
                        "kind",
                        "Kustomization",
                        "resources",
                        resources)
                .with("patches", patches.isEmpty() ? null : patches)
                .toYaml();
    }

    private static Optional<JsonObject> like(JsonObject object, List<JsonObject> others) {
        return others.stream()
                .filter(other -> other.text("kind").equals(object.text("kind"))
                        && other.text("metadata", "name").equals(object.text("metadata", "name")))
                .findFirst();
    }

    /** What of an object differs: a role's rules, the Deployment's arguments. */
    private static JsonObject patch(JsonObject object) {
        var path = object.text("kind").equals(Optional.of("Deployment"))
                ? "/spec/template/spec/containers/0/args"
                : "/rules";
        var value = JsonPointer.parse(path).require(object);
        var operations = List.of(JsonObject.of("op", "replace", "path", path, "value", value));
        return JsonObject.of(
                "target",
                JsonObject.of(
                        "kind", object.text("kind").orElseThrow(),
                        "name", object.text("metadata", "name").orElseThrow()),
                "patch",
                JsonArray.of(operations.toArray()).toYaml());
    }
}
