package io.kamaji.api.rules;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.CompoundValue;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorSpec;
import io.kamaji.api.value.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All rules of a kubeconfig generator. */
final class KubeconfigGeneratorRules extends Rules<KubeconfigGeneratorSpec> {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final Set<String> KEYS = Set.of("admin.svc", "admin.conf", "super-admin.svc", "super-admin.conf");

    @Override
    void create(Subject<KubeconfigGeneratorSpec> generator, Findings found) {
        var wrong = Names.dns1123Subdomain(generator.name().orElse(""));
        if (!wrong.isEmpty()) {
            found.add("metadata.name", generator.name(), String.join(",", wrong));
        }
        var spec = generator.spec();
        either("spec.user", spec.user(), found);
        var groups = spec.groups().orElse(List.of());
        for (int i = 0; i < groups.size(); i++) {
            either("spec.groups[" + i + "]", groups.get(i), found);
        }
        selector("spec.namespaceSelector", spec.namespaceSelector(), found);
        selector("spec.tenantControlPlaneSelector", spec.tenantControlPlaneSelector(), found);
    }

    @Override
    void update(Subject<KubeconfigGeneratorSpec> generator, Subject<KubeconfigGeneratorSpec> old, Findings found) {
        create(generator, found);
    }

    @Override
    void warn(Subject<KubeconfigGeneratorSpec> generator, Findings found) {
        found.require(
                "spec.controlPlaneEndpointFrom",
                generator.spec().controlPlaneEndpointFrom(),
                KEYS::contains,
                "is not a key that the admin kubeconfig Secret has by itself");
    }

    private static void either(String path, CompoundValue value, Findings found) {
        if (value.stringValue().isPresent() == value.fromDefinition().isPresent()) {
            found.add(path, value.stringValue(), "Either stringValue or fromDefinition must be set, but not both.");
        }
    }

    /** A selector that can't be parsed fails the whole pass. */
    private static void selector(String path, Optional<JsonObject> selector, Findings found) {
        var expressions = selector.map(it -> it.array("matchExpressions")).orElse(JsonArray.EMPTY);
        for (int i = 0; i < expressions.size(); i++) {
            var expression = expressions.get(i).asObject().orElse(JsonObject.EMPTY);
            var operator = expression.text("operator").orElse("");
            var at = path + ".matchExpressions[" + i + "].";
            if (!OPERATORS.contains(operator)) {
                found.add(at + "operator", operator, "not a valid selector operator");
            } else if (operator.endsWith("In") == expression.array("values").isEmpty()) {
                found.add(
                        at + "values",
                        expression.array("values"),
                        operator.endsWith("In")
                                ? "must be specified when `operator` is 'In' or 'NotIn'"
                                : "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
            }
        }
    }
}
