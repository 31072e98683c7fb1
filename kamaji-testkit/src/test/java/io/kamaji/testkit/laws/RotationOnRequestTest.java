package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Secret's own annotation has its certificates issued anew, once. */
class RotationOnRequestTest {
    private static final String ROTATE = "certs.kamaji.clastix.io/rotate";

    private TenantWorld world;

    @BeforeEach
    void start() {
        world = Blue.world();
        world.converge(Blue.spec().build());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void ask(String secret) {
        try (var client = AdminCluster.kubeconfig(world.admin().kubeconfig()).connect()) {
            client.patch(
                    ResourceTypes.SECRET.ref(Blue.NAMESPACE, "blue-" + secret),
                    PatchType.MERGE,
                    JsonObject.parse("{metadata: {annotations: {" + ROTATE + ": \"\", theirs: stays}}}"),
                    "");
        }
    }

    private JsonObject data(String secret) {
        return Blue.secret(world, secret).object("data");
    }

    private long generation() {
        return Blue.deployment(world).number("metadata", "generation").orElseThrow();
    }

    private static Set<String> changed(JsonObject before, JsonObject after) {
        var keys = new TreeSet<>(before.members().keySet());
        keys.removeIf(key -> before.get(key).equals(after.get(key)));
        return keys;
    }

    @Test
    void converge_certificateAskedFor_isIssuedAnewOnceInOneRollout() {
        var before = data("api-server-certificate");
        var others = data("api-server-kubelet-client-certificate");
        var generation = generation();
        ask("api-server-certificate");

        world.converge(Blue.spec().build());

        assertThat(changed(before, data("api-server-certificate"))).contains("apiserver.crt", "apiserver.key");
        assertThat(data("api-server-kubelet-client-certificate")).isEqualTo(others);
        assertThat(Blue.secret(world, "api-server-certificate").texts("metadata", "annotations"))
                .containsEntry(ROTATE, Blue.NOW.toString())
                .containsEntry("theirs", "stays");
        assertThat(generation()).as("one rollout").isEqualTo(generation + 1);

        world.forget();
        world.converge(Blue.spec().build());
        assertThat(world.admin().requests().writes())
                .as("asked once, done once")
                .isZero();
    }

    @Test
    void converge_adminKubeconfigAskedFor_renewsAllThatIsInIt() {
        var before = data("admin-kubeconfig");
        ask("admin-kubeconfig");

        world.converge(Blue.spec().build());

        assertThat(changed(before, data("admin-kubeconfig")))
                .containsExactly("admin.conf", "admin.svc", "super-admin.conf", "super-admin.svc");
    }

    @Test
    void plan_authorityAskedFor_isNotReplacedAndSaysWhy() {
        var before = data("ca");
        ask("ca");

        try (Kamaji kamaji = world.connect()) {
            var plan = kamaji.tenant(Blue.spec().build()).plan();

            assertThat(plan.writes()).isZero();
            assertThat(plan.warnings())
                    .anySatisfy(warning -> assertThat(warning).contains("Secret blue-ca", ROTATE));
        }
        world.converge(Blue.spec().build());
        assertThat(data("ca")).isEqualTo(before);
    }
}
