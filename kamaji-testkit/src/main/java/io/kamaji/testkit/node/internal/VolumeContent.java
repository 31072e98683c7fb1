package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a Secret, ConfigMap, downward API or projected volume, as values. Stateless. */
final class VolumeContent {

    /** One file; mode as in chmod. */
    record File(byte[] bytes, int mode) {}

    private static final int STANDARD_MODE = 0644;

    private VolumeContent() {}

    /** Whether the files of this volume come from objects, so that each container gets its own, translated copy. */
    static boolean isContent(JsonObject volume) {
        return volume.has("secret") || volume.has("configMap") || volume.has("projected") || volume.has("downwardAPI");
    }

    /**
     * The files by their path below the mount.
     *
     * @throws NotReadyException if a Secret, ConfigMap or key that is not optional is missing
     */
    static Map<String, File> of(JsonObject volume, JsonObject pod, String address, ApiObjects api)
            throws NotReadyException {
        var files = new LinkedHashMap<String, File>();
        if (volume.has("projected")) {
            var mode = mode(volume.object("projected"));
            for (var source : volume.array("projected", "sources").objects().toList()) {
                add(source, mode, pod, address, api, files);
            }
        } else {
            var source = volume.members().values().stream()
                    .flatMap(value -> value.asObject().stream())
                    .findFirst();
            add(volume, mode(source.orElse(JsonObject.EMPTY)), pod, address, api, files);
        }
        return files;
    }

    private static int mode(JsonObject source) {
        return source.number("defaultMode").orElse((long) STANDARD_MODE).intValue();
    }

    private static void add(
            JsonObject source, int mode, JsonObject pod, String address, ApiObjects api, Map<String, File> files)
            throws NotReadyException {
        var namespace = pod.text("metadata", "namespace").orElse("default");
        if (source.has("secret")) {
            var reference = source.object("secret");
            var name = reference
                    .text("secretName")
                    .or(() -> reference.text("name"))
                    .orElse("");
            var found = api.secret(namespace, name);
            pick(reference, "Secret " + namespace + "/" + name, found.map(VolumeContent::secret), mode, files);
        } else if (source.has("configMap")) {
            var reference = source.object("configMap");
            var name = reference.text("name").orElse("");
            var found = api.configMap(namespace, name);
            pick(reference, "ConfigMap " + namespace + "/" + name, found.map(VolumeContent::configMap), mode, files);
        } else if (source.has("downwardAPI")) {
            for (var item : source.array("downwardAPI", "items").objects().toList()) {
                var value = PodFields.field(
                        pod, address, item.text("fieldRef", "fieldPath").orElse(""));
                files.put(
                        item.text("path").orElse(""),
                        new File(value.getBytes(StandardCharsets.UTF_8), mode(item, mode)));
            }
        }
    }

    private static Map<String, byte[]> secret(JsonObject secret) {
        var data = new LinkedHashMap<String, byte[]>();
        secret.texts("data")
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return data;
    }

    private static Map<String, byte[]> configMap(JsonObject configMap) {
        var data = new LinkedHashMap<String, byte[]>();
        configMap.texts("data").forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
        configMap
                .texts("binaryData")
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return data;
    }

    private static void pick(
            JsonObject reference, String what, Optional<Map<String, byte[]>> found, int mode, Map<String, File> files)
            throws NotReadyException {
        var optional = reference.bool("optional").orElse(false);
        if (found.isEmpty()) {
            if (!optional) {
                throw new NotReadyException("ContainerCreating", "there is no " + what + " to mount");
            }
            return;
        }
        if (!reference.has("items")) {
            found.get().forEach((key, value) -> files.put(key, new File(value, mode)));
        }
        for (var item : reference.array("items").objects().toList()) {
            var key = item.text("key").orElse("");
            var value = found.get().get(key);
            if (value != null) {
                files.put(item.text("path").orElse(key), new File(value, mode(item, mode)));
            } else if (!optional) {
                throw new NotReadyException("ContainerCreating", "there is no key " + key + " in " + what);
            }
        }
    }

    private static int mode(JsonObject item, int standard) {
        return item.number("mode").orElse((long) standard).intValue();
    }
}
