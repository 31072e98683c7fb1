package io.kamaji.core.reconcile;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.render.internal.Names;
import java.util.Optional;

/**
 * The API server goes first: what nodes and add-ons are told of a version must not run ahead of it. Source: Kubernetes'
 * version skew policy.
 */
final class UpgradeOrder {
    private static final ObjectRef CONFIG = ResourceTypes.CONFIG_MAP.ref("kube-system", "kubeadm-config");

    private UpgradeOrder() {}

    /**
     * Whether tenant-side objects may be written: no API server of another version is running. During a rollout this is known
     * only for the first one, or once kubeadm-config already names the new version.
     */
    static boolean settled(PassInputs inputs, Observed tenant) {
        var live = inputs.seen().observed().get(inputs.names().deployment());
        var wanted = inputs.rendered().manifest(Target.ADMIN, inputs.names().deployment());
        var runs = live.flatMap(deployment -> mark(deployment).or(() -> tag(deployment)));
        if (runs.isEmpty() || !runs.equals(wanted.map(Manifest::tree).flatMap(UpgradeOrder::mark))) {
            return false;
        }
        return new Rollout(live.get()).complete() || isFirst(live.get()) || knows(inputs, tenant);
    }

    /** The version that was applied: an image's text is an admission webhook's to change. */
    private static Optional<String> mark(JsonObject deployment) {
        return deployment.text("metadata", "annotations", Names.VERSION);
    }

    /** Of a Deployment that the Go operator made: the tag of the API server's image. */
    private static Optional<String> tag(JsonObject deployment) {
        return deployment
                .array("spec", "template", "spec", "containers")
                .objects()
                .filter(container -> container.text("name").equals(Optional.of(Names.KUBE_API_SERVER)))
                .flatMap(container -> container.text("image").stream())
                .map(image -> image.substring(image.lastIndexOf(':') + 1))
                .findFirst();
    }

    private static boolean isFirst(JsonObject deployment) {
        return deployment
                .text("metadata", "annotations", "deployment.kubernetes.io/revision")
                .equals(Optional.of("1"));
    }

    private static boolean knows(PassInputs inputs, Observed tenant) {
        var told = tenant.get(CONFIG).flatMap(UpgradeOrder::version);
        return told.isPresent()
                && told.equals(inputs.rendered()
                        .manifest(Target.TENANT, CONFIG)
                        .map(Manifest::tree)
                        .flatMap(UpgradeOrder::version));
    }

    private static Optional<String> version(JsonObject config) {
        try {
            return config.text("data", "ClusterConfiguration")
                    .map(JsonObject::parse)
                    .flatMap(cluster -> cluster.text("kubernetesVersion"));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
