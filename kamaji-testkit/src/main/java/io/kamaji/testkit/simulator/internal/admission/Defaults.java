package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the API fills in where an object says nothing, by kind. Source: the defaults that the Kubernetes 1.36 API reference
 * states and its server was seen to set. Stateless and thread-safe.
 */
public final class Defaults {
    private static final Map<String, UnaryOperator<JsonObject>> BY_KIND = Map.ofEntries(
            Map.entry("v1 Secret", Defaults::secret),
            Map.entry("v1 Service", ServiceDefaults::fill),
            Map.entry(
                    "v1 Pod",
                    pod -> pod.update("spec", spec -> fill(PodDefaults.fill(spec), "enableServiceLinks", true))),
            Map.entry("v1 Namespace", Defaults::namespace),
            Map.entry(
                    "v1 PersistentVolumeClaim",
                    pvc -> pvc.update("spec", spec -> fill(spec, "volumeMode", "Filesystem"))),
            Map.entry("apps/v1 Deployment", Defaults::deployment),
            Map.entry("apps/v1 ReplicaSet", set -> withTemplate(set, "replicas", 1)),
            Map.entry("apps/v1 StatefulSet", Defaults::statefulSet),
            Map.entry("apps/v1 DaemonSet", Defaults::daemonSet),
            Map.entry(
                    "batch/v1 Job",
                    job -> withTemplate(
                            job,
                            "parallelism",
                            1,
                            "completions",
                            1,
                            "backoffLimit",
                            6,
                            "completionMode",
                            "NonIndexed",
                            "suspend",
                            false,
                            "podReplacementPolicy",
                            "TerminatingOrFailed")),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", Defaults::networkPolicy),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", Defaults::binding),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", Defaults::binding),
            Map.entry("admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy", Defaults::admissionPolicy),
            Map.entry(
                    "admissionregistration.k8s.io/v1 MutatingAdmissionPolicy",
                    policy ->
                            admissionPolicy(policy).update("spec", spec -> fill(spec, "reinvocationPolicy", "Never"))),
            Map.entry(
                    "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding",
                    binding -> binding.update("spec", spec -> ifThere(spec, "matchResources", Defaults::matching))),
            Map.entry(
                    "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding",
                    binding -> binding.update("spec", spec -> ifThere(spec, "matchResources", Defaults::matching))),
            Map.entry(
                    "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                    hooks -> each(hooks, "webhooks", Defaults::webhook)),
            Map.entry(
                    "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
                    hooks -> each(
                            hooks, "webhooks", hook -> fill(Defaults.webhook(hook), "reinvocationPolicy", "Never"))),
            Map.entry(
                    "storage.k8s.io/v1 StorageClass",
                    sc -> fill(sc, "reclaimPolicy", "Delete", "volumeBindingMode", "Immediate")));

    private Defaults() {}

    /** The decoded object with the defaults of its kind. */
    public static JsonObject fill(JsonObject object) {
        var kind =
                object.text("apiVersion").orElse("") + " " + object.text("kind").orElse("");
        return BY_KIND.getOrDefault(kind, UnaryOperator.identity()).apply(object);
    }

    /** The object with each of these set where it has none. */
    static JsonObject fill(JsonObject object, Object... namesAndValues) {
        return JsonObject.of(namesAndValues).plus(object);
    }

    /** The object with a member changed if it is there. */
    static JsonObject ifThere(JsonObject object, String name, UnaryOperator<JsonObject> change) {
        return object.get(name).flatMap(JsonValue::asObject).isPresent() ? object.update(name, change) : object;
    }

    /** The object with each object of an array changed, if the array is there. */
    static JsonObject each(JsonObject object, String name, UnaryOperator<JsonObject> change) {
        return object.has(name)
                ? object.with(
                        name, object.array(name).map(item -> item instanceof JsonObject o ? change.apply(o) : item))
                : object;
    }

    private static JsonObject secret(JsonObject secret) {
        var data = new LinkedHashMap<String, JsonValue>(secret.object("data").members());
        secret.texts("stringData")
                .forEach((key, text) -> data.put(
                        key, JsonValue.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))));
        var merged = data.isEmpty() ? secret : secret.with("data", new JsonObject(data));
        return fill(merged.without("stringData"), "type", "Opaque");
    }

    private static JsonObject namespace(JsonObject namespace) {
        return namespace.update(
                "metadata",
                meta -> meta.text("name").isEmpty()
                        ? meta
                        : meta.update(
                                "labels", labels -> labels.with("kubernetes.io/metadata.name", meta.text("name"))));
    }

    private static JsonObject withTemplate(JsonObject object, Object... specDefaults) {
        return object.update(
                "spec",
                spec -> fill(spec, specDefaults)
                        .update("template", template -> template.update("spec", PodDefaults::fill)));
    }

    private static JsonObject deployment(JsonObject deployment) {
        return withTemplate(deployment, "replicas", 1, "revisionHistoryLimit", 10, "progressDeadlineSeconds", 600)
                .update("spec", spec -> spec.update("strategy", strategy -> rolling(strategy, "25%", "25%")));
    }

    private static JsonObject rolling(JsonObject strategy, Object maxUnavailable, Object maxSurge) {
        var filled = fill(strategy, "type", "RollingUpdate");
        return filled.text("type").orElse("").equals("RollingUpdate")
                ? filled.update("rollingUpdate", r -> fill(r, "maxUnavailable", maxUnavailable, "maxSurge", maxSurge))
                : filled;
    }

    private static JsonObject daemonSet(JsonObject set) {
        return withTemplate(set, "revisionHistoryLimit", 10)
                .update("spec", spec -> spec.update("updateStrategy", strategy -> rolling(strategy, 1, 0)));
    }

    private static JsonObject statefulSet(JsonObject set) {
        var retention = JsonObject.of("whenDeleted", "Retain", "whenScaled", "Retain");
        return withTemplate(
                        set,
                        "replicas",
                        1,
                        "revisionHistoryLimit",
                        10,
                        "podManagementPolicy",
                        "OrderedReady",
                        "persistentVolumeClaimRetentionPolicy",
                        retention)
                .update(
                        "spec",
                        spec -> spec.update(
                                "updateStrategy",
                                strategy -> fill(strategy, "type", "RollingUpdate")
                                        .update("rollingUpdate", r -> fill(r, "partition", 0))));
    }

    private static JsonObject networkPolicy(JsonObject policy) {
        return policy.update("spec", spec -> {
            var types = spec.array("egress").isEmpty() ? JsonArray.of("Ingress") : JsonArray.of("Ingress", "Egress");
            UnaryOperator<JsonObject> ports = rule -> each(rule, "ports", port -> fill(port, "protocol", "TCP"));
            return each(each(fill(spec, "policyTypes", types), "ingress", ports), "egress", ports);
        });
    }

    private static JsonObject admissionPolicy(JsonObject policy) {
        return policy.update(
                "spec", spec -> ifThere(fill(spec, "failurePolicy", "Fail"), "matchConstraints", Defaults::matching));
    }

    private static JsonObject matching(JsonObject match) {
        var filled = each(each(match, "resourceRules", Defaults::rule), "excludeResourceRules", Defaults::rule);
        return fill(
                filled,
                "matchPolicy",
                "Equivalent",
                "namespaceSelector",
                JsonObject.EMPTY,
                "objectSelector",
                JsonObject.EMPTY);
    }

    private static JsonObject webhook(JsonObject webhook) {
        return fill(
                each(webhook, "rules", Defaults::rule),
                "failurePolicy",
                "Fail",
                "matchPolicy",
                "Equivalent",
                "namespaceSelector",
                JsonObject.EMPTY,
                "objectSelector",
                JsonObject.EMPTY,
                "timeoutSeconds",
                10);
    }

    private static JsonObject rule(JsonObject rule) {
        return fill(rule, "scope", "*");
    }

    private static JsonObject binding(JsonObject binding) {
        var rbac = "rbac.authorization.k8s.io";
        var filled = binding.update("roleRef", ref -> fill(ref, "apiGroup", rbac));
        return each(
                filled,
                "subjects",
                subject -> subject.text("kind").orElse("").equals("ServiceAccount")
                        ? subject
                        : fill(subject, "apiGroup", rbac));
    }
}
