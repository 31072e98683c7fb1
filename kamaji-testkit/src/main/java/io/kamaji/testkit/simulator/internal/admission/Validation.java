package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The rules of the built-in kinds that Kamaji's objects can break, in the API's words. Stateless and thread-safe. */
public final class Validation {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private static final Map<String, Function<JsonObject, List<Problem>>> BY_KIND = Map.of(
            "v1 ConfigMap", Validation::keys,
            "v1 Secret", Validation::keys,
            "v1 Service", Validation::service,
            "v1 Pod", pod -> PodRules.check(pod.object("spec"), "spec"),
            "apps/v1 Deployment", Validation::deployment,
            "policy/v1 PodDisruptionBudget", Validation::budget);

    private Validation() {}

    /** What is wrong with a new object. */
    public static List<Problem> check(JsonObject object) {
        var problems = new ArrayList<>(metadata(object));
        problems.addAll(BY_KIND.getOrDefault(kind(object), o -> List.of()).apply(object));
        return problems;
    }

    /** What is wrong with a change, beyond what is wrong with the new state. */
    public static List<Problem> checkChange(JsonObject before, JsonObject after) {
        var problems = new ArrayList<Problem>();
        switch (kind(after)) {
            case "v1 Secret" -> {
                immutable(before, after, problems, "type");
                if (before.bool("immutable").orElse(false)) {
                    forbidWhenSealed(before, after, problems);
                }
            }
            case "v1 ConfigMap" -> {
                if (before.bool("immutable").orElse(false)) {
                    forbidWhenSealed(before, after, problems);
                }
            }
            case "apps/v1 Deployment" -> immutable(before, after, problems, "spec", "selector");
            case "v1 Service" -> {
                var type = after.text("spec", "type").orElse("");
                if (!type.equals("ExternalName")
                        && before.text("spec", "clusterIP").isPresent()) {
                    clusterIpStays(before, after, problems);
                }
                balancerClassStays(before.object("spec"), after.object("spec"), problems);
            }
            case "rbac.authorization.k8s.io/v1 RoleBinding", "rbac.authorization.k8s.io/v1 ClusterRoleBinding" -> {
                if (!before.get("roleRef").equals(after.get("roleRef"))) {
                    problems.add(Problem.invalid("roleRef", shown(after.get("roleRef")), "cannot change roleRef"));
                }
            }
            default -> {}
        }
        return problems;
    }

    private static String kind(JsonObject object) {
        return object.text("apiVersion").orElse("") + " " + object.text("kind").orElse("");
    }

    private static String shown(Optional<JsonValue> value) {
        return value.map(JsonValue::toJson).orElse("null");
    }

    private static void immutable(JsonObject before, JsonObject after, List<Problem> problems, String... path) {
        if (!before.get(path).equals(after.get(path))) {
            problems.add(Problem.invalid(String.join(".", path), shown(after.get(path)), "field is immutable"));
        }
    }

    private static void forbidWhenSealed(JsonObject before, JsonObject after, List<Problem> problems) {
        var detail = "field is immutable when `immutable` is set";
        for (var field : List.of("immutable", "data", "binaryData")) {
            if (!before.get(field).equals(after.get(field))) {
                problems.add(new Problem("FieldValueForbidden", "Forbidden: " + detail, field));
            }
        }
    }

    private static void balancerClassStays(JsonObject before, JsonObject after, List<Problem> problems) {
        var field = "loadBalancerClass";
        var ofBoth = isBalancer(before) && isBalancer(after);
        if (ofBoth && !before.get(field).equals(after.get(field))) {
            problems.add(Problem.invalid("spec." + field, shown(after.get(field)), "may not change once set"));
        }
    }

    private static boolean isBalancer(JsonObject service) {
        return service.text("type").orElse("").equals("LoadBalancer");
    }

    private static void clusterIpStays(JsonObject before, JsonObject after, List<Problem> problems) {
        var was = before.text("spec", "clusterIP");
        var is = after.text("spec", "clusterIP");
        if (!was.equals(is)) {
            problems.add(Problem.invalid(
                    "spec.clusterIPs[0]", JsonArray.of(is.orElse("")).toJson(), "may not change once set"));
        }
    }

    private static List<Problem> metadata(JsonObject object) {
        var problems = new ArrayList<Problem>();
        var name = object.text("metadata", "name").orElse("");
        if (name.isEmpty()) {
            return List.of(Problem.required("metadata.name", "name or generateName is required"));
        }
        var kind = object.text("kind").orElse("");
        var value = JsonValue.of(name).toJson();
        if (kind.equals("Namespace") || kind.equals("Service")) {
            if (!LABEL.matcher(name).matches() || name.length() > 63) {
                problems.add(Problem.invalid(
                        "metadata.name",
                        value,
                        "a lowercase RFC 1123 label must consist of lower case"
                                + " alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                                + " or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
                                        .stripLeading()));
            }
        } else if (!object.text("apiVersion").orElse("").startsWith("rbac.")
                && (!SUBDOMAIN.matcher(name).matches() || name.length() > 253)) {
            problems.add(Problem.invalid(
                    "metadata.name",
                    value,
                    "a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
                            + " 'example.com', regex used for validation is"
                            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
        }
        object.texts("metadata", "labels").forEach((key, label) -> {
            if (!LABEL_VALUE.matcher(label).matches() || label.length() > 63) {
                problems.add(Problem.invalid(
                        "metadata.labels",
                        JsonValue.of(label).toJson(),
                        "a valid label must be an empty string"
                                + " or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                                + " character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
            }
        });
        return problems;
    }

    private static List<Problem> keys(JsonObject object) {
        var problems = new ArrayList<Problem>();
        for (var field : List.of("data", "binaryData")) {
            object.object(field).members().keySet().stream()
                    .filter(key -> !DATA_KEY.matcher(key).matches())
                    .forEach(
                            key -> problems.add(
                                    Problem.invalid(
                                            field + "[" + key + "]",
                                            JsonValue.of(key).toJson(),
                                            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', "
                                                    + " or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")));
        }
        var type = object.text("type").orElse("");
        if (type.equals("kubernetes.io/tls")) {
            for (var key : List.of("tls.crt", "tls.key")) {
                if (!object.object("data").has(key)) {
                    problems.add(Problem.required("data[" + key + "]", ""));
                }
            }
        }
        return problems;
    }

    private static List<Problem> service(JsonObject service) {
        var problems = new ArrayList<Problem>();
        var spec = service.object("spec");
        var ports = spec.array("ports");
        var type = spec.text("type").orElse("");
        if (!List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort").contains(type)) {
            problems.add(Problem.unsupported(
                    "spec.type",
                    JsonValue.of(type).toJson(),
                    "\"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""));
        }
        if (ports.isEmpty()
                && !type.equals("ExternalName")
                && !spec.text("clusterIP").orElse("").equals("None")) {
            problems.add(Problem.required("spec.ports", ""));
        }
        if (spec.has("loadBalancerClass") && !isBalancer(spec)) {
            problems.add(new Problem(
                    "FieldValueForbidden",
                    "Forbidden: may only be used when `type` is 'LoadBalancer'",
                    "spec.loadBalancerClass"));
        }
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i).asObject().orElse(JsonObject.EMPTY);
            var at = "spec.ports[" + i + "]";
            if (port.text("name").isEmpty() && ports.size() > 1) {
                problems.add(Problem.required(at + ".name", ""));
            }
            var number = port.number("port").orElse(0L);
            if (number < 1 || number > 65535) {
                problems.add(
                        Problem.invalid(at + ".port", number.toString(), "must be between 1 and 65535, inclusive"));
            }
        }
        return problems;
    }

    private static List<Problem> deployment(JsonObject deployment) {
        var spec = deployment.object("spec");
        var problems = new ArrayList<Problem>();
        var selector = spec.texts("selector", "matchLabels");
        var labels = spec.texts("template", "metadata", "labels");
        if (spec.number("replicas").orElse(0L) < 0) {
            problems.add(Problem.invalid(
                    "spec.replicas",
                    spec.number("replicas").orElse(0L).toString(),
                    "must be greater than or equal to 0"));
        }
        if (!spec.has("selector")) {
            problems.add(Problem.required("spec.selector", ""));
        } else if (spec.object("selector").isEmpty()) {
            problems.add(Problem.invalid("spec.selector", "{}", "empty selector is invalid for deployment"));
        }
        if (!spec.has("selector") || !labels.entrySet().containsAll(selector.entrySet())) {
            problems.add(Problem.invalid(
                    "spec.template.metadata.labels",
                    shown(spec.get("template", "metadata", "labels")),
                    "`selector` does not match template `labels`"));
        }
        problems.addAll(PodRules.check(spec.object("template", "spec"), "spec.template.spec"));
        return problems;
    }

    private static List<Problem> budget(JsonObject budget) {
        var spec = budget.object("spec");
        return spec.has("minAvailable") && spec.has("maxUnavailable")
                ? List.of(Problem.invalid("spec", spec.toJson(), "minAvailable and maxUnavailable cannot be both set"))
                : List.of();
    }
}
