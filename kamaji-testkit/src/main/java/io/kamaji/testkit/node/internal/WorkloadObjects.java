package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.random.RandomGenerator;

/** ReplicaSets and Pods of a Deployment as Kubernetes' controllers make them. Stateless. */
final class WorkloadObjects {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HASH = "pod-template-hash";
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789"; // no vowels: no words
    private static final int HASH_LENGTH = 10;

    private WorkloadObjects() {}

    /** A name for a pod template, the same for the same template. */
    static String hash(JsonObject template) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(template.sorted().toJson().getBytes(StandardCharsets.UTF_8));
            var text = new StringBuilder();
            for (int i = 0; i < HASH_LENGTH; i++) {
                text.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonObject replicaSet(JsonObject deployment, String hash, int replicas, long revision) {
        var labels = JsonObject.of(HASH, hash);
        var template = deployment
                .object("spec", "template")
                .update("metadata", metadata -> metadata.update("labels", old -> old.plus(labels)));
        return JsonObject.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "ReplicaSet",
                "metadata",
                JsonObject.of(
                        "name",
                        name(deployment) + "-" + hash,
                        "namespace",
                        namespace(deployment),
                        "labels",
                        template.object("metadata", "labels"),
                        "annotations",
                        Map.of(REVISION, String.valueOf(revision)),
                        "ownerReferences",
                        owner(deployment)),
                "spec",
                JsonObject.of(
                        "replicas",
                        replicas,
                        "minReadySeconds",
                        deployment.number("spec", "minReadySeconds"),
                        "selector",
                        deployment.object("spec", "selector").update("matchLabels", old -> old.plus(labels)),
                        "template",
                        template));
    }

    static JsonObject pod(JsonObject replicaSet, String node, RandomGenerator random) {
        var template = replicaSet.object("spec", "template");
        var suffix = new StringBuilder("-");
        for (int i = 0; i < 5; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                JsonObject.of(
                        "name",
                        name(replicaSet) + suffix,
                        "generateName",
                        name(replicaSet) + "-",
                        "namespace",
                        namespace(replicaSet),
                        "labels",
                        template.object("metadata", "labels"),
                        "annotations",
                        template.get("metadata", "annotations"),
                        "ownerReferences",
                        owner(replicaSet)),
                "spec",
                template.object("spec").with("nodeName", node));
    }

    private static JsonArray owner(JsonObject of) {
        return JsonArray.of(JsonObject.of(
                "apiVersion",
                "apps/v1",
                "kind",
                of.text("kind"),
                "name",
                name(of),
                "uid",
                of.text("metadata", "uid"),
                "controller",
                true,
                "blockOwnerDeletion",
                true));
    }

    /** Whether an object's ownerReferences name this owner. */
    static boolean isOwned(JsonObject object, JsonObject owner) {
        var uid = owner.text("metadata", "uid").orElse("");
        return object.array("metadata", "ownerReferences")
                .objects()
                .anyMatch(reference -> reference.text("uid").filter(uid::equals).isPresent());
    }

    static long revision(JsonObject replicaSet) {
        return replicaSet
                .text("metadata", "annotations", REVISION)
                .map(Long::valueOf)
                .orElse(0L);
    }

    static String name(JsonObject object) {
        return object.text("metadata", "name").orElse("");
    }

    static String namespace(JsonObject object) {
        return object.text("metadata", "namespace").orElse("default");
    }
}
