package io.kamaji.testkit.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each of our objects in the tenant, deleted and spoilt in turn: one ordinary pass mends it, and only it. */
class HealIT {
    private static ProcessTenant blue;

    @BeforeAll
    static void start() {
        blue = ProcessTenant.start("1.36.3");
    }

    @AfterAll
    static void stop() {
        if (blue != null) {
            blue.close();
        }
    }

    @Test
    void reconcile_eachObjectDeleted_isThereAgain() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                assertThat(admin.delete(manifest.ref(), Preconditions.NONE)).isTrue();
                heals(admin, manifest, "deleted");
            }
        }
    }

    @Test
    void reconcile_eachObjectSpoilt_isAsItWas() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                admin.patch(manifest.ref(), PatchType.MERGE, damage(manifest.tree()), "");
                heals(admin, manifest, "spoilt");
            }
        }
    }

    @Test
    void reconcile_bindingOfAnotherRole_isMadeAnew() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                if (manifest.tree().has("roleRef")) {
                    admin.delete(manifest.ref(), Preconditions.NONE);
                    admin.create(manifest.tree()
                            .update(
                                    "roleRef",
                                    role -> role.with("name", "system:discovery")
                                            .with("kind", "ClusterRole")));
                    heals(admin, manifest, "bound to another role");
                }
            }
        }
    }

    @Test
    void reconcile_immutableConfigMap_isMadeAnew() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                if (manifest.ref().kind().equals("ConfigMap")) {
                    var spoilt = damage(manifest.tree()).with("immutable", true);
                    admin.patch(manifest.ref(), PatchType.MERGE, spoilt, "");
                    heals(admin, manifest, "made immutable");
                }
            }
        }
    }

    @Test
    void reconcile_foreignKeysAndLabels_stay() {
        var config = ObjectRef.of("v1", "ConfigMap", "kube-system", "kubeadm-config");
        try (var admin = blue.superAdmin()) {
            admin.patch(
                    config, PatchType.MERGE, JsonObject.parse("{metadata: {labels: {a: b}}, data: {theirs: x}}"), "");

            assertThat(blue.kamaji().reconcile(blue.tenant()).report().writes()).isZero();
            assertThat(admin.get(config).orElseThrow().text("data", "theirs")).contains("x");
        }
    }

    private static List<Manifest> manifests() {
        return blue.kamaji().render(blue.tenant()).manifests(Target.TENANT);
    }

    private static void heals(ClusterClient admin, Manifest manifest, String how) {
        var began = System.nanoTime();
        var pass = blue.kamaji().reconcile(blue.tenant());
        System.out.printf("%s %s: mended in %.0f ms%n", manifest.ref(), how, (System.nanoTime() - began) / 1e6);

        assertThat(pass.report().writes()).as("%s %s", manifest, how).isEqualTo(1);
        var mended = admin.get(manifest.ref());
        for (var part : List.of("data", "rules", "roleRef", "subjects")) {
            var wanted = manifest.tree().get(part);
            assertThat(wanted.isEmpty() || contains(mended.flatMap(tree -> tree.get(part)), wanted.get()))
                    .as("%s of %s %s", part, manifest, how)
                    .isTrue();
        }
    }

    /** Signatures may stand beside what is ours. */
    private static boolean contains(Optional<JsonValue> live, JsonValue wanted) {
        return wanted.asObject()
                .map(object -> object.members().entrySet().stream()
                        .allMatch(member -> live.flatMap(JsonValue::asObject)
                                .flatMap(it -> it.get(member.getKey()))
                                .equals(Optional.of(member.getValue()))))
                .orElseGet(() -> live.equals(Optional.of(wanted)));
    }

    private static JsonObject damage(JsonObject tree) {
        if (tree.has("data")) {
            var key = tree.object("data").members().keySet().iterator().next();
            return JsonObject.of("data", JsonObject.of(key, "spoilt"));
        }
        return tree.has("rules")
                ? JsonObject.parse("{rules: []}")
                : JsonObject.parse("{subjects: [{kind: User, name: mallory, apiGroup: rbac.authorization.k8s.io}]}");
    }
}
