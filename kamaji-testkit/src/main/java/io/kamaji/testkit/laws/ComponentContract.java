package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.simulator.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a component of one's own must keep to: extend this class and say which component it is. Runs in a {@link TenantWorld},
 * each pass in a new process of it; no binary is needed. Needs JUnit Jupiter and AssertJ. Not thread-safe.
 */
public abstract class ComponentContract {
    /** Of these, and in the admin cluster only, every component may contribute some without saying so. */
    private static final Set<ResourceType> UNSAID = Set.of(ResourceTypes.SECRET, ResourceTypes.CONFIG_MAP);

    private static final int MORE_PASSES = 7;

    private TenantWorld world;

    /** The component; each call gives an equal one. */
    protected abstract Component component();

    /** The world, before it is started; by default as it is, with datastore {@code embedded}. */
    protected TenantWorld.Builder world() {
        return TenantWorld.builder();
    }

    /** A tenant of namespace {@value TenantWorld#NAMESPACE} that has the component; by default a small one. */
    protected TenantControlPlane tenant() {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, "contract")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(1)
                .dataStore("embedded")
                .build();
    }

    @BeforeEach
    void start() {
        world = world().start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private ControlPlaneRenderer with() {
        return ControlPlaneRenderer.standard().toBuilder().add(component()).build();
    }

    private void converge(ControlPlaneRenderer renderer) {
        world.converge(tenant(), settings -> settings.renderer(renderer));
    }

    private Pass pass() {
        return world.pass(tenant(), settings -> settings.renderer(with()));
    }

    private Rendered render() {
        try (var kamaji = world.connect(settings -> settings.renderer(with()))) {
            return kamaji.tenant(tenant()).render();
        }
    }

    /** What is there, in both clusters. */
    private Set<String> objects() {
        var refs = new TreeSet<String>();
        world.admin().objects().refs().forEach(ref -> refs.add("admin " + ref));
        world.tenant().objects().refs().forEach(ref -> refs.add("tenant " + ref));
        return refs;
    }

    /** What it contributes itself, the Secrets of its credentials aside. */
    private List<Manifest> contributed() {
        var name = component().name();
        return render().parts().stream()
                .filter(part -> part.component().equals(name))
                .map(Rendered.Part::manifest)
                .toList();
    }

    @Test
    void render_twice_givesTheSameBytes() {
        converge(with());

        assertThat(bytes(render())).isEqualTo(bytes(render()));
    }

    private static List<String> bytes(Rendered rendered) {
        return rendered.parts().stream().map(part -> part.manifest().toYaml()).toList();
    }

    @Test
    void contribute_anObject_isOfADeclaredKind() {
        converge(with());

        assertThat(contributed())
                .as("objects of kinds that the component does not declare are not found again, so not deleted with it")
                .allMatch(manifest -> isDeclared(manifest));
    }

    private boolean isDeclared(Manifest manifest) {
        var unsaid = manifest.target() == Target.ADMIN && UNSAID.stream().anyMatch(type -> type.is(manifest.ref()));
        return unsaid
                || component().declares().kinds().stream()
                        .anyMatch(kind -> kind.target() == manifest.target()
                                && kind.type().is(manifest.ref()));
    }

    @Test
    void reconcile_again_writesNothing() {
        converge(with());
        world.forget();

        converge(with());

        assertThat(world.admin().requests().count()).isPositive();
        assertThat(world.admin().requests().writes() + world.tenant().requests().writes())
                .isZero();
    }

    @Test
    void reconcile_sevenMoreProcesses_keepEveryCredentialAndWriteNothing() {
        converge(with());
        world.forget();

        for (int i = 0; i < MORE_PASSES; i++) {
            pass();
        }

        assertThat(world.credentials().replaced()).isEmpty();
        assertThat(world.admin().requests().writes() + world.tenant().requests().writes())
                .isZero();
        assertThat(secrets().keySet())
                .containsAll(component().declares().credentials().stream()
                        .filter(credential -> credential.form() != Credential.Form.BROUGHT)
                        .map(credential -> tenant().metadata().name().orElseThrow() + "-" + credential.secret())
                        .toList());
    }

    private TreeMap<String, JsonObject> secrets() {
        var secrets = new TreeMap<String, JsonObject>();
        for (var secret : world.admin()
                .objects()
                .in(TenantWorld.NAMESPACE)
                .ofKind("Secret")
                .objects()) {
            secrets.put(secret.text("metadata", "name").orElseThrow(), secret.object("data"));
        }
        return secrets;
    }

    @Test
    void reconcile_withoutIt_leavesNothingOfItInEitherCluster() {
        converge(ControlPlaneRenderer.standard());
        var without = objects();
        converge(with());

        converge(ControlPlaneRenderer.standard());

        assertThat(objects()).isEqualTo(without);
    }

    @Test
    void reconcile_requiredKindIsRefused_isNotReady() {
        for (var kind : component().declares().kinds()) {
            if (!kind.handling().isTolerated() && isContributed(kind)) {
                try (var refusing = world().start()) {
                    var api = kind.target() == Target.ADMIN ? refusing.admin() : refusing.tenant();
                    refuse(api, kind.type());

                    var ready = readiness(refusing);

                    assertThat(ready)
                            .as("the tenant is ready, though the cluster refuses " + kind)
                            .isEmpty();
                }
            }
        }
    }

    private boolean isContributed(Declaration.Kind kind) {
        return contributed().stream()
                .anyMatch(manifest ->
                        manifest.target() == kind.target() && kind.type().is(manifest.ref()));
    }

    private static void refuse(ApiServerSimulator api, ResourceType type) {
        api.faults()
                .onEvery(
                        request -> request.write() && request.path().matches(".*/" + type.plural() + "([/?].*)?"),
                        Fault.status(403));
    }

    private Optional<Pass> readiness(TenantWorld refusing) {
        for (int i = 0; i < MORE_PASSES; i++) {
            try {
                var pass = refusing.pass(tenant(), settings -> settings.renderer(with()));
                if (pass.status().isReady()) {
                    return Optional.of(pass);
                }
            } catch (KamajiException refused) {
                // which says it, too
            }
        }
        return Optional.empty();
    }
}
