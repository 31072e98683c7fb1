package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The volumes that a user's mounts name: a server refuses a pod that mounts one it does not have. Stateless. */
public final class UserMounts {
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";

    private UserMounts() {}

    /** Mounts of volumes that neither the user gives nor a component declares. */
    public static List<Violation> unknown(JsonObject tenant, Set<String> declared) {
        var deployment = tenant.object("spec", "controlPlane", "deployment");
        var volumes = new HashSet<>(declared);
        deployment
                .array("additionalVolumes")
                .objects()
                .forEach(volume -> volume.text("name").ifPresent(volumes::add));
        var violations = new ArrayList<Violation>();
        mounts(deployment).forEach((list, mounts) -> {
            for (int i = 0; i < mounts.size(); i++) {
                var path = DEPLOYMENT + list + "[" + i + "].name";
                mounts.get(i)
                        .asObject()
                        .flatMap(mount -> mount.text("name"))
                        .filter(name -> !name.isEmpty() && !volumes.contains(name))
                        .ifPresent(name ->
                                violations.add(new Violation(path, JsonValue.of(name), "is no volume of the pod")));
            }
        });
        return violations;
    }

    private static Map<String, JsonArray> mounts(JsonObject deployment) {
        var lists = new LinkedHashMap<String, JsonArray>();
        deployment
                .object("additionalVolumeMounts")
                .members()
                .forEach((component, mounts) ->
                        mounts.asArray().ifPresent(array -> lists.put("additionalVolumeMounts." + component, array)));
        for (var list : List.of("additionalContainers", "additionalInitContainers")) {
            var containers = deployment.array(list);
            for (int i = 0; i < containers.size(); i++) {
                lists.put(
                        list + "[" + i + "].volumeMounts",
                        containers.get(i).asObject().orElse(JsonObject.EMPTY).array("volumeMounts"));
            }
        }
        return lists;
    }
}
