package io.kamaji.api.schema;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The core/v1 types that a tenant's spec embeds. The CRD does not spell them out, so that it stays small; here they are checked.
 * Read when the first value of one is looked at. Source: OpenAPI v3 of kube-apiserver 1.36.3.
 */
public final class EmbeddedTypes {
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";
    private static final String KONNECTIVITY = "spec.addons.konnectivity.server.";
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry(DEPLOYMENT + "additionalContainers[]", "Container"),
            Map.entry(DEPLOYMENT + "additionalInitContainers[]", "Container"),
            Map.entry(DEPLOYMENT + "additionalVolumeMounts.apiServer[]", "VolumeMount"),
            Map.entry(DEPLOYMENT + "additionalVolumeMounts.controllerManager[]", "VolumeMount"),
            Map.entry(DEPLOYMENT + "additionalVolumeMounts.scheduler[]", "VolumeMount"),
            Map.entry(DEPLOYMENT + "additionalVolumes[]", "Volume"),
            Map.entry(DEPLOYMENT + "affinity", "Affinity"),
            Map.entry(DEPLOYMENT + "containerSecurityContexts.apiServer", "SecurityContext"),
            Map.entry(DEPLOYMENT + "containerSecurityContexts.controllerManager", "SecurityContext"),
            Map.entry(DEPLOYMENT + "containerSecurityContexts.scheduler", "SecurityContext"),
            Map.entry(DEPLOYMENT + "podSecurityContext", "PodSecurityContext"),
            Map.entry(DEPLOYMENT + "resources.apiServer", "ResourceRequirements"),
            Map.entry(DEPLOYMENT + "resources.controllerManager", "ResourceRequirements"),
            Map.entry(DEPLOYMENT + "resources.kine", "ResourceRequirements"),
            Map.entry(DEPLOYMENT + "resources.scheduler", "ResourceRequirements"),
            Map.entry(DEPLOYMENT + "topologySpreadConstraints[]", "TopologySpreadConstraint"),
            Map.entry(KONNECTIVITY + "resources", "ResourceRequirements"),
            Map.entry(KONNECTIVITY + "securityContext", "SecurityContext"));
    private static final Map<String, StructuralSchema> NAMED = new ConcurrentHashMap<>();

    private EmbeddedTypes() {}

    /** The schema of a kind with these types put where they are embedded. */
    public static JsonObject spelledOut(JsonObject openApi) {
        return spelledOut("", openApi);
    }

    private static JsonObject spelledOut(String path, JsonObject schema) {
        if (PLACES.containsKey(path)) {
            return JsonObject.of("$ref", PLACES.get(path));
        } else if (schema.has("items")) {
            return schema.update("items", items -> spelledOut(path + "[]", items));
        }
        return schema.update("properties", properties -> {
            var members = new LinkedHashMap<>(properties.members());
            members.replaceAll((name, member) -> {
                var inner = path.isEmpty() ? name : path + "." + name;
                return PLACES.keySet().stream().anyMatch(place -> place.startsWith(inner))
                        ? spelledOut(inner, member.asObject().orElseThrow())
                        : member;
            });
            return new JsonObject(members);
        });
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static StructuralSchema named(String name) {
        return NAMED.computeIfAbsent(
                name,
                any -> StructuralSchema.of(Resource.TYPES
                        .get(name)
                        .flatMap(JsonValue::asObject)
                        .orElseThrow(() -> new IllegalArgumentException("no embedded type " + name))));
    }

    private static final class Resource {
        static final JsonObject TYPES = read();

        private static JsonObject read() {
            try (var in = Objects.requireNonNull(EmbeddedTypes.class.getResourceAsStream("core-v1.json"))) {
                return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
