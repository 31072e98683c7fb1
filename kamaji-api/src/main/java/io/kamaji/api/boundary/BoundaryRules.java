package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.StoreQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table: which part of a boundary says what of which place in a tenant. A part that says nothing makes no rule. */
final class BoundaryRules {
    private static final String POD = "spec.controlPlane.deployment.";
    private static final String SERVICE = "spec.controlPlane.service.";
    private static final String INGRESS = "spec.controlPlane.ingress";
    private static final String GATEWAY = "spec.controlPlane.gateway";
    private static final String NETWORK = "spec.networkProfile.";
    private static final String SERVER = "spec.addons.konnectivity?.server.";
    private static final List<String> CONTAINERS =
            List.of(POD + "additionalContainers", POD + "additionalInitContainers");
    private static final List<String> MARKED = List.of(POD + "additionalMetadata", POD + "podAdditionalMetadata");
    private static final List<String> SECRET_REFERENCES =
            List.of("cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos");
    private static final List<String> AFFINITY_TERMS = Stream.of("podAffinity", "podAntiAffinity")
            .map(kind -> POD + "affinity." + kind + ".")
            .flatMap(kind -> Stream.of(
                    kind + "requiredDuringSchedulingIgnoredDuringExecution[]",
                    kind + "preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm"))
            .toList();
    private static final List<String> COMPONENTS = List.of("apiServer", "controllerManager", "scheduler", "kine");

    private final JsonObject tree;
    private final List<BoundaryRule> rules = new ArrayList<>();

    private BoundaryRules(JsonObject tree) {
        this.tree = tree;
    }

    /** @param tree what a boundary says, with its defaults */
    static List<BoundaryRule> of(JsonObject tree) {
        var table = new BoundaryRules(tree);
        table.tenant();
        table.exposure();
        table.amounts();
        table.containers();
        table.volumes();
        table.nodes();
        return List.copyOf(table.rules);
    }

    private void tenant() {
        patterns("names", "metadata.name");
        patterns("annotations", "metadata.annotations{}");
        when(
                "deletionProtection",
                value -> value.equals(JsonValue.of(true)) ? equal("true") : null,
                "metadata.annotations{" + Boundaries.DELETION_PROTECTION + "}");
        patterns("deletionPolicies", "metadata.annotations{" + Boundaries.DELETION_POLICY + "}");
        when("versions", BoundaryRules::versions, "spec.kubernetes.version");
        patterns("dataStores.names", "spec.dataStore", "spec.dataStoreOverrides[].dataStore");
        unless("dataStores.accounts", "spec.dataStoreSchema", "spec.dataStoreUsername");
        when("dataStores.quota", BoundaryRules::enforceable, POD + "extraArgs.apiServer");
        within("network.serviceCidrs", NETWORK + "serviceCidrs[]");
        within("network.podCidrs", NETWORK + "podCidrs[]");
        tree.object("writePermissions")
                .members()
                .forEach((name, value) -> add(
                        "writePermissions." + name,
                        value.equals(JsonValue.of(true)) ? new Demands.Equal(value) : new Demands.Off(),
                        "spec.writePermissions." + name));
        tree.array("addons", "required")
                .texts()
                .forEach(name -> add("addons.required", new Demands.Present(), "spec.addons." + name));
        tree.array("addons", "forbidden")
                .texts()
                .forEach(name -> add("addons.forbidden", new Demands.Absent(), "spec.addons." + name));
    }

    private void exposure() {
        tree.get("exposure", "ways")
                .flatMap(JsonValue::asArray)
                .map(JsonArray::texts)
                .ifPresent(ways -> {
                    var services = new ArrayList<>(ways);
                    if (ways.contains("Ingress") || ways.contains("Gateway")) {
                        services.add("ClusterIP");
                    }
                    add("exposure.ways", new Demands.OneOf(services, Reading.TEXT), SERVICE + "serviceType");
                    for (var way : List.of("Ingress", "Gateway")) {
                        if (!ways.contains(way)) {
                            add("exposure.ways", new Demands.Absent(), way.equals("Ingress") ? INGRESS : GATEWAY);
                        }
                    }
                });
        patterns("exposure.loadBalancerClasses", NETWORK + "loadBalancerClass");
        within("exposure.addresses", NETWORK + "address");
        unless("exposure.externalIps", NETWORK + "allowAddressAsExternalIP");
        when(
                "exposure.ports",
                BoundaryRules::range,
                NETWORK + "port",
                SERVER + "port",
                SERVICE + "additionalPorts[].port");
        patterns("exposure.serviceAnnotations", SERVICE + "additionalMetadata.annotations{}");
        patterns("exposure.serviceLabels", SERVICE + "additionalMetadata.labels{}");
        patterns(
                "exposure.frontAnnotations",
                INGRESS + ".additionalMetadata.annotations{}",
                GATEWAY + ".additionalMetadata.annotations{}");
        patterns(
                "exposure.frontLabels",
                INGRESS + ".additionalMetadata.labels{}",
                GATEWAY + ".additionalMetadata.labels{}");
        patterns("exposure.ingressClasses", INGRESS + ".ingressClassName");
        read("exposure.gateways", Reading.GATEWAY, GATEWAY + ".parentRefs[]");
        patterns("exposure.routes", setting(Settings.GATEWAY_ROUTE));
        read(
                "exposure.hostNames",
                Reading.HOST,
                INGRESS + ".hostname",
                GATEWAY + ".hostname",
                setting(Settings.KONNECTIVITY_HOSTNAME),
                setting(Settings.RELAY_HOSTNAME));
        when("exposure.hostNames", value -> new Demands.AddressOrName(texts(value)), NETWORK + "certSANs[]");
    }

    private void amounts() {
        when("replicas", BoundaryRules::range, POD + "replicas");
        when(
                "replicas",
                value -> value.asObject()
                        .flatMap(range -> range.number("max"))
                        .map(Demands.Surge::new)
                        .orElse(null),
                POD + "strategy.rollingUpdate.maxSurge");
        for (var component : COMPONENTS) {
            object("resources." + component, CeilingDemand::of, POD + "resources." + component);
            object("flags." + component, FlagDemand::of, POD + "extraArgs." + component);
        }
        object("resources.konnectivity", CeilingDemand::of, SERVER + "resources");
        object("flags.konnectivity", FlagDemand::of, SERVER + "extraArgs");
        CONTAINERS.forEach(list -> object("resources.containers", CeilingDemand::of, list + "[].resources"));
        object("resources.total", TotalDemand::of, "spec");
    }

    private void containers() {
        unless("containers.additional", CONTAINERS.get(0));
        unless("containers.init", CONTAINERS.get(1));
        when(
                "containers.controlPlaneVolumes",
                value -> value.equals(JsonValue.of(true)) ? null : new MountDemand(),
                POD.substring(0, POD.length() - 1));
        when("images", value -> new ImageDemand(texts(value)), POD + "registrySettings");
        read("images", Reading.REPOSITORY, SERVER + "image", setting(Settings.RELAY_IMAGE));
        CONTAINERS.forEach(list -> read("images", Reading.REPOSITORY, list + "[].image"));
        patterns("serviceAccounts", POD + "serviceAccountName");
        patterns("runtimeClasses", POD + "runtimeClassName");
        MARKED.forEach(metadata -> {
            patterns("pods.labels", metadata + ".labels{}");
            patterns("pods.annotations", metadata + ".annotations{}");
        });
        patterns("pods.priorityClasses", setting(Settings.PRIORITY_CLASS));
    }

    private void volumes() {
        var volumes = POD + "additionalVolumes[]";
        when("volumes.kinds", value -> members(value, "name"), volumes);
        when("volumes.projected", value -> members(value), volumes + ".projected?.sources[]");
        patterns("volumes.hostPaths", volumes + ".hostPath.path");
        patterns("volumes.claims", volumes + ".persistentVolumeClaim.claimName");
        patterns("volumes.configMaps", volumes + ".configMap.name", volumes + ".projected.sources[].configMap.name");
        patterns(
                "volumes.secrets",
                volumes + ".secret.secretName",
                volumes + ".projected.sources[].secret.name",
                volumes + ".csi.nodePublishSecretRef.name",
                volumes + ".azureFile.secretName");
        SECRET_REFERENCES.forEach(kind -> patterns("volumes.secrets", volumes + "." + kind + ".secretRef.name"));
        CONTAINERS.forEach(list -> {
            patterns(
                    "volumes.secrets",
                    list + "[].env[].valueFrom.secretKeyRef.name",
                    list + "[].envFrom[].secretRef.name");
            patterns(
                    "volumes.configMaps",
                    list + "[].env[].valueFrom.configMapKeyRef.name",
                    list + "[].envFrom[].configMapRef.name");
        });
    }

    private void nodes() {
        patterns("nodes.selector", POD + "nodeSelector{}");
        tree.object("nodes", "requiredSelector")
                .members()
                .forEach((key, value) ->
                        add("nodes.requiredSelector", new Demands.Equal(value), POD + "nodeSelector{" + key + "}"));
        unless("nodes.affinity", POD + "affinity");
        if (!tree.bool("nodes", "othersPods").orElse(false)) {
            AFFINITY_TERMS.forEach(term -> {
                add("nodes.othersPods", new Demands.Absent(), term + ".namespaces");
                add("nodes.othersPods", new Demands.Absent(), term + ".namespaceSelector");
            });
        }
        read("nodes.tolerations", Reading.TOLERATION, POD + "tolerations[]");
        when(
                "nodes.requiredTolerations",
                value -> new Demands.Holds(texts(value), Reading.TOLERATION),
                POD + "tolerations");
    }

    private static String setting(Setting<?> setting) {
        return "metadata.annotations{" + setting.key() + "}";
    }

    private static Demand versions(JsonValue value) {
        return VersionDemand.of(value.asObject().orElse(JsonObject.EMPTY));
    }

    private static Demand range(JsonValue value) {
        var range = value.asObject().orElse(JsonObject.EMPTY);
        return new Demands.Number(range.number("min"), range.number("max"));
    }

    /** A hard quota is kept by an admission policy, so its plugin must stay on. */
    private static @Nullable Demand enforceable(JsonValue quota) {
        var isHard = StoreQuota.of(quota.asObject().orElse(JsonObject.EMPTY)).isHard();
        return isHard ? FlagDemand.of(JsonObject.of("forbidden", List.of("disable-admission-plugins"))) : null;
    }

    private static Demand equal(String text) {
        return new Demands.Equal(JsonValue.of(text));
    }

    private static Demand members(JsonValue allowed, String... always) {
        var names = new ArrayList<>(texts(allowed));
        names.addAll(List.of(always));
        return new Demands.Members(names);
    }

    private static List<String> texts(JsonValue value) {
        return value.asArray().orElse(JsonArray.EMPTY).texts();
    }

    private void patterns(String boundary, String... places) {
        read(boundary, Reading.TEXT, places);
    }

    private void read(String boundary, Reading reading, String... places) {
        when(boundary, value -> new Demands.OneOf(texts(value), reading), places);
    }

    private void within(String boundary, String... places) {
        when(boundary, value -> new Demands.Within(texts(value)), places);
    }

    /** Off, unless the boundary says true. */
    private void unless(String boundary, String... places) {
        when(boundary, value -> value.equals(JsonValue.of(true)) ? null : new Demands.Off(), places);
    }

    private void object(String boundary, Function<JsonObject, Demand> demand, String place) {
        when(boundary, value -> demand.apply(value.asObject().orElse(JsonObject.EMPTY)), place);
    }

    private void when(String boundary, Function<JsonValue, @Nullable Demand> demand, String... places) {
        tree.get(boundary.split("\\.")).map(demand).ifPresent(wanted -> add(boundary, wanted, places));
    }

    private void add(String boundary, Demand demand, String... places) {
        for (var place : places) {
            rules.add(new BoundaryRule(boundary, place, demand));
        }
    }
}
