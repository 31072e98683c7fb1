package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.operator.custom.Admission;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks judge a tenant as passes do: with the defaults of its class, and by what that locks. */
class AdmissionByClassTest {
    private static final TenantClass SMALL = TenantClass.builder("small")
            .locked("dataStore", "shared")
            .locked("controlPlane.deployment.replicas", 1)
            .byDefault("addons.coreDNS", JsonObject.EMPTY)
            .build();
    private static final Boundaries TEAM = Boundaries.builder("team")
            .dataStores("shared")
            .requireAddons("coreDNS")
            .build();

    private final TenantWorld world = TenantWorld.start();
    private final ClusterClient admin = world.adminCluster().connect();
    private final Admission admission = Admission.of(
            world.settings(settings -> settings.classes(ClassSource.of(SMALL)).boundaries(BoundarySource.of(TEAM))),
            admin,
            Optional.of("embedded"));

    @BeforeEach
    void create() {
        CustomResourceDefinitions.all().forEach(world.admin()::create);
        world.admin().create(DataStore.sqlite("shared").build().toCustomResource());
    }

    @AfterEach
    void close() {
        admin.close();
        world.close();
    }

    private static TenantControlPlane.Builder blue() {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .loadBalancer();
    }

    private static JsonObject review(TenantControlPlane tenant, Optional<TenantControlPlane> old) {
        return JsonObject.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview")
                .with(
                        "request",
                        JsonObject.of("uid", "1", "operation", old.isPresent() ? "UPDATE" : "CREATE")
                                .with("object", tenant.toCustomResource())
                                .with("oldObject", old.map(TenantControlPlane::toCustomResource)));
    }

    private Optional<String> refusal(TenantControlPlane tenant, Optional<TenantControlPlane> old) {
        var answer = admission.validate(review(tenant, old)).object("response");
        return answer.bool("allowed").equals(Optional.of(true)) ? Optional.empty() : answer.text("status", "message");
    }

    private static TenantControlPlane of(TenantControlPlane.Builder tenant, String name) {
        return tenant.annotation(TenantClass.ANNOTATION, name).build();
    }

    @Test
    void mutate_classWithADataStore_leavesThatToTheClass() {
        var patch =
                admission.mutate(review(of(blue(), "small"), Optional.empty())).text("response", "patch");

        assertThat(patch.map(AdmissionByClassTest::decoded).orElse("")).doesNotContain("/spec/dataStore");
        assertThat(decoded(admission
                        .mutate(review(blue().build(), Optional.empty()))
                        .text("response", "patch")
                        .orElseThrow()))
                .contains("/spec/dataStore", "embedded");
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    @Test
    void validate_silentWhereTheClassSpeaks_isAllowed() {
        assertThat(refusal(of(blue(), "small"), Optional.empty())).isEmpty();
    }

    @Test
    void validate_otherThanTheClassLocks_isDeniedAndMayStayWhereItWas() {
        var five = of(blue().replicas(5), "small");

        assertThat(refusal(five, Optional.empty()).orElseThrow())
                .contains("spec.controlPlane.deployment.replicas", "(class small, locked)");
        assertThat(refusal(of(blue(), "large"), Optional.empty()).orElseThrow()).contains("there is no such class");
        var other = five.toBuilder().certSan("blue.example.com").build();
        assertThat(refusal(other, Optional.of(five)).orElse(""))
                .doesNotContain("spec.controlPlane.deployment.replicas");
    }
}
