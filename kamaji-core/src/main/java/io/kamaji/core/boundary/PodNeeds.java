package io.kamaji.core.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the pods of a Deployment ask for, with the defaults of the namespace's LimitRanges. Immutable. */
record PodNeeds(List<JsonObject> ranges) {
    private static final List<String> KINDS = List.of("requests", "limits");
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** What comes on top of what is used: all pods, or of a rollout those that run beside the old ones. */
    Map<String, BigDecimal> more(JsonObject deployment, Optional<JsonObject> live) {
        var replicas = replicas(deployment);
        var pod = pod(deployment);
        var more = new LinkedHashMap<String, BigDecimal>();
        if (live.isEmpty()) {
            pod.forEach((key, value) -> more.put(key, value.multiply(replicas)));
            return more;
        }
        var before = pod(live.get());
        var grown = replicas.subtract(replicas(live.get()));
        var surge = before.equals(pod) ? BigDecimal.ZERO : surge(deployment, replicas);
        pod.forEach((key, value) ->
                more.put(key, value.multiply(grown.max(BigDecimal.ZERO).add(surge))));
        return more;
    }

    private static BigDecimal replicas(JsonObject deployment) {
        return BigDecimal.valueOf(deployment.number("spec", "replicas").orElse(1L));
    }

    private static BigDecimal surge(JsonObject deployment, BigDecimal replicas) {
        var surge = deployment.get("spec", "strategy", "rollingUpdate", "maxSurge");
        var share = surge.flatMap(JsonValue::asText).filter(text -> text.matches("\\d{1,4}%"));
        return share.map(text -> new BigDecimal(text.substring(0, text.length() - 1))
                        .multiply(replicas)
                        .divide(PERCENT, 0, RoundingMode.UP))
                .orElseGet(() -> QuotaForecast.quantity(surge));
    }

    /** Of one pod: the sum of its containers and sidecars, or an init container that takes more. */
    private Map<String, BigDecimal> pod(JsonObject deployment) {
        var needs = new LinkedHashMap<String, BigDecimal>();
        needs.put("pods", BigDecimal.ONE);
        for (var key : keys(deployment)) {
            var sum = running(deployment)
                    .map(container -> value(container, key).orElse(BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            var first = starting(deployment)
                    .map(container -> value(container, key).orElse(BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::max);
            needs.put(key, sum.max(first));
        }
        return needs;
    }

    private Set<String> keys(JsonObject deployment) {
        var keys = new TreeSet<>(List.of("requests.cpu", "requests.memory", "limits.cpu", "limits.memory"));
        Stream.concat(running(deployment), starting(deployment)).forEach(container -> {
            for (var kind : KINDS) {
                container.object("resources", kind).members().keySet().forEach(name -> keys.add(kind + "." + name));
            }
        });
        return keys;
    }

    private static JsonObject template(JsonObject deployment) {
        return deployment.object("spec", "template", "spec");
    }

    private static boolean isSidecar(JsonObject container) {
        return container.text("restartPolicy").equals(Optional.of("Always"));
    }

    private static Stream<JsonObject> running(JsonObject deployment) {
        return Stream.concat(
                template(deployment).array("containers").objects(),
                template(deployment).array("initContainers").objects().filter(PodNeeds::isSidecar));
    }

    private static Stream<JsonObject> starting(JsonObject deployment) {
        return template(deployment).array("initContainers").objects().filter(container -> !isSidecar(container));
    }

    /** As the container says, else as a LimitRange has it; what is limited only is requested as much. */
    private Optional<BigDecimal> value(JsonObject container, String key) {
        var name = key.substring(key.indexOf('.') + 1);
        var limit = container.get("resources", "limits", name).or(() -> ranged("default", name));
        var said = key.startsWith("limits.")
                ? limit
                : container
                        .get("resources", "requests", name)
                        .or(() -> container.get("resources", "limits", name))
                        .or(() -> ranged("defaultRequest", name))
                        .or(() -> limit);
        return said.map(value -> QuotaForecast.quantity(Optional.of(value)));
    }

    private Optional<JsonValue> ranged(String member, String name) {
        return ofContainers().flatMap(item -> item.get(member, name).stream()).findFirst();
    }

    private Stream<JsonObject> ofContainers() {
        return ranges.stream()
                .flatMap(range -> range.array("spec", "limits").objects())
                .filter(item -> item.text("type").equals(Optional.of("Container")));
    }

    /** Containers that say nothing of what a quota of that key asks all containers for. */
    List<String> silent(JsonObject deployment, String key) {
        if (!key.matches("(requests|limits)\\.(cpu|memory)")) {
            return List.of();
        }
        return Stream.concat(running(deployment), starting(deployment))
                .filter(container -> value(container, key).isEmpty())
                .flatMap(container -> container.text("name").stream())
                .toList();
    }

    /** What the namespace's LimitRanges say of containers, and a container does not keep. */
    List<String> outsideOfRanges(JsonObject deployment) {
        var found = new ArrayList<String>();
        Stream.concat(running(deployment), starting(deployment))
                .forEach(container -> ofContainers().forEach(item -> {
                    var name = "a LimitRange will refuse its pods: container "
                            + container.text("name").orElse("") + ": ";
                    item.object("max")
                            .members()
                            .forEach((resource, most) -> value(container, "limits." + resource)
                                    .filter(asked -> asked.compareTo(QuotaForecast.quantity(Optional.of(most))) > 0)
                                    .ifPresent(asked -> found.add(name + "limit of " + resource + " is above "
                                            + most.asText().orElse(most.toJson()))));
                    item.object("min")
                            .members()
                            .forEach((resource, least) -> value(container, "requests." + resource)
                                    .filter(asked -> asked.compareTo(QuotaForecast.quantity(Optional.of(least))) < 0)
                                    .ifPresent(asked -> found.add(name + "request of " + resource + " is below "
                                            + least.asText().orElse(least.toJson()))));
                }));
        return found;
    }
}
