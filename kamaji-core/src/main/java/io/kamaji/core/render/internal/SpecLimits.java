package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.StorageBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What of a spec is not rendered yet, as a table of paths: a component that comes later takes its row away. Also what can
 * never run: names of ours given to the user's containers and volumes, more pods than the store serves, unknown flags.
 */
public final class SpecLimits {
    private static final String NOT_YET = "is not supported yet";
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";
    private static final String DISABLED = "--disable-admission-plugins";

    /** A path that is refused where the predicate holds for its value. */
    private record Row(String path, Predicate<JsonValue> refused) {}

    private static final Predicate<JsonValue> PRESENT = value -> true;
    private static final Predicate<JsonValue> TRUE = value -> value.asBoolean().orElse(false);
    private static final Pattern RESOURCE = Pattern.compile("[^/#,;\\s]*/[^/#,;\\s]+");

    private static final List<Row> ROWS =
            List.of(new Row("spec.controlPlane.ingress", PRESENT), new Row("spec.controlPlane.gateway", PRESENT));

    private static final Set<String> CONTAINERS =
            Set.of(KubeApiServer.NAME, KubeControllerManager.NAME, KubeScheduler.NAME, KonnectivityServer.NAME);
    static final Set<String> VOLUMES = Set.of(
            KubeApiServer.VOLUME,
            "controller-manager-pki",
            "controller-manager-kubeconfig",
            "scheduler-kubeconfig",
            Kine.SOCKETS,
            Kine.CERTIFICATES,
            Kine.DATA,
            KonnectivityServer.SOCKETS,
            KonnectivityServer.EGRESS,
            KonnectivityServer.KUBECONFIG,
            KonnectivityServer.SERVING);

    private SpecLimits() {}

    /** By the spec alone. */
    public static List<Violation> violations(TenantControlPlane tenant) {
        return violations(tenant, tenant.toJsonObject());
    }

    private static List<Violation> violations(TenantControlPlane tenant, JsonObject tree) {
        var violations = new ArrayList<Violation>();
        for (var row : ROWS) {
            tree.get(row.path.split("\\."))
                    .filter(row.refused)
                    .ifPresent(value -> violations.add(new Violation(row.path, value, NOT_YET)));
        }
        address(violations, tree);
        overrides(violations, tree);
        writeLimit(violations, tree);
        var deployment = tree.object("spec", "controlPlane", "deployment");
        clashes(violations, deployment, "additionalContainers", CONTAINERS);
        clashes(violations, deployment, "additionalInitContainers", CONTAINERS);
        clashes(violations, deployment, "additionalInitContainers", Set.of(Kine.NAME));
        clashes(violations, deployment, "additionalVolumes", VOLUMES);
        violations.addAll(KubeletConfig.violations(tenant));
        violations.addAll(KnownFlags.violations(tree));
        return List.copyOf(violations);
    }

    /** By the spec, the store and the kine that serves it, if one does. */
    public static List<Violation> violations(TenantControlPlane tenant, StorageBinding binding, String kineImage) {
        var tree = tenant.toJsonObject();
        var violations = new ArrayList<>(violations(tenant, tree));
        if (binding.kine().isPresent()) {
            violations.addAll(KnownFlags.kineViolations(tree, kineImage));
        }
        var replicas = tree.get("spec", "controlPlane", "deployment", "replicas");
        replicas.filter(value -> value.asLong().orElse(0L) > binding.maxReplicas())
                .ifPresent(value -> violations.add(new Violation(
                        DEPLOYMENT + "replicas",
                        value,
                        "the datastore serves at most " + binding.maxReplicas() + " at a time")));
        return List.copyOf(violations);
    }

    /** kube-apiserver ends at once if what it is to advertise is no IP address. */
    private static void address(List<Violation> violations, JsonObject tree) {
        var advertised = tree.text("spec", "networkProfile", "advertiseAddress").filter(text -> !text.isEmpty());
        tree.text("spec", "networkProfile", "address")
                .filter(text -> !text.isEmpty() && IpNetwork.parseAddress(text).isEmpty() && advertised.isEmpty())
                .ifPresent(text -> violations.add(new Violation(
                        "spec.networkProfile.address",
                        JsonValue.of(text),
                        "must be an IP address unless advertiseAddress is given")));
    }

    /** kube-apiserver ends at once if what it is to keep elsewhere is not {@code <group>/<resource>}. */
    private static void overrides(List<Violation> violations, JsonObject tree) {
        var overrides = tree.array("spec", "dataStoreOverrides").objects().toList();
        for (int i = 0; i < overrides.size(); i++) {
            var path = "spec.dataStoreOverrides[" + i + "].resource";
            overrides
                    .get(i)
                    .text("resource")
                    .filter(resource ->
                            !resource.isEmpty() && !RESOURCE.matcher(resource).matches())
                    .ifPresent(resource -> violations.add(new Violation(
                            path, JsonValue.of(resource), "must be <group>/<resource>, /events for example")));
        }
    }

    /** A limit that the API server was told not to know of would limit nothing. */
    private static void writeLimit(List<Violation> violations, JsonObject tree) {
        if (tree.object("spec", "writePermissions").members().values().stream().noneMatch(TRUE)) {
            return;
        }
        var words = tree.array("spec", "controlPlane", "deployment", "extraArgs", "apiServer")
                .texts();
        FlagLine.parse(words, KubeApiServer.FLAGS.syntax()).stream()
                .filter(line -> line.name().equals(DISABLED))
                .filter(line -> List.of(line.value().orElse("").split(",")).contains(WriteLimit.PLUGIN))
                .forEach(line -> violations.add(new Violation(
                        DEPLOYMENT + "extraArgs.apiServer[" + line.index() + "]",
                        JsonValue.of(line.text()),
                        "switches off what spec.writePermissions needs")));
    }

    private static void clashes(List<Violation> violations, JsonObject deployment, String list, Set<String> ours) {
        var items = deployment.array(list);
        for (int i = 0; i < items.size(); i++) {
            var path = DEPLOYMENT + list + "[" + i + "].name";
            items.get(i)
                    .asObject()
                    .flatMap(item -> item.text("name"))
                    .filter(ours::contains)
                    .ifPresent(name -> violations.add(
                            new Violation(path, JsonValue.of(name), "is a name that Kamaji uses itself")));
        }
    }
}
