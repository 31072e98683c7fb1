package io.kamaji.testkit.simulator.internal.admission;

import static io.kamaji.testkit.simulator.internal.admission.Defaults.each;
import static io.kamaji.testkit.simulator.internal.admission.Defaults.ifThere;

import io.kamaji.api.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;

/** The defaults of pods and pod templates: policies, probes, volumes' modes, pull policy by tag. Stateless. */
final class PodDefaults {
    private static final List<String> MODED = List.of("secret", "configMap", "projected", "downwardAPI");

    private PodDefaults() {}

    static JsonObject fill(JsonObject spec) {
        var filled = Defaults.fill(
                spec,
                "restartPolicy",
                "Always",
                "terminationGracePeriodSeconds",
                30,
                "dnsPolicy",
                "ClusterFirst",
                "securityContext",
                JsonObject.EMPTY,
                "schedulerName",
                "default-scheduler");
        var account = filled.text("serviceAccountName").or(() -> spec.text("serviceAccount"));
        filled = filled.with("serviceAccountName", account).with("serviceAccount", account);
        filled = each(filled, "initContainers", container -> container(container));
        filled = each(filled, "containers", container -> container(container));
        return each(filled, "volumes", PodDefaults::volume);
    }

    private static JsonObject container(JsonObject container) {
        var filled = Defaults.fill(
                container,
                "terminationMessagePath",
                "/dev/termination-log",
                "terminationMessagePolicy",
                "File",
                "imagePullPolicy",
                pullPolicy(container.text("image").orElse("")));
        filled = each(filled, "ports", port -> Defaults.fill(port, "protocol", "TCP"));
        filled = each(filled, "env", PodDefaults::env);
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            filled = ifThere(filled, probe, PodDefaults::probe);
        }
        filled = ifThere(filled, "lifecycle", lifecycle -> {
            var hooks = ifThere(lifecycle, "preStop", PodDefaults::handler);
            return ifThere(hooks, "postStart", PodDefaults::handler);
        });
        return ifThere(filled, "resources", PodDefaults::requestsFromLimits);
    }

    private static JsonObject requestsFromLimits(JsonObject resources) {
        return resources.has("limits")
                ? resources.with(
                        "requests",
                        new JsonObject(new LinkedHashMap<>(resources
                                .object("limits")
                                .plus(resources.object("requests"))
                                .members())))
                : resources;
    }

    private static String pullPolicy(String image) {
        var name = image.substring(image.lastIndexOf('/') + 1);
        var tagged = name.contains(":") || name.contains("@");
        return !tagged || name.endsWith(":latest") ? "Always" : "IfNotPresent";
    }

    private static JsonObject env(JsonObject env) {
        return ifThere(
                env, "valueFrom", from -> ifThere(from, "fieldRef", ref -> Defaults.fill(ref, "apiVersion", "v1")));
    }

    private static JsonObject probe(JsonObject probe) {
        return handler(Defaults.fill(
                probe, "timeoutSeconds", 1, "periodSeconds", 10, "successThreshold", 1, "failureThreshold", 3));
    }

    private static JsonObject handler(JsonObject handler) {
        var filled = ifThere(handler, "httpGet", get -> Defaults.fill(get, "path", "/", "scheme", "HTTP"));
        return ifThere(filled, "grpc", grpc -> Defaults.fill(grpc, "service", ""));
    }

    private static JsonObject volume(JsonObject volume) {
        var filled = volume;
        for (var source : MODED) {
            filled = ifThere(filled, source, s -> Defaults.fill(s, "defaultMode", 420));
        }
        filled = ifThere(filled, "hostPath", path -> Defaults.fill(path, "type", ""));
        filled = ifThere(
                filled,
                "projected",
                projected -> each(
                        projected,
                        "sources",
                        source -> ifThere(
                                source,
                                "serviceAccountToken",
                                token -> Defaults.fill(token, "expirationSeconds", 3600))));
        return volume.members().size() == 1 ? Defaults.fill(filled, "emptyDir", JsonObject.EMPTY) : filled;
    }
}
