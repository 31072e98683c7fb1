package io.kamaji.core.boundary;

import io.kamaji.api.boundary.PodSecurityLevel;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The pod security standards as a table: what a pod, a container or a volume must not say, or must. Source: Kubernetes, "Pod
 * Security Standards".
 *
 * @param scope what it is about
 * @param path members that lead to the value; {@code []} behind one stands for each item
 * @param allowed whether a value is good; null if there is none
 * @param fromPod whether the pod's security context says what a container's does not
 */
record PodSecurityRules(
        PodSecurityLevel level,
        Scope scope,
        String path,
        Predicate<JsonValue> allowed,
        boolean fromPod,
        String message) {

    enum Scope {
        POD,
        ANNOTATIONS,
        CONTAINER,
        VOLUME
    }

    /** What was found, below the pod, container or volume. */
    record Found(String path, JsonValue value, String message) {
        Violation at(String place) {
            return new Violation(place, value, message);
        }
    }

    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem");
    private static final Set<String> SELINUX =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "persistentVolumeClaim",
            "projected",
            "secret",
            "image");
    private static final String CONTEXT = "securityContext.";

    private static final List<PodSecurityRules> ALL = List.of(
            baseline(Scope.POD, "hostNetwork", isNot(true), "must not be set"),
            baseline(Scope.POD, "hostPID", isNot(true), "must not be set"),
            baseline(Scope.POD, "hostIPC", isNot(true), "must not be set"),
            baseline(Scope.POD, CONTEXT + "windowsOptions.hostProcess", isNot(true), "must not be true"),
            baseline(Scope.POD, CONTEXT + "sysctls[].name", in(SYSCTLS), "is not a safe sysctl"),
            baseline(Scope.POD, CONTEXT + "seccompProfile.type", isNot("Unconfined"), "must not be Unconfined"),
            baseline(Scope.POD, CONTEXT + "appArmorProfile.type", isNot("Unconfined"), "must not be Unconfined"),
            baseline(Scope.POD, CONTEXT + "seLinuxOptions.type", in(SELINUX), "must be a type of containers"),
            baseline(Scope.POD, CONTEXT + "seLinuxOptions.user", in(Set.of("")), "must not be set"),
            baseline(Scope.POD, CONTEXT + "seLinuxOptions.role", in(Set.of("")), "must not be set"),
            baseline(
                    Scope.ANNOTATIONS,
                    "annotations",
                    PodSecurityRules::isConfined,
                    "must not name an AppArmor profile but the runtime's or a loaded one"),
            baseline(Scope.VOLUME, "hostPath", value -> false, "must not be of the node"),
            baseline(Scope.CONTAINER, CONTEXT + "privileged", isNot(true), "must not be true"),
            baseline(Scope.CONTAINER, CONTEXT + "windowsOptions.hostProcess", isNot(true), "must not be true"),
            baseline(Scope.CONTAINER, CONTEXT + "capabilities.add[]", in(CAPABILITIES), "must not be added"),
            baseline(Scope.CONTAINER, CONTEXT + "procMount", in(Set.of("", "Default")), "must be Default"),
            baseline(Scope.CONTAINER, CONTEXT + "seccompProfile.type", isNot("Unconfined"), "must not be Unconfined"),
            baseline(Scope.CONTAINER, CONTEXT + "appArmorProfile.type", isNot("Unconfined"), "must not be Unconfined"),
            baseline(Scope.CONTAINER, CONTEXT + "seLinuxOptions.type", in(SELINUX), "must be a type of containers"),
            baseline(Scope.CONTAINER, CONTEXT + "seLinuxOptions.user", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, CONTEXT + "seLinuxOptions.role", in(Set.of("")), "must not be set"),
            baseline(
                    Scope.CONTAINER,
                    "ports[].hostPort",
                    value -> value.equals(JsonValue.of(0)),
                    "must not be a port of the node"),
            baseline(Scope.CONTAINER, "livenessProbe.httpGet.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "livenessProbe.tcpSocket.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "readinessProbe.httpGet.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "readinessProbe.tcpSocket.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "startupProbe.httpGet.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "startupProbe.tcpSocket.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "lifecycle.postStart.httpGet.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "lifecycle.postStart.tcpSocket.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "lifecycle.preStop.httpGet.host", in(Set.of("")), "must not be set"),
            baseline(Scope.CONTAINER, "lifecycle.preStop.tcpSocket.host", in(Set.of("")), "must not be set"),
            restricted(
                    Scope.VOLUME,
                    "",
                    PodSecurityRules::isOrdinary,
                    false,
                    "must be one of " + VOLUMES.stream().sorted().toList()),
            restricted(Scope.CONTAINER, CONTEXT + "allowPrivilegeEscalation", is(false), false, "must be false"),
            restricted(Scope.CONTAINER, CONTEXT + "runAsNonRoot", is(true), true, "must be true"),
            restricted(
                    Scope.CONTAINER,
                    CONTEXT + "runAsUser",
                    value -> value == JsonValue.NULL || !value.equals(JsonValue.of(0)),
                    true,
                    "must not be 0"),
            restricted(
                    Scope.CONTAINER,
                    CONTEXT + "seccompProfile.type",
                    in(Set.of("RuntimeDefault", "Localhost")),
                    true,
                    "must be RuntimeDefault or Localhost"),
            restricted(
                    Scope.CONTAINER, CONTEXT + "capabilities.drop", PodSecurityRules::dropsAll, false, "must hold ALL"),
            restricted(
                    Scope.CONTAINER,
                    CONTEXT + "capabilities.add[]",
                    isNotIn(CAPABILITIES, "NET_BIND_SERVICE"),
                    false,
                    "must not be added"));

    private static PodSecurityRules baseline(Scope scope, String path, Predicate<JsonValue> allowed, String message) {
        return new PodSecurityRules(
                PodSecurityLevel.BASELINE,
                scope,
                path,
                value -> value == JsonValue.NULL || allowed.test(value),
                false,
                message);
    }

    private static PodSecurityRules restricted(
            Scope scope, String path, Predicate<JsonValue> allowed, boolean fromPod, String message) {
        return new PodSecurityRules(PodSecurityLevel.RESTRICTED, scope, path, allowed, fromPod, message);
    }

    /** The rules of a standard and of those below it. */
    static Stream<PodSecurityRules> upTo(PodSecurityLevel level) {
        return ALL.stream().filter(rule -> rule.level().compareTo(level) <= 0);
    }

    /** What is wrong with one pod, container or volume. */
    List<Found> judge(JsonObject subject, JsonObject podContext) {
        var found = new ArrayList<Found>();
        var items = path.indexOf("[]");
        if (items < 0) {
            var given = at(subject, path);
            var judged =
                    given == JsonValue.NULL && fromPod ? at(JsonObject.of("securityContext", podContext), path) : given;
            if (!allowed.test(judged)) {
                found.add(new Found(path, judged instanceof JsonObject ? JsonValue.NULL : judged, message));
            }
            return found;
        }
        var list = at(subject, path.substring(0, items)).asArray().orElse(JsonArray.EMPTY);
        for (int i = 0; i < list.size(); i++) {
            var below = path.substring(items + 2);
            var value = below.isEmpty()
                    ? list.get(i)
                    : at(list.get(i).asObject().orElse(JsonObject.EMPTY), below.substring(1));
            if (!allowed.test(value)) {
                found.add(new Found(path.substring(0, items) + "[" + i + "]" + below, value, message));
            }
        }
        return found;
    }

    private static JsonValue at(JsonObject subject, String path) {
        return path.isEmpty() ? subject : subject.get(path.split("\\.")).orElse(JsonValue.NULL);
    }

    private static Predicate<JsonValue> is(Object wanted) {
        return JsonValue.of(wanted)::equals;
    }

    private static Predicate<JsonValue> isNot(Object wrong) {
        return is(wrong).negate();
    }

    private static Predicate<JsonValue> in(Set<String> texts) {
        return value -> value.asText().filter(texts::contains).isPresent();
    }

    /** Of those that are told by the lower standard already, nothing is told twice. */
    private static Predicate<JsonValue> isNotIn(Set<String> texts, String good) {
        return value -> value.equals(JsonValue.of(good)) || !in(texts).test(value);
    }

    private static boolean dropsAll(JsonValue value) {
        return value.asArray().orElse(JsonArray.EMPTY).texts().contains("ALL");
    }

    private static boolean isOrdinary(JsonValue volume) {
        return volume.asObject().orElse(JsonObject.EMPTY).members().keySet().stream()
                .allMatch(member -> member.equals("name") || VOLUMES.contains(member) || member.equals("hostPath"));
    }

    private static boolean isConfined(JsonValue annotations) {
        return annotations.asObject().orElse(JsonObject.EMPTY).members().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("container.apparmor.security.beta.kubernetes.io/"))
                .map(entry -> entry.getValue().asText())
                .flatMap(Optional::stream)
                .allMatch(profile ->
                        profile.isEmpty() || profile.equals("runtime/default") || profile.startsWith("localhost/"));
    }
}
