package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The variables of one container: {@code envFrom}, then {@code env}, as the kubelet reads them. Stateless. */
final class Environment {
    private Environment() {}

    /**
     * @throws NotReadyException if a Secret, ConfigMap or key that is not optional is missing
     */
    static Map<String, String> of(JsonObject pod, JsonObject container, String address, ApiObjects api)
            throws NotReadyException {
        var namespace = pod.text("metadata", "namespace").orElse("default");
        var variables = new LinkedHashMap<String, String>();
        for (var source : container.array("envFrom").objects().toList()) {
            var prefix = source.text("prefix").orElse("");
            var secret = source.has("secretRef");
            var reference = source.object(secret ? "secretRef" : "configMapRef");
            data(namespace, reference, secret, api)
                    .ifPresent(data -> data.forEach((key, value) -> variables.put(prefix + key, value)));
        }
        for (var variable : container.array("env").objects().toList()) {
            var name = variable.text("name").orElse("");
            var from = variable.object("valueFrom");
            if (from.isEmpty()) {
                variables.put(name, PodFields.expand(variable.text("value").orElse(""), variables));
            } else if (from.has("fieldRef")) {
                variables.put(
                        name,
                        PodFields.field(
                                pod, address, from.text("fieldRef", "fieldPath").orElse("")));
            } else if (from.has("secretKeyRef") || from.has("configMapKeyRef")) {
                var secret = from.has("secretKeyRef");
                key(namespace, from.object(secret ? "secretKeyRef" : "configMapKeyRef"), secret, api)
                        .ifPresent(value -> variables.put(name, value));
            } // resourceFieldRef: a process has no limits, see TranslationRule.NO_EFFECT
        }
        return variables;
    }

    private static Optional<String> key(String namespace, JsonObject reference, boolean secret, ApiObjects api)
            throws NotReadyException {
        var data = data(namespace, reference, secret, api);
        var value = data.map(all -> all.get(reference.text("key").orElse("")));
        if (value.isEmpty() && !reference.bool("optional").orElse(false)) {
            throw missing("key " + reference.text("key").orElse("") + " of " + what(namespace, reference, secret));
        }
        return value;
    }

    private static Optional<Map<String, String>> data(
            String namespace, JsonObject reference, boolean secret, ApiObjects api) throws NotReadyException {
        var name = reference.text("name").orElse("");
        var object = secret ? api.secret(namespace, name) : api.configMap(namespace, name);
        if (object.isEmpty() && !reference.bool("optional").orElse(false)) {
            throw missing(what(namespace, reference, secret));
        }
        UnaryOperator<String> decode =
                secret ? text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8) : text -> text;
        return object.map(found -> {
            var data = new LinkedHashMap<String, String>();
            found.texts("data").forEach((key, value) -> data.put(key, decode.apply(value)));
            return data;
        });
    }

    private static String what(String namespace, JsonObject reference, boolean secret) {
        return (secret ? "Secret " : "ConfigMap ") + namespace + "/"
                + reference.text("name").orElse("");
    }

    private static NotReadyException missing(String what) {
        return new NotReadyException("CreateContainerConfigError", "there is no " + what);
    }
}
