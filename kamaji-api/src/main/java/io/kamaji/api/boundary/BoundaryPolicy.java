package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A boundary as an admission policy of the API server, so that a spec that leaves it is not even stored: a ValidatingAdmissionPolicy
 * and its binding. It says what CEL can say of a spec; sums over pods, the number of tenants, the pool and the pods as they are
 * rendered are for passes. All that is wrong is told at once. As in passes, an update is held to what it changes. Immutable and
 * thread-safe. Needs Kubernetes 1.31.
 *
 * @param exempt groups of users that are not bound; default {@code system:masters}
 */
public record BoundaryPolicy(Boundaries boundaries, Set<String> exempt) {
    private static final String API_VERSION = "admissionregistration.k8s.io/v1";
    private static final String SCALED = "spec.controlPlane.deployment.replicas";

    public BoundaryPolicy {
        exempt = Set.copyOf(exempt);
    }

    /** With the default. */
    public static BoundaryPolicy of(Boundaries boundaries) {
        return new BoundaryPolicy(boundaries, Set.of("system:masters"));
    }

    /** Name of both objects. */
    public String name() {
        return "tenant-boundary-" + boundaries.name();
    }

    /** Policy and binding, and those of {@code kubectl scale} where the number of pods is bound. */
    public List<JsonObject> manifests() {
        var rules = boundaries.rules().stream()
                .filter(rule -> rule.cel().isPresent())
                .toList();
        var manifests = new ArrayList<>(
                List.of(policy(name(), "tenantcontrolplanes", List.of("CREATE", "UPDATE"), rules), binding(name())));
        var scaled = rules.stream()
                .filter(rule -> rule.place().equals(SCALED))
                .map(rule -> new BoundaryRule(rule.boundary(), "spec.replicas", rule.demand()))
                .toList();
        if (!scaled.isEmpty()) {
            manifests.add(policy(name() + "-scale", "tenantcontrolplanes/scale", List.of("UPDATE"), scaled));
            manifests.add(binding(name() + "-scale"));
        }
        return List.copyOf(manifests);
    }

    private JsonObject policy(String name, String resource, List<String> operations, List<BoundaryRule> rules) {
        var variables = new ArrayList<JsonObject>();
        for (int i = 0; i < rules.size(); i++) {
            variables.add(JsonObject.of("name", "r" + i, "expression", ratcheted(rules.get(i))));
        }
        var kept = IntStream.range(0, rules.size())
                .mapToObj(i -> "variables.r" + i)
                .collect(Collectors.joining(" && "));
        var messages = IntStream.range(0, rules.size())
                .mapToObj(i -> "variables.r" + i + " ? '' : " + Demands.quoted(message(rules.get(i))))
                .collect(Collectors.joining(", ", "[", "].filter(m, m != '').join('; ')"));
        var matched = JsonObject.of("apiGroups", List.of("kamaji.clastix.io"), "apiVersions", List.of("*"))
                .with("operations", operations)
                .with("resources", List.of(resource));
        return JsonObject.of("apiVersion", API_VERSION, "kind", "ValidatingAdmissionPolicy")
                .with("metadata", JsonObject.of("name", name))
                .with(
                        "spec",
                        JsonObject.of("failurePolicy", "Fail")
                                .with("matchConstraints", JsonObject.of("resourceRules", List.of(matched)))
                                .with("matchConditions", conditions())
                                .with("variables", variables)
                                .with(
                                        "validations",
                                        List.of(JsonObject.of("expression", kept.isEmpty() ? "true" : kept)
                                                .with("message", "outside of boundary " + boundaries.name())
                                                .with("messageExpression", messages)
                                                .with("reason", "Invalid"))));
    }

    private List<JsonObject> conditions() {
        var conditions = new ArrayList<>(
                List.of(JsonObject.of("name", "stays", "expression", "!has(object.metadata.deletionTimestamp)")));
        if (!exempt.isEmpty()) {
            conditions.add(JsonObject.of(
                    "name",
                    "bound",
                    "expression",
                    "!request.userInfo.?groups.orValue([]).exists(g, g in "
                            + new TreeSet<>(exempt)
                                    .stream().map(Demands::quoted).collect(Collectors.joining(", ", "[", "]"))
                            + ")"));
        }
        return conditions;
    }

    /** True too for what an update leaves as it was. */
    private static String ratcheted(BoundaryRule rule) {
        var path = SpecPath.parse(rule.place());
        return "(oldObject != null && " + path.root("object") + " == " + path.root("oldObject") + ") || "
                + rule.cel().orElseThrow();
    }

    private String message(BoundaryRule rule) {
        return rule.message() + " (boundary " + boundaries.name() + ", " + rule.boundary() + ")";
    }

    private JsonObject binding(String policy) {
        return JsonObject.of("apiVersion", API_VERSION, "kind", "ValidatingAdmissionPolicyBinding")
                .with("metadata", JsonObject.of("name", policy))
                .with(
                        "spec",
                        JsonObject.of("policyName", policy)
                                .with("validationActions", List.of("Deny"))
                                .with(
                                        "matchResources",
                                        JsonObject.of(
                                                "namespaceSelector",
                                                boundaries.namespaceSelector().orElse(JsonObject.EMPTY))));
    }
}
