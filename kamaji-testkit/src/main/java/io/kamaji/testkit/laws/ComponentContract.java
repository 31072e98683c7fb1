package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Credential;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a component of one's own must keep to: extend this class and say which component it is. Runs in the simulator, with
 * a tenant on SQLite; no binary is needed. Not thread-safe.
 */
public abstract class ComponentContract {
    private static final String NAMESPACE = "default";
    private static final int PASSES = 10;

    private final ApiServerSimulator admin = ApiServerSimulator.builder()
            .deploymentsBecomeAvailable(Duration.ZERO)
            .start();
    private final ApiServerSimulator tenantApi =
            ApiServerSimulator.builder().addressBase(40).start();

    /** The component; each call gives an equal one. */
    protected abstract Component component();

    /** A tenant that has the component; by default a small one on datastore {@code embedded}. */
    protected TenantControlPlane tenant() {
        return TenantControlPlane.builder(NAMESPACE, "contract")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(1)
                .dataStore("embedded")
                .build();
    }

    @AfterEach
    void stop() {
        admin.close();
        tenantApi.close();
    }

    private Kamaji kamaji(ControlPlaneRenderer renderer) {
        return Kamaji.connect(
                AdminCluster.kubeconfig(admin.kubeconfig()),
                settings -> settings.renderer(renderer)
                        .dataStores(
                                DataStoreSource.of(DataStore.sqlite("embedded").build()))
                        .access((superAdmin, endpoints) ->
                                AdminCluster.kubeconfig(tenantApi.kubeconfig()).connect()));
    }

    private ControlPlaneRenderer with() {
        return ControlPlaneRenderer.standard().toBuilder().add(component()).build();
    }

    private void converge(ControlPlaneRenderer renderer) {
        for (int i = 0; i < PASSES; i++) {
            try (var kamaji = kamaji(renderer)) {
                if (kamaji.reconcile(tenant()).result().isDone()) {
                    return;
                }
            }
        }
        throw new AssertionError("not done after " + PASSES + " passes");
    }

    private Set<String> objects() {
        var refs = new TreeSet<String>();
        admin.objects().in(NAMESPACE).refs().stream().map(ObjectRef::toString).forEach(refs::add);
        tenantApi.objects().refs().stream().map(ref -> "tenant " + ref).forEach(refs::add);
        return refs;
    }

    @Test
    void render_twice_givesTheSameBytes() {
        converge(with());
        try (var one = kamaji(with());
                var other = kamaji(with())) {
            assertThat(one.render(tenant()).toYaml())
                    .isEqualTo(other.render(tenant()).toYaml());
        }
    }

    @Test
    void reconcile_again_writesNothing() {
        converge(with());
        admin.requests().reset();
        tenantApi.requests().reset();

        converge(with());

        assertThat(admin.requests().count()).isPositive();
        assertThat(admin.requests().writes() + tenantApi.requests().writes()).isZero();
    }

    @Test
    void reconcile_again_keepsEveryStoredSecret() {
        converge(with());
        var stored = secrets();

        converge(with());

        assertThat(secrets()).isEqualTo(stored);
        assertThat(stored.keySet())
                .containsAll(component().declares().credentials().stream()
                        .filter(credential -> credential.form() != Credential.Form.BROUGHT)
                        .map(credential -> tenant().metadata().name().orElseThrow() + "-" + credential.secret())
                        .toList());
    }

    private Map<String, JsonObject> secrets() {
        var secrets = new TreeMap<String, JsonObject>();
        for (var ref : admin.objects().in(NAMESPACE).ofKind("Secret").refs()) {
            secrets.put(ref.name(), admin.get(ref).orElseThrow().object("data"));
        }
        return secrets;
    }

    @Test
    void reconcile_withoutIt_leavesNothingOfIt() {
        converge(ControlPlaneRenderer.standard());
        var without = objects();
        converge(with());

        converge(ControlPlaneRenderer.standard());

        assertThat(objects()).isEqualTo(without);
    }
}
