package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.testkit.laws.TenantWorld;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A DataStore that somebody applied: whether it can be used, who uses it, and when it may go. */
class DataStoresTest {
    private static final ObjectRef SHARED = ResourceTypes.DATA_STORE.ref("shared");
    private static final ObjectRef EMBEDDED = ResourceTypes.DATA_STORE.ref("embedded");
    private static final ObjectRef GREEN = ResourceTypes.TENANT_CONTROL_PLANE.ref(NAMESPACE, "green");

    private final Front front = Front.start();

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void create_usableDataStore_isReadyAndKept() {
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");

        front.await(SHARED, "ready", status -> status.bool("ready").orElse(false));

        var live = front.get(SHARED);
        assertThat(live.array("metadata", "finalizers").texts())
                .containsExactly("kamaji.clastix.io/TenantControlPlane");
        assertThat(live.number("status", "observedGeneration")).contains(1L);
        var valid = Front.condition(live.object("status"), "kamaji.clastix.io/DataStoreValidation");
        assertThat(valid.text("status")).contains("True");
        assertThat(valid.text("reason")).contains("DataStoreIsValid");
        until("an Event", SOON, () -> front.events(SHARED).contains("Normal Ready"));
    }

    @Test
    void settled_dataStore_isNotWrittenAgain() {
        front.make(Front.blue().build());
        front.await(EMBEDDED, "used", status -> users(status).equals(List.of("tenants/blue")));
        front.settle();
        front.world.forget();
        var passes = front.operator.stats().passes();

        front.operator.wake(EMBEDDED);

        until("another pass", SOON, () -> front.operator.stats().passes() > passes);
        front.settle();
        assertThat(front.world.admin().requests().writes()).isZero();
    }

    @Test
    void create_missingSecret_saysSoInTheReferencesWords() {
        front.etcd("shared");

        front.await(
                SHARED,
                "not ready",
                status -> Front.condition(status, "Ready")
                        .text("message")
                        .filter(message -> message.startsWith(
                                "CA certificate is not valid, secret tenants/shared-etcd is not found"))
                        .isPresent());

        var valid = Front.condition(front.get(SHARED).object("status"), "kamaji.clastix.io/DataStoreValidation");
        assertThat(valid.text("status")).contains("False");
        assertThat(valid.text("reason")).contains("TLSConfigurationValidationFailed");
        assertThat(front.get(SHARED).bool("status", "ready")).contains(false);
    }

    /** As a Helm hook creates them first. */
    @Test
    void create_emptySecretThatIsFilledLater_isNotYetAndThenReady() {
        front.kubectl.create(Manifests.secret(NAMESPACE, "shared-etcd").build());
        front.etcd("shared");
        front.kubectl.create(Front.blue().dataStore("shared").build().toCustomResource());
        front.await(
                SHARED,
                "not ready",
                status -> Front.condition(status, "Ready")
                        .text("message")
                        .filter(message -> message.contains("secret tenants/shared-etcd has no key tls.crt"))
                        .isPresent());

        front.etcdSecret("shared", Front.AUTHORITY);

        front.await(SHARED, "ready", status -> status.bool("ready").orElse(false));
        front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));
    }

    @Test
    void check_serverDown_isToldAndRecovers() {
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");
        front.await(SHARED, "ready", status -> status.bool("ready").orElse(false));

        front.world.store().down(true);
        front.operator.wake(SHARED);
        front.await(
                SHARED,
                "not usable",
                status -> Front.condition(status, "Ready")
                        .text("reason")
                        .filter("NotUsable"::equals)
                        .isPresent());
        assertThat(front.get(SHARED).bool("status", "ready")).contains(false);
        assertThat(Front.is(front.get(SHARED).object("status"), "kamaji.clastix.io/DataStoreValidation", "True"))
                .isTrue();
        until("an Event", SOON, () -> front.events(SHARED).contains("Warning NotUsable"));

        front.world.store().down(false);
        front.await(SHARED, "ready again", status -> status.bool("ready").orElse(false));
    }

    @Test
    void usedBy_namesTenantsAsTheyComeAndGo() {
        front.make(Front.blue().build());
        front.make(Front.blue().metadata(metadata -> metadata.name("green")).build());
        front.await(EMBEDDED, "used", status -> users(status).equals(List.of("tenants/blue", "tenants/green")));

        front.delete(GREEN);

        front.await(EMBEDDED, "used by one", status -> users(status).equals(List.of("tenants/blue")));
    }

    @Test
    void delete_used_waitsForItsTenantsAndGoesThen() {
        front.make(Front.blue().build());

        front.delete(EMBEDDED);

        front.await(EMBEDDED, "kept", status -> {
            var allowed = Front.condition(status, "kamaji.clastix.io/DataStoreAllowedDeletion");
            return allowed.text("reason").filter("DataStoreStillUsed"::equals).isPresent()
                    && allowed.text("message")
                            .filter(("The DataStore is still used and referenced by one (or more) TenantControlPlane"
                                    + " objects.")::equals)
                            .isPresent();
        });
        front.delete(BLUE);
        front.awaitGone(BLUE);
        front.awaitGone(EMBEDDED);
    }

    @Test
    void delete_unusedWhileItsServerIsGone_goes() {
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");
        front.await(SHARED, "ready", status -> status.bool("ready").orElse(false));
        front.world.store().down(true);
        front.delete(ResourceTypes.SECRET.ref(NAMESPACE, "shared-etcd"));

        front.delete(SHARED);

        front.awaitGone(SHARED);
    }

    @Test
    void secretChanged_wakesItsTenantsAndNoOthers() {
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");
        front.make(Front.blue().dataStore("shared").build());
        front.make(Front.blue().metadata(metadata -> metadata.name("green")).build());
        front.operator.wake(SHARED);
        front.settle();
        var blue = front.passes(BLUE);
        var green = front.passes(GREEN);
        var renewed = CertificateTree.of(List.of(CertificateSpec.authority("ca", "etcd")))
                .reconcile(Map.of(), Issuance.of(TenantWorld.START, new SecureRandom()))
                .certificates()
                .get("ca");

        front.etcdSecret("shared", renewed);
        front.operator.wake(SHARED);

        until("a pass over its tenant", SOON, () -> front.passes(BLUE) > blue);
        front.settle();
        assertThat(front.passes(GREEN)).isEqualTo(green);
    }

    @Test
    void paused_dataStore_isLeftAlone() {
        front.await(EMBEDDED, "ready", status -> status.bool("ready").orElse(false));
        front.patch(EMBEDDED, "{metadata: {annotations: {kamaji.clastix.io/paused: ''}}}");
        front.settle();

        front.make(Front.blue().build());

        assertThat(users(front.get(EMBEDDED).object("status"))).isEmpty();
    }

    private static List<String> users(JsonObject status) {
        return status.array("usedBy").texts();
    }
}
