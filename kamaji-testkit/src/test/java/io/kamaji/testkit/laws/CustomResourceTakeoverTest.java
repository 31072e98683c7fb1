package io.kamaji.testkit.laws;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.custom.CustomResourceFront;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.simulator.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant that the Go operator made with its custom resource, finalizers, status and datastore: the operator goes on with it. */
class CustomResourceTakeoverTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref(Blue.NAMESPACE, "blue");
    private static final ObjectRef SHARED = ResourceTypes.DATA_STORE.ref("shared");

    private TenantWorld world;
    private Operator operator;
    private ClusterClient kubectl;

    /** Made once: its RSA keys take seconds. */
    private static final class Made {
        static final Moment MOMENT = moment();

        private static Moment moment() {
            try (var objects = Blue.world();
                    var resources = Blue.world()) {
                ReferenceTenant.make(objects);
                CustomResourceDefinitions.all().forEach(resources.admin()::create);
                resources.admin().create(JsonObject.parse(Blue.resource("/laws/reference-tenant.yaml")));
                resources
                        .admin()
                        .create(Blue.ETCD
                                .toCustomResource()
                                .withAt(
                                        List.of("metadata", "finalizers"),
                                        List.of("kamaji.clastix.io/TenantControlPlane")));
                var made = objects.moment();
                var owned = owner(Blue.secret(objects, "ca"));
                var both = Stream.concat(
                                made.admin().objects().stream(),
                                resources.admin().objects().objects().stream()
                                        .filter(object -> object.text("apiVersion")
                                                .filter(version -> !version.equals("v1"))
                                                .isPresent())
                                        .map(object -> object.text("kind").equals(Optional.of("TenantControlPlane"))
                                                ? asStored(object, owned)
                                                : object))
                        .toList();
                return new Moment(
                        made.time(),
                        new Snapshot(both),
                        made.tenant(),
                        made.stored(),
                        made.credentials(),
                        made.processes());
            }
        }

        private static String owner(JsonObject secret) {
            return secret.array("metadata", "ownerReferences")
                    .objects()
                    .findFirst()
                    .flatMap(owner -> owner.text("uid"))
                    .orElseThrow();
        }

        /** What a creation does not take: the uid that its objects name, and the status. */
        private static JsonObject asStored(JsonObject tenant, String uid) {
            return tenant.withAt(List.of("metadata", "uid"), uid)
                    .with(
                            "status",
                            JsonObject.parse(Blue.resource("/laws/reference-tenant.yaml"))
                                    .get("status"));
        }
    }

    @BeforeEach
    void start() {
        world = Blue.world(Made.MOMENT);
        kubectl = world.adminCluster().connect();
        operator = CustomResourceFront.defaults()
                .on(Operator.builder(world.adminCluster())
                        .settings(world.settings(settings -> settings.dataStores(DataStoreSource.customResources()))))
                .start();
        until(
                "Ready",
                SOON,
                () -> status().array("conditions")
                        .objects()
                        .anyMatch(condition -> condition.text("type").equals(Optional.of("Ready"))
                                && condition.text("status").equals(Optional.of("True"))));
        until("settled", SOON, () -> operator.stats().settled());
    }

    @AfterEach
    void close() {
        operator.close();
        kubectl.close();
        world.close();
    }

    private JsonObject status() {
        return world.admin().get(BLUE).orElseThrow().object("status");
    }

    @Test
    void start_tenantOfTheGoOperator_rollsItOnceAndKeepsItsPlace() {
        var before =
                JsonObject.parse(Blue.resource("/laws/reference-tenant.yaml")).object("status");

        var specs = world.admin().requests().all().stream()
                .filter(request -> request.write() && request.path().contains("/deployments/blue"))
                .count();
        assertThat(specs)
                .as("the handover of its fields, then what is rendered")
                .isLessThanOrEqualTo(2);
        assertThat(Blue.deployment(world).number("metadata", "generation"))
                .as("changes of its spec")
                .contains(2L);
        assertThat(status().text("storage", "setup", "schema"))
                .isEqualTo(before.text("storage", "setup", "schema"))
                .isPresent();
        assertThat(status().text("controlPlaneEndpoint")).isPresent();
        assertThat(status().text("kubernetesResources", "version", "status")).contains("Ready");
        assertThat(world.admin()
                        .get(BLUE)
                        .orElseThrow()
                        .array("metadata", "finalizers")
                        .texts())
                .containsExactly("finalizer.kamaji.clastix.io", "finalizer.kamaji.clastix.io/soot");
        assertThat(world.admin()
                        .get(SHARED)
                        .orElseThrow()
                        .array("status", "usedBy")
                        .texts())
                .containsExactly("tenants/blue");
    }

    @Test
    void delete_afterwards_leavesNeitherTenantNorFinalizer() {
        kubectl.delete(BLUE, Preconditions.NONE);

        until("gone", SOON, () -> world.admin().get(BLUE).isEmpty());
        assertThat(Blue.objects(world).ofKind("Secret").objects()).isEmpty();
        assertThat(world.store().tenants()).isEmpty();
        kubectl.delete(SHARED, Preconditions.NONE);
        until("its datastore gone", SOON, () -> world.admin().get(SHARED).isEmpty());
    }

    @Test
    void again_anotherProcess_writesNothing() {
        operator.close();
        world.forget();

        operator = CustomResourceFront.defaults()
                .on(Operator.builder(world.adminCluster())
                        .settings(world.settings(settings -> settings.dataStores(DataStoreSource.customResources()))))
                .start();

        until(
                "settled",
                SOON,
                () -> operator.stats().passes() > 1 && operator.stats().settled());
        assertThat(world.admin().requests().writes()).isZero();
        assertThat(TenantControlPlane.stored(world.admin().get(BLUE).orElseThrow())
                        .validate())
                .isEmpty();
    }
}
