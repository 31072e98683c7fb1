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
 * rendered are for passes. All that is wrong is told at once. As in passes, an update is held to what it changes. Where a deletion
 * must leave nothing behind, Kamaji's finalizers are taken away by none but those who may {@code update
 * tenantcontrolplanes/finalizers}, as the operator may. Immutable and thread-safe. Needs Kubernetes 1.31.
 *
 * @param exempt groups of users that are not bound; default {@code system:masters}
 */
public record BoundaryPolicy(Boundaries boundaries, Set<String> exempt) {
    private static final String API_VERSION = "admissionregistration.k8s.io/v1";
    private static final String TENANTS = "tenantcontrolplanes";
    private static final String FINALIZERS = "finalizer.kamaji.clastix.io";
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

    /** Policy and binding, those of {@code kubectl scale} where the number of pods is bound, and those of finalizers. */
    public List<JsonObject> manifests() {
        var rules = boundaries.rules().stream()
                .filter(rule -> rule.cel().isPresent())
                .toList();
        var manifests = new ArrayList<>(policy("", TENANTS, List.of("CREATE", "UPDATE"), judged(rules)));
        var scaled = rules.stream()
                .filter(rule -> rule.place().equals(SCALED))
                .map(rule -> new BoundaryRule(rule.boundary(), "spec.replicas", rule.demand()))
                .toList();
        if (!scaled.isEmpty()) {
            manifests.addAll(policy("-scale", TENANTS + "/scale", List.of("UPDATE"), judged(scaled)));
        }
        if (!boundaries.mayOrphan()) {
            manifests.addAll(policy("-finalizers", TENANTS, List.of("UPDATE"), finalizers()));
        }
        return List.copyOf(manifests);
    }

    /** The conditions, variables and validations of a policy over rules. */
    private JsonObject judged(List<BoundaryRule> rules) {
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
        var stays = JsonObject.of("name", "stays", "expression", "!has(object.metadata.deletionTimestamp)");
        return JsonObject.of("matchConditions", conditions(stays))
                .with("variables", variables)
                .with(
                        "validations",
                        List.of(JsonObject.of("expression", kept.isEmpty() ? "true" : kept)
                                .with("message", "outside of boundary " + boundaries.name())
                                .with("messageExpression", messages)
                                .with("reason", "Invalid")));
    }

    /** Also, and above all, of a tenant that is being deleted: without them its data would stay in its store. */
    private JsonObject finalizers() {
        var kept = "oldObject.metadata.?finalizers.orValue([]).all(f, !f.startsWith('" + FINALIZERS
                + "') || f in object.metadata.?finalizers.orValue([]))";
        var granted = "authorizer.group('kamaji.clastix.io').resource('" + TENANTS
                + "').subresource('finalizers').namespace(object.metadata.namespace).name(object.metadata.name)"
                + ".check('update').allowed()";
        var message = "metadata.finalizers: " + FINALIZERS + "* must stay until the tenant's data is gone (boundary "
                + boundaries.name() + ", deletionPolicies)";
        return JsonObject.of("matchConditions", conditions())
                .with(
                        "validations",
                        List.of(JsonObject.of("expression", kept + " || " + granted)
                                .with("message", message)
                                .with("reason", "Forbidden")));
    }

    /** The policy of what is said in {@code spec}, and its binding. */
    private List<JsonObject> policy(String suffix, String resource, List<String> operations, JsonObject said) {
        var matched = JsonObject.of("apiGroups", List.of("kamaji.clastix.io"), "apiVersions", List.of("*"))
                .with("operations", operations)
                .with("resources", List.of(resource));
        var policy = JsonObject.of("apiVersion", API_VERSION, "kind", "ValidatingAdmissionPolicy")
                .with("metadata", JsonObject.of("name", name() + suffix))
                .with(
                        "spec",
                        JsonObject.of("failurePolicy", "Fail")
                                .with("matchConstraints", JsonObject.of("resourceRules", List.of(matched)))
                                .plus(said));
        return List.of(policy, binding(name() + suffix));
    }

    private List<JsonObject> conditions(JsonObject... more) {
        var conditions = new ArrayList<>(List.of(more));
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
