package io.kamaji.core.boundary;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.PodSecurityLevel;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a Deployment against a pod security standard, and names the place in the spec from which what is wrong comes, or at which
 * what is missing can be set. Immutable.
 *
 * @param registry where the spec sets what components contribute
 */
record PodSecurity(PodSecurityLevel level, TenantControlPlane tenant, Registry registry) {
    private static final String POD = "spec.controlPlane.deployment.";
    private static final List<String> CONTAINERS = List.of("initContainers", "containers");
    private static final List<String> ADDITIONAL = List.of("additionalInitContainers", "additionalContainers");

    List<Violation> check(JsonObject deployment) {
        var found = new ArrayList<Violation>();
        var template = deployment.object("spec", "template");
        var pod = template.object("spec");
        for (var rule : PodSecurityRules.upTo(level).toList()) {
            switch (rule.scope()) {
                case POD -> rule.judge(pod, JsonObject.EMPTY).forEach(one -> found.add(one.at(podPath(one))));
                case ANNOTATIONS ->
                    rule.judge(template.object("metadata"), JsonObject.EMPTY)
                            .forEach(one -> found.add(one.at(POD + "podAdditionalMetadata." + one.path())));
                case VOLUME ->
                    pod.array("volumes")
                            .objects()
                            .forEach(volume -> rule.judge(volume, JsonObject.EMPTY)
                                    .forEach(one -> found.add(one.at(below(volumePath(volume), one.path())))));
                case CONTAINER ->
                    containers(pod)
                            .forEach(container -> rule.judge(container, pod.object("securityContext"))
                                    .forEach(one -> found.add(one.at(containerPath(container, one)))));
            }
        }
        return found.stream().distinct().toList();
    }

    private static Stream<JsonObject> containers(JsonObject pod) {
        return CONTAINERS.stream().flatMap(list -> pod.array(list).objects());
    }

    /** Of the pod's own fields a spec sets the security context alone. */
    private static String podPath(PodSecurityRules.Found found) {
        return found.path().startsWith("securityContext")
                ? POD + "podS" + found.path().substring(1)
                : POD + found.path();
    }

    private String containerPath(JsonObject container, PodSecurityRules.Found found) {
        var name = container.text("name").orElse("");
        return index(ADDITIONAL, name)
                .map(place -> place + "." + found.path())
                .or(() -> registry.securityContext(name)
                        .map(place -> place + found.path().replaceFirst("^securityContext", "")))
                .orElse(POD + "podS" + found.path().replaceFirst("^s", ""));
    }

    private String volumePath(JsonObject volume) {
        return index(List.of("additionalVolumes"), volume.text("name").orElse(""))
                .orElse(POD + "additionalVolumes");
    }

    private static String below(String place, String path) {
        return path.isEmpty() ? place : place + "." + path;
    }

    /** The place of what has a name in one of the spec's lists. */
    private Optional<String> index(List<String> lists, String name) {
        var deployment = tenant.toJsonObject().object("spec", "controlPlane", "deployment");
        for (var list : lists) {
            var items = deployment.array(list);
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).asObject().flatMap(item -> item.text("name")).equals(Optional.of(name))) {
                    return Optional.of(POD + list + "[" + i + "]");
                }
            }
        }
        return Optional.empty();
    }
}
