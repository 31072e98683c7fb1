package io.kamaji.core.boundary;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Quantity;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the ResourceQuotas and LimitRanges of a namespace will refuse of a plan: pods are made by a controller, so that nobody is told
 * when they are. Quotas for pods of one sort only (scopes) are left out. Immutable. Source: Kubernetes, "Resource Quotas".
 */
final class QuotaForecast {
    private static final Set<String> SCOPES = Set.of("NotTerminating", "NotBestEffort");

    private final List<JsonObject> quotas;
    private final PodNeeds needs;

    private QuotaForecast(List<JsonObject> quotas, PodNeeds needs) {
        this.quotas = quotas;
        this.needs = needs;
    }

    /** Reads both kinds of a namespace; who may not see them is not told. */
    static QuotaForecast of(ClusterClient admin, String namespace) {
        return new QuotaForecast(
                listed(admin, ResourceTypes.RESOURCE_QUOTA, namespace),
                new PodNeeds(listed(admin, ResourceTypes.LIMIT_RANGE, namespace)));
    }

    private static List<JsonObject> listed(ClusterClient admin, ResourceType type, String namespace) {
        try {
            return admin.list(new ListRequest(type, Optional.of(namespace), "", false))
                    .items();
        } catch (ClusterException e) {
            if (e.code() == 403 || e.code() == 404) {
                return List.of();
            }
            throw e;
        }
    }

    /** What will be refused, in words. */
    List<String> warnings(Plan plan, Optional<JsonObject> liveDeployment) {
        var warnings = new ArrayList<String>();
        var pods = plan.changes().stream()
                .filter(change -> change.target() == Target.ADMIN && ResourceTypes.DEPLOYMENT.is(change.ref()))
                .filter(change -> change.manifest().isPresent())
                .map(Change::body)
                .findFirst();
        pods.ifPresent(deployment -> warnings.addAll(needs.outsideOfRanges(deployment)));
        var wanted = new LinkedHashMap<String, BigDecimal>();
        pods.ifPresent(deployment -> wanted.putAll(needs.more(deployment, liveDeployment)));
        plan.changes(Action.CREATE).stream()
                .filter(change -> change.target() == Target.ADMIN)
                .forEach(
                        change -> counted(change).forEach(name -> wanted.merge(name, BigDecimal.ONE, BigDecimal::add)));
        for (var quota : quotas) {
            var scopes = quota.array("spec", "scopes").texts();
            if (SCOPES.containsAll(scopes) && quota.get("spec", "scopeSelector").isEmpty()) {
                judge(quota, wanted, pods, warnings);
            }
        }
        return warnings;
    }

    private void judge(
            JsonObject quota, Map<String, BigDecimal> wanted, Optional<JsonObject> pods, List<String> warnings) {
        var name = "ResourceQuota " + quota.text("metadata", "name").orElse("");
        quota.object("spec", "hard").members().forEach((key, hard) -> {
            var used = quantity(quota.get("status", "used", key));
            var more = wanted.getOrDefault(canonical(key), BigDecimal.ZERO);
            if (more.signum() > 0 && used.add(more).compareTo(quantity(Optional.of(hard))) > 0) {
                warnings.add(name + " will refuse it: " + key + ": " + used.toPlainString() + " of " + text(hard)
                        + " are used, " + more.toPlainString() + " more are needed");
            }
            pods.ifPresent(deployment -> needs.silent(deployment, canonical(key))
                    .forEach(container -> warnings.add(name
                            + " will refuse its pods: container " + container + " says nothing of " + canonical(key)
                            + ", which the quota asks of all")));
        });
    }

    /** {@code cpu} is short for what is requested of it. */
    private static String canonical(String key) {
        return switch (key) {
            case "cpu", "memory", "ephemeral-storage" -> "requests." + key;
            case "count/pods" -> "pods";
            default -> key;
        };
    }

    /** By which keys an object is counted that is created. */
    private static List<String> counted(Change change) {
        var type = ResourceTypes.of(change.ref().apiVersion(), change.ref().kind());
        if (type.isEmpty()) {
            return List.of();
        }
        var plural = type.get().plural();
        var keys = new ArrayList<String>();
        keys.add("count/" + plural + group(change.ref()));
        if (group(change.ref()).isEmpty()) {
            keys.add(plural);
        }
        if (ResourceTypes.SERVICE.is(change.ref())) {
            var kind = change.body().text("spec", "type").orElse("ClusterIP");
            if (kind.equals("LoadBalancer")) {
                keys.add("services.loadbalancers");
            }
            if (!kind.equals("ClusterIP")) {
                keys.add("services.nodeports");
            }
        }
        return keys;
    }

    private static String group(ObjectRef ref) {
        var slash = ref.apiVersion().indexOf('/');
        return slash < 0 ? "" : "." + ref.apiVersion().substring(0, slash);
    }

    static BigDecimal quantity(Optional<JsonValue> value) {
        return value.flatMap(Quantity::of).orElse(BigDecimal.ZERO).stripTrailingZeros();
    }

    private static String text(JsonValue value) {
        return value.asText().orElseGet(value::toJson);
    }
}
