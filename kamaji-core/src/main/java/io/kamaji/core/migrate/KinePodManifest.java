package io.kamaji.core.migrate;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.render.internal.AccountSecret;
import io.kamaji.core.render.internal.Names;
import io.kamaji.datastore.KineLauncher.Request;
import io.kamaji.datastore.StorageBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A kine as a pod of its own: the tenant's kine container with its image, flags, mounts and rights, in a pod with the
 * tenant's settings of pods, but listening on a port with mutual TLS where the tenant's has a socket. It carries the labels
 * of the tenant's pods, by which networks let them reach the store, but for those by which its Service and its Deployment
 * know them. Immutable.
 *
 * @param secret its files and the tenant's account
 */
record KinePodManifest(JsonObject secret, JsonObject pod) {
    static final int PORT = 2379;
    /** Name of the container, and of the component that renders it. */
    static final String CONTAINER = Names.KINE;
    /** The tenant's name, on what is of its kine. */
    static final String LABEL = "kamaji.clastix.io/kine-of";

    private static final String CERTIFICATES = "kine-certs";
    private static final String SERVING = "kine-serving";
    private static final String SERVING_FOLDER = "/serving";
    private static final String SOCKET_FOLDER = "/uds";
    private static final int GRACE_SECONDS = 5;
    private static final List<String> OF_THE_DEPLOYMENT =
            List.of("initContainers", "containers", "volumes", "topologySpreadConstraints");
    private static final List<String> OF_THE_SIDECAR =
            List.of("args", "env", "envFrom", "volumeMounts", "restartPolicy", "startupProbe", "livenessProbe");

    /** By the name of the datastore, so that a tenant may have two of them, one for each end of a copy. */
    static ObjectRef ref(ObjectRef tenant, String dataStore) {
        var name = tenant.name() + "-kine-" + Sha256.hex(dataStore).substring(0, 8);
        return ResourceTypes.POD.ref(tenant.namespace().orElseThrow(), name);
    }

    /**
     * @param template of the tenant's pods on that store
     * @param lifetime after which it is ended, if nobody else did so
     * @param owner with which it goes
     */
    static KinePodManifest of(
            ObjectRef tenant,
            Request request,
            JsonObject template,
            KineTls tls,
            Duration lifetime,
            List<JsonObject> owner) {
        var name = ref(tenant, request.dataStore()).name();
        return new KinePodManifest(
                object(ResourceTypes.SECRET, tenant, request, owner)
                        .with("type", "Opaque")
                        .data(texts(request, tls))
                        .build(),
                object(ResourceTypes.POD, tenant, request, owner)
                        .labels(labels(template))
                        .with("spec", spec(name, request, template.object("spec"), lifetime))
                        .build());
    }

    private static Map<String, String> labels(JsonObject template) {
        var labels = new TreeMap<>(template.texts("metadata", "labels"));
        labels.keySet().removeAll(List.of(Labels.NAME, Labels.COMPONENT));
        return labels;
    }

    private static Manifests.Builder object(
            ResourceType type, ObjectRef tenant, Request request, List<JsonObject> owner) {
        var pod = ref(tenant, request.dataStore());
        return Manifests.of(type.ref(pod.namespace().orElseThrow(), pod.name()))
                .label(LABEL, tenant.name())
                .label(Labels.PROJECT, "kamaji")
                .annotation(Names.DATA_STORE, request.dataStore())
                .owners(owner);
    }

    private static Map<String, String> texts(Request request, KineTls tls) {
        var data = new TreeMap<>(request.files());
        data.putAll(account(request));
        data.put("serving.crt", tls.server().certificatePem());
        data.put("serving.key", tls.server().keyPem());
        data.put("serving-ca.crt", tls.authority().certificatePem());
        return data;
    }

    private static Map<String, String> account(Request request) {
        return AccountSecret.account(request.tenant(), request.binding().connectionString());
    }

    private static JsonObject spec(String name, Request request, JsonObject template, Duration lifetime) {
        var kine = template.array("initContainers")
                .objects()
                .filter(container ->
                        container.text("name").filter(CONTAINER::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the tenant's pods have no container " + CONTAINER));
        var kept = kine.array("volumeMounts")
                .objects()
                .filter(mount -> !List.of(SOCKET_FOLDER, StorageBinding.KINE_FOLDER)
                        .contains(mount.text("mountPath").orElse("")))
                .toList();
        var mounts = new ArrayList<>(kept);
        var volumes = new ArrayList<>(template.array("volumes")
                .objects()
                .filter(volume ->
                        kept.stream().anyMatch(mount -> mount.text("name").equals(volume.text("name"))))
                .toList());
        if (!request.files().isEmpty()) {
            mounts.add(Mount.readOnly(CERTIFICATES, StorageBinding.KINE_FOLDER).toJson());
            volumes.add(files(CERTIFICATES, name, new TreeSet<>(request.files().keySet()).stream()));
        }
        mounts.add(Mount.readOnly(SERVING, SERVING_FOLDER).toJson());
        volumes.add(files(SERVING, name, Stream.of("serving.crt", "serving.key", "serving-ca.crt")));
        return without(template, OF_THE_DEPLOYMENT)
                .with("restartPolicy", "Never")
                .with("activeDeadlineSeconds", lifetime.toSeconds())
                .with("terminationGracePeriodSeconds", GRACE_SECONDS)
                .with("automountServiceAccountToken", false)
                .with(
                        "containers",
                        List.of(container(
                                        name,
                                        kine,
                                        new TreeSet<>(account(request).keySet()))
                                .with("volumeMounts", mounts)))
                .with("volumes", volumes);
    }

    /** @param variables of the account, each a key of the Secret */
    private static JsonObject container(String secret, JsonObject kine, SortedSet<String> variables) {
        var locked = new TreeMap<>(Map.of(
                "--listen-address", ":" + PORT,
                "--metrics-bind-address", "0",
                "--server-cert-file", SERVING_FOLDER + "/serving.crt",
                "--server-key-file", SERVING_FOLDER + "/serving.key",
                "--trusted-ca-file", SERVING_FOLDER + "/serving-ca.crt"));
        var arguments = new ArrayList<>(kine.array("args").texts());
        arguments.removeIf(argument -> locked.containsKey(argument.replaceFirst("=.*", "")));
        locked.forEach((flag, value) -> arguments.add(flag + "=" + value));
        var environment = new ArrayList<>(kine.array("env").objects().toList());
        for (var variable : variables) {
            environment.removeIf(
                    given -> given.text("name").filter(variable::equals).isPresent());
            var key = JsonObject.of("name", secret, "key", variable);
            environment.add(JsonObject.of("name", variable, "valueFrom", JsonObject.of("secretKeyRef", key)));
        }
        return without(kine, OF_THE_SIDECAR)
                .with("args", arguments)
                .with("env", environment)
                .with("ports", List.of(JsonObject.of("name", "etcd", "containerPort", PORT)))
                .with("readinessProbe", JsonObject.of("tcpSocket", Map.of("port", PORT), "periodSeconds", 1))
                .with("terminationMessagePolicy", "FallbackToLogsOnError");
    }

    private static JsonObject files(String volume, String secret, Stream<String> keys) {
        var items = keys.map(key -> JsonObject.of("key", key, "path", key)).toList();
        return new Volume(volume, JsonObject.of("secret", JsonObject.of("secretName", secret, "items", items)))
                .toJson();
    }

    private static JsonObject without(JsonObject object, List<String> names) {
        var rest = object;
        for (var name : names) {
            rest = rest.without(name);
        }
        return rest;
    }

    ObjectRef ref() {
        return ObjectRef.of(pod);
    }

    ObjectRef secretRef() {
        return ObjectRef.of(secret);
    }

    /** Whether a live object is one that an earlier launch made for the same tenant. */
    boolean isSame(JsonObject live) {
        return live.text("metadata", "labels", LABEL).equals(pod.text("metadata", "labels", LABEL));
    }

    /** Names only: keys and a password are in it. */
    @Override
    public String toString() {
        return ref().toString();
    }
}
