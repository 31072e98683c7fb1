package io.kamaji.testkit.laws;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Quantity;
import io.kamaji.core.render.RenderInputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What objects of a team's namespace must not be, read in the objects themselves: what {@code random-boundary.yaml} says, said a
 * second time by nothing of what judges specs. Immutable.
 *
 * @param namespace the team's
 */
public record TeamFence(String namespace) {
    private static final Set<String> OURS = Set.of(
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "konnectivity-server",
            "kine",
            "kamaji-relay");
    /** What the platform gives, whatever a spec says. */
    private static final Set<String> PLATFORM_IMAGES =
            Set.of(RenderInputs.DEFAULT_KINE_IMAGE, Settings.DEFAULT_RELAY_IMAGE);

    private static final Pattern IMAGE = Pattern.compile(
            "registry\\.k8s\\.io/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\\w.-]+)?" + "(?:@sha256:[0-9a-f]+)?");
    private static final Pattern MARK = Pattern.compile(
            "(.*\\.)?kamaji\\.clastix\\.io/.*|pod-template-hash|deployment\\.kubernetes\\.io/.*|endpoints\\.kubernetes\\.io/.*");
    private static final Set<String> GIVEN_TOLERATIONS =
            Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    private static final Set<String> CAPABILITIES = Set.of("NET_BIND_SERVICE", "CHOWN", "KILL", "SETUID", "SETGID");
    private static final BigDecimal MOST_CPU = BigDecimal.valueOf(2);
    private static final int MOST_PODS = 2;

    /** All that is wrong with an object; nothing for kinds that can't do harm by themselves. */
    public List<String> wrong(JsonObject object) {
        var found = new Found(object.text("kind").orElse("") + " "
                + object.text("metadata", "name").orElse(""));
        var spec = object.object("spec");
        switch (object.text("kind").orElse("")) {
            case "Deployment" -> deployment(object, spec, found);
            case "ReplicaSet" -> pod(spec.object("template"), found);
            case "Pod" -> pod(object, found);
            case "Service" -> service(object, spec, found);
            case "Ingress" -> ingress(object, spec, found);
            case "TLSRoute" -> route(object, spec, found);
            case "TCPRoute" -> found.add("a listener to itself");
            default -> {}
        }
        return found.all();
    }

    /** Collects. */
    private record Found(String of, List<String> all) {
        Found(String of) {
            this(of, new ArrayList<>());
        }

        void add(String what) {
            all.add(of + ": " + what);
        }

        void unless(boolean good, String what) {
            if (!good) {
                add(what);
            }
        }
    }

    private static void marks(JsonObject object, Found found) {
        for (var kind : List.of("labels", "annotations")) {
            object.texts("metadata", kind)
                    .keySet()
                    .forEach(key -> found.unless(MARK.matcher(key).matches(), kind + " " + key));
        }
    }

    private static void deployment(JsonObject object, JsonObject spec, Found found) {
        marks(object, found);
        var replicas = spec.number("replicas").orElse(1L);
        found.unless(replicas <= MOST_PODS, replicas + " replicas");
        spec.get("strategy", "rollingUpdate", "maxSurge")
                .ifPresent(surge -> found.unless(
                        surge.asLong()
                                .map(pods -> pods <= MOST_PODS)
                                .orElseGet(() -> Integer.parseInt(
                                                surge.asText().orElse("999%").replace("%", ""))
                                        <= 100),
                        "a surge of " + surge));
        var template = spec.object("template");
        var name = object.text("metadata", "name").orElse("");
        found.unless(
                template.text("metadata", "labels", "kamaji.clastix.io/name").equals(Optional.of(name)),
                "pods of another tenant");
        pod(template, found);
        var cpu = containers(template.object("spec"))
                .filter(container ->
                        template.object("spec").array("containers").stream().anyMatch(container::equals)
                                || container.text("restartPolicy").equals(Optional.of("Always")))
                .filter(container -> !container.text("name").equals(Optional.of("konnectivity-server")))
                .map(TeamFence::cpu)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .multiply(BigDecimal.valueOf(replicas));
        found.unless(cpu.compareTo(MOST_CPU) <= 0, cpu + " CPUs in all");
    }

    private static BigDecimal cpu(JsonObject container) {
        return container
                .get("resources", "requests", "cpu")
                .or(() -> container.get("resources", "limits", "cpu"))
                .flatMap(Quantity::of)
                .map(cpu -> cpu.signum() < 0 ? MOST_CPU.add(MOST_CPU) : cpu)
                .orElse(BigDecimal.ZERO);
    }

    private static Stream<JsonObject> containers(JsonObject pod) {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(list -> pod.array(list).objects());
    }

    private static void pod(JsonObject template, Found found) {
        marks(template, found);
        var pod = template.object("spec");
        for (var flag : List.of("hostNetwork", "hostPID", "hostIPC", "runtimeClassName", "priorityClassName")) {
            found.unless(isNothing(pod.get(flag)), flag + " " + pod.get(flag));
        }
        found.unless(
                Set.of("", "default").contains(pod.text("serviceAccountName").orElse("")), "another's service account");
        pod.array("tolerations")
                .objects()
                .map(toleration -> toleration.text("key").orElse(""))
                .forEach(key -> found.unless(GIVEN_TOLERATIONS.contains(key), "a toleration of " + key));
        found.unless(!pod.object("affinity").toJson().contains("\"namespace"), "an eye on others' pods");
        confined(pod.object("securityContext"), "pod", found);
        pod.array("volumes").objects().forEach(volume -> volume(volume, tenant(template), found));
        containers(pod).forEach(container -> container(container, pod, tenant(template), found));
    }

    private static String tenant(JsonObject template) {
        return template.text("metadata", "labels", "kamaji.clastix.io/name").orElse("?");
    }

    private static boolean isNothing(Optional<JsonValue> value) {
        return value.filter(
                        it -> it != JsonValue.NULL && !it.equals(JsonValue.of(false)) && !it.equals(JsonValue.of("")))
                .isEmpty();
    }

    private static void volume(JsonObject volume, String tenant, Found found) {
        var name = volume.text("name").orElse("");
        Predicate<String> own = secret -> secret.startsWith(tenant + "-");
        volume.members().forEach((kind, source) -> {
            var said = source.asObject().orElse(JsonObject.EMPTY);
            switch (kind) {
                case "name", "emptyDir", "configMap", "downwardAPI" -> {}
                case "secret" ->
                    found.unless(own.test(said.text("secretName").orElse("")), "volume " + name + " of Secret " + said);
                case "persistentVolumeClaim" ->
                    found.unless(own.test(said.text("claimName").orElse("")), "volume " + name + " of claim " + said);
                case "projected" ->
                    said.array("sources").objects().forEach(projected -> {
                        var token = projected.has("serviceAccountToken") && !name.startsWith("kube-api-access-");
                        found.unless(!token, "volume " + name + " of a token");
                        found.unless(
                                !projected.has("secret")
                                        || own.test(
                                                projected.text("secret", "name").orElse("")),
                                "volume " + name + " of " + projected);
                    });
                default -> found.add("volume " + name + " of kind " + kind);
            }
        });
    }

    private static void container(JsonObject container, JsonObject pod, String tenant, Found found) {
        var name = container.text("name").orElse("");
        var image = container.text("image").orElse("");
        found.unless(IMAGE.matcher(image).matches() || PLATFORM_IMAGES.contains(image), name + " runs " + image);
        confined(container.object("securityContext"), name, found);
        found.unless(
                container
                        .array("ports")
                        .objects()
                        .allMatch(port -> port.number("hostPort").orElse(0L) == 0),
                name + " has a port of the node");
        found.unless(!container.toJson().matches(".*\"host\":\"[^\"]+\".*"), name + " has another host probed");
        var isOurs = OURS.contains(name);
        if (isOurs) {
            found.unless(!container.has("lifecycle"), name + " runs something of the team's");
            found.unless(
                    container.array("command").texts().stream()
                                    .findFirst()
                                    .filter(it -> it.contains("sh"))
                                    .isEmpty()
                            || name.equals("kamaji-relay"),
                    name + " runs a shell");
        }
        var secrets = container.toJson().contains("secretKeyRef")
                || container.toJson().contains("secretRef");
        found.unless(!secrets || name.equals("kine"), name + " has a Secret in its environment");
        if (!isOurs) {
            Stream.of("volumeMounts", "volumeDevices")
                    .flatMap(list -> container.array(list).objects())
                    .map(mount -> mount.text("name").orElse(""))
                    .filter(mounted -> !mounted.startsWith("kube-api-access-"))
                    .forEach(mounted -> found.unless(isHarmless(pod, mounted), name + " mounts " + mounted));
        }
    }

    /** A volume without keys, and none that a server of ours has. */
    private static boolean isHarmless(JsonObject pod, String mounted) {
        return pod.array("volumes")
                        .objects()
                        .filter(volume -> volume.text("name").equals(Optional.of(mounted)))
                        .allMatch(volume ->
                                volume.has("emptyDir") || volume.has("configMap") || volume.has("downwardAPI"))
                && !mounted.startsWith("kine-");
    }

    private static void confined(JsonObject context, String of, Found found) {
        found.unless(!context.bool("privileged").orElse(false), of + " is privileged");
        found.unless(!context.toJson().contains("Unconfined"), of + " is unconfined");
        found.unless(!context.bool("windowsOptions", "hostProcess").orElse(false), of + " is a process of the host");
        found.unless(
                context.text("seLinuxOptions", "type").orElse("container_t").startsWith("container_"),
                of + " has a type of SELinux's");
        found.unless(context.text("procMount").orElse("Default").equals("Default"), of + " sees all of /proc");
        context.array("capabilities", "add")
                .texts()
                .forEach(added -> found.unless(CAPABILITIES.contains(added), of + " may " + added));
        context.array("sysctls")
                .objects()
                .forEach(sysctl ->
                        found.unless(sysctl.text("name").orElse("").startsWith("net.ipv4."), of + " sets " + sysctl));
    }

    private void service(JsonObject object, JsonObject spec, Found found) {
        marks(object, found);
        found.unless(spec.array("externalIPs").isEmpty(), "external addresses");
        found.unless(!spec.has("loadBalancerIP"), "an address asked for");
        found.unless(
                spec.text("selector", "kamaji.clastix.io/name")
                        .equals(object.text("metadata", "labels", "kamaji.clastix.io/name")),
                "pods of another tenant");
        spec.array("ports").objects().forEach(port -> {
            var number = port.number("port").orElse(0L);
            found.unless(number >= 6000 && number <= 9000 || number == 10_443, "port " + number);
        });
    }

    private void ingress(JsonObject object, JsonObject spec, Found found) {
        marks(object, found);
        spec.array("rules").objects().forEach(rule -> host(rule.text("host").orElse(""), found));
        found.unless(!spec.array("rules").isEmpty() && !spec.has("defaultBackend"), "all host names");
    }

    private void route(JsonObject object, JsonObject spec, Found found) {
        marks(object, found);
        var names = spec.get("hostnames").flatMap(JsonValue::asArray).orElse(JsonArray.EMPTY);
        found.unless(!names.isEmpty(), "all host names");
        names.texts().forEach(name -> host(name, found));
        spec.array("parentRefs")
                .objects()
                .forEach(parent -> found.unless(
                        parent.text("namespace").equals(Optional.of("infra"))
                                && parent.text("name").equals(Optional.of("shared")),
                        "another's Gateway " + parent));
    }

    private void host(String name, Found found) {
        found.unless(name.endsWith("." + namespace + ".example.com"), "host name " + name);
    }

    /** What is wrong with the tenants of a namespace together. */
    public List<String> tooMany(Map<String, JsonObject> deployments) {
        return deployments.size() <= 3 ? List.of() : List.of(deployments.keySet() + " at a time");
    }
}
