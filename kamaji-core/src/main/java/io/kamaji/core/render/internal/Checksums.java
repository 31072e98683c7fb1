package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Sha256;
import java.util.List;
import java.util.TreeSet;

/** SHA-256 over the data of Secrets and ConfigMaps, and which of them a pod reads. */
public final class Checksums {
    private static final int LABEL_LENGTH = 63;
    private static final int SHORT_HASH = 8;

    private Checksums() {}

    /** Lower-case hex over the data, keys in order and counted in, whatever the order in which they came. */
    public static String of(JsonObject keyed) {
        return Sha256.hex(JsonObject.of("data", keyed.object("data"), "binaryData", keyed.object("binaryData"))
                .sorted()
                .toJson());
    }

    /** A text that fits where labels do: the text, or its start and a hash of it. */
    static String fitting(String text) {
        return text.length() <= LABEL_LENGTH
                ? text
                : text.substring(0, LABEL_LENGTH - SHORT_HASH - 1) + "-"
                        + Sha256.hex(text).substring(0, SHORT_HASH);
    }

    /** The Secrets and ConfigMaps that a pod reads, as {@code Secret/name}, in order: volumes and environment. */
    public static List<String> readBy(JsonObject podSpec) {
        var read = new TreeSet<String>();
        podSpec.array("volumes").objects().forEach(volume -> {
            volume.text("secret", "secretName").ifPresent(name -> read.add("Secret/" + name));
            volume.text("configMap", "name").ifPresent(name -> read.add("ConfigMap/" + name));
            volume.array("projected", "sources").objects().forEach(source -> {
                source.text("secret", "name").ifPresent(name -> read.add("Secret/" + name));
                source.text("configMap", "name").ifPresent(name -> read.add("ConfigMap/" + name));
            });
        });
        for (var field : List.of("initContainers", "containers")) {
            podSpec.array(field).objects().forEach(container -> {
                container.array("envFrom").objects().forEach(source -> {
                    source.text("secretRef", "name").ifPresent(name -> read.add("Secret/" + name));
                    source.text("configMapRef", "name").ifPresent(name -> read.add("ConfigMap/" + name));
                });
                container
                        .array("env")
                        .objects()
                        .map(env -> env.object("valueFrom"))
                        .forEach(source -> {
                            source.text("secretKeyRef", "name").ifPresent(name -> read.add("Secret/" + name));
                            source.text("configMapKeyRef", "name").ifPresent(name -> read.add("ConfigMap/" + name));
                        });
            });
        }
        return List.copyOf(read);
    }
}
