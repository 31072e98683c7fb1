package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a living tenant loses is told by name and made anew with consent only. */
class LostCredentialsTest {

    private static ObjectRef secret(String suffix) {
        return ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-" + suffix);
    }

    private static void delete(TenantWorld world, String suffix) {
        try (var admin = world.adminCluster().connect()) {
            admin.delete(secret(suffix), Preconditions.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ca, every node must join again",
        "front-proxy-ca-certificate, extension API servers",
        "sa-certificate, pods need new tokens"
    })
    void reconcile_rootOfALivingTenantGone_isNamedAndWaitedFor(String suffix, String loss) {
        try (var world = Blue.world()) {
            var spec = Blue.spec().build();
            world.converge(spec);
            var deployment = Blue.deployment(world);
            delete(world, suffix);

            Pass pass = world.pass(spec);

            assertThat(pass.plan().warnings())
                    .anySatisfy(
                            text -> assertThat(text).contains("tenants/blue-" + suffix, "allowNewAuthorities", loss));
            assertThat(pass.result().isDone()).isFalse();
            assertThat(pass.plan().waits()).anyMatch(wait -> wait.startsWith("<consent to a new "));
            assertThat(world.admin().get(secret(suffix))).isEmpty();
            assertThat(Blue.deployment(world)).isEqualTo(deployment);
        }
    }

    @Test
    void reconcile_authorityGoneWithConsent_isMadeAnewAndSaysWhatThatMeans() {
        try (var world = Blue.world()) {
            var spec = Blue.spec().build();
            world.converge(spec);
            delete(world, "ca");

            Plan plan;
            try (var kamaji = world.connect(settings -> settings.allowNewAuthorities(true))) {
                plan = kamaji.tenant(spec).plan();
            }
            world.converge(spec, settings -> settings.allowNewAuthorities(true));

            assertThat(plan.consequences())
                    .anySatisfy(text -> assertThat(text.toString()).contains("ca: it was lost", "must join again"));
            assertThat(world.admin().get(secret("ca"))).isPresent();
        }
    }

    @Test
    void reconcile_accountOfALivingTenantGone_isRefusedByName() {
        try (var world = Blue.world()) {
            var spec = Blue.spec().build();
            world.converge(spec);
            delete(world, "datastore-config");

            assertThatThrownBy(() -> world.pass(spec))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("tenants/blue-datastore-config: missing, and the tenant lives")
                    .hasMessageContaining("allowDataLoss");
        }
    }

    @Test
    void reconcile_broughtAuthorityThatIsEmpty_isRefusedByName() {
        try (var world = Blue.world()) {
            world.admin()
                    .create(JsonObject.parse("{apiVersion: v1, kind: Secret, metadata: {name: blue-ca, namespace: "
                            + Blue.NAMESPACE + "}, data: {ca.crt: \"\", ca.key: \"\"}}"));

            assertThatThrownBy(() -> world.pass(Blue.spec().build()))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("ca.crt (empty)");
        }
    }

    @Test
    void reconcile_authorityBeingDeleted_isToldWhileItIsThere() {
        try (var world = Blue.world()) {
            var spec = Blue.spec().build();
            world.converge(spec);
            try (var admin = world.adminCluster().connect()) {
                admin.patch(
                        secret("ca"),
                        PatchType.MERGE,
                        JsonObject.parse("{metadata: {finalizers: [backup.example.com/keep]}}"),
                        "");
            }
            delete(world, "ca");

            assertThat(world.pass(spec).plan().warnings())
                    .anySatisfy(text -> assertThat(text)
                            .contains("tenants/blue-ca is being deleted", "backup.example.com/keep", "save its data"));
        }
    }
}
