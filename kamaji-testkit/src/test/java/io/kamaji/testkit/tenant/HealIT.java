package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.event.TenantSwept.Outcome;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.operator.HealthSweep;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each of our objects in the tenant, deleted and spoilt in turn: the sweep notices within its interval, which is a short one
 * here but in the last test, and one ordinary pass mends the object, and only it.
 */
class HealIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Object DAMAGE = new Object();
    private static final AtomicInteger WRITES = new AtomicInteger();
    private static final AtomicInteger LOOKS = new AtomicInteger();
    private static final AtomicInteger QUIET = new AtomicInteger();

    private static ProcessTenant blue;
    private static ScheduledExecutorService timer;
    private static HealthSweep sweep;

    @BeforeAll
    static void start() {
        blue = ProcessTenant.start(ProcessTenant.withAddOns(RealBinaries.KUBERNETES), "proxy-server");
        timer = Executors.newSingleThreadScheduledExecutor();
        sweep = sweep(INTERVAL);
    }

    private static HealthSweep sweep(Duration interval) {
        var started = blue.kamaji()
                .sweep(tenant -> pass())
                .interval(interval)
                .listener(event -> {
                    var isQuiet = ((TenantSwept) event).outcome() == Outcome.UNCHANGED;
                    QUIET.updateAndGet(looks -> isQuiet ? looks + 1 : 0);
                    LOOKS.incrementAndGet();
                })
                .build();
        started.track(TenantReconciler.ref(blue.tenant()));
        started.start(timer);
        return started;
    }

    /** A host would put the tenant into its queue; what is damaged in two steps is not mended in between. */
    private static void pass() {
        synchronized (DAMAGE) {
            WRITES.addAndGet(
                    blue.kamaji().tenant(blue.tenant()).reconcile().report().writes());
        }
    }

    @AfterAll
    static void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
        if (blue != null) {
            blue.close();
        }
    }

    @BeforeEach
    void settle() {
        QUIET.set(0);
        until("nothing to mend", () -> QUIET.get() > 1);
        WRITES.set(0);
    }

    @Test
    void sweep_eachObjectDeleted_isThereAgain() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                heals(admin, manifest, "deleted", () -> delete(admin, manifest));
            }
        }
    }

    @Test
    void sweep_eachObjectSpoilt_isAsItWas() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                var damage = damage(manifest.tree());
                heals(admin, manifest, "spoilt", () -> admin.patch(manifest.ref(), PatchType.MERGE, damage, ""));
            }
        }
    }

    @Test
    void sweep_bindingOfAnotherRole_isMadeAnew() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                if (manifest.tree().has("roleRef")) {
                    heals(admin, manifest, "bound to another role", () -> {
                        delete(admin, manifest);
                        admin.create(manifest.tree()
                                .update(
                                        "roleRef",
                                        role -> role.with("name", "system:discovery")
                                                .with("kind", "ClusterRole")));
                    });
                }
            }
        }
    }

    @Test
    void sweep_immutableConfigMap_isMadeAnew() {
        try (var admin = blue.superAdmin()) {
            for (var manifest : manifests()) {
                if (manifest.ref().kind().equals("ConfigMap")) {
                    var spoilt = damage(manifest.tree()).with("immutable", true);
                    heals(
                            admin,
                            manifest,
                            "made immutable",
                            () -> admin.patch(manifest.ref(), PatchType.MERGE, spoilt, ""));
                }
            }
        }
    }

    @Test
    void sweep_foreignKeysAndLabels_stay() {
        var config = ObjectRef.of("v1", "ConfigMap", "kube-system", "kubeadm-config");
        try (var admin = blue.superAdmin()) {
            admin.patch(
                    config, PatchType.MERGE, JsonObject.parse("{metadata: {labels: {a: b}}, data: {theirs: x}}"), "");

            QUIET.set(0);
            until("a pass has looked at it", () -> QUIET.get() > 1);
            assertThat(WRITES).hasValue(0);
            assertThat(admin.get(config).orElseThrow().text("data", "theirs")).contains("x");
        }
    }

    @Test
    void sweep_everythingDeletedAtOnce_isThereAgainWithinAMinuteByDefault() {
        sweep.close();
        LOOKS.set(0);
        sweep = sweep(Duration.ofSeconds(45));
        try (var admin = blue.superAdmin()) {
            until("the first look", () -> LOOKS.get() > 0);
            synchronized (DAMAGE) {
                manifests().forEach(manifest -> delete(admin, manifest));
            }
            var began = System.nanoTime();
            until("all of it", () -> manifests().stream().allMatch(manifest -> isMended(admin, manifest)));
            System.out.printf(
                    "%d objects deleted at once: mended after %.1f s%n",
                    manifests().size(), (System.nanoTime() - began) / 1e9);
        } finally {
            sweep.close();
            sweep = sweep(INTERVAL);
        }
    }

    private static List<Manifest> manifests() {
        return blue.kamaji().tenant(blue.tenant()).render().manifests(Target.TENANT);
    }

    private static void delete(ClusterClient admin, Manifest manifest) {
        assertThat(admin.delete(manifest.ref(), Preconditions.NONE))
                .as("%s was there", manifest)
                .isTrue();
    }

    private static void heals(ClusterClient admin, Manifest manifest, String how, Runnable damage) {
        synchronized (DAMAGE) {
            WRITES.set(0);
            damage.run();
            assertThat(isMended(admin, manifest)).as("%s %s", manifest, how).isFalse();
        }
        var began = System.nanoTime();
        until(manifest.ref() + " as it was", () -> isMended(admin, manifest));
        System.out.printf("%s %s: mended after %.0f ms%n", manifest.ref(), how, (System.nanoTime() - began) / 1e6);
        QUIET.set(0);
        until("nothing more to mend", () -> QUIET.get() > 0);
        assertThat(WRITES).as("%s %s", manifest, how).hasValue(1);
    }

    private static boolean isMended(ClusterClient admin, Manifest manifest) {
        var wanted = manifest.tree();
        return admin.get(manifest.ref()).filter(live -> covers(live, wanted)).isPresent();
    }

    /** Others' fields may stand beside what is ours. */
    private static boolean covers(JsonValue live, JsonValue wanted) {
        if (wanted instanceof JsonObject object) {
            return live instanceof JsonObject other
                    && object.members().entrySet().stream()
                            .allMatch(member -> other.get(member.getKey())
                                    .filter(value -> covers(value, member.getValue()))
                                    .isPresent());
        } else if (wanted instanceof JsonArray array) {
            if (!(live instanceof JsonArray other) || other.size() != array.size()) {
                return false;
            }
            for (int i = 0; i < array.size(); i++) {
                if (!covers(other.get(i), array.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return live.equals(wanted);
    }

    /** What a tenant's administrator may do to it, by hand and for no good. */
    private static JsonObject damage(JsonObject tree) {
        if (tree.has("data")) {
            var keys = tree.object("data").members().keySet().stream();
            // of CoreDNS's configuration the tenant may have its own: only our label is taken away
            var first = keys.filter(key -> !key.equals("Corefile")).findFirst();
            return first.map(key -> JsonObject.of("data", JsonObject.of(key, "spoilt")))
                    .orElseGet(HealIT::unlabelled);
        } else if (tree.has("rules")) {
            return JsonObject.parse("{rules: []}");
        } else if (tree.has("subjects")) {
            return JsonObject.parse("{subjects: [{kind: User, name: mallory, apiGroup: rbac.authorization.k8s.io}]}");
        }
        return switch (tree.text("kind").orElseThrow()) {
            case "Service" -> JsonObject.parse("{spec: {selector: {k8s-app: nothing}}}");
            case "Deployment", "DaemonSet" ->
                JsonObject.parse("{spec: {template: {spec: {priorityClassName: system-node-critical,"
                        + " nodeSelector: {kubernetes.io/os: plan9}}}}}");
            default -> unlabelled();
        };
    }

    private static JsonObject unlabelled() {
        return JsonObject.parse("{metadata: {labels: {kamaji.clastix.io/project: nobodys}}}");
    }
}
