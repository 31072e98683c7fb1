package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.testkit.laws.RandomSpecs.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No spec makes anything outside of its boundary, also where passes alone judge it: random ones, held against a second opinion. */
@Tag("once")
class RandomSpecsTest {
    private static final int SPECS = 2_000;
    private static final int UPDATES = 300;
    private static final String NAMESPACE = TenantWorld.NAMESPACE;
    private static final TeamFence FENCE = new TeamFence(NAMESPACE);
    private static final Boundaries BOUNDARY = Boundaries.parse(RandomSpecs.BOUNDARY);
    private static final JsonObject BASE = RandomSpecs.base(NAMESPACE, "blue", "shared");

    private final long seed = RandomSpecs.seed();
    private final RandomSpecs specs = new RandomSpecs(seed);
    private final AtomicReference<Boundaries> boundary = new AtomicReference<>(BOUNDARY);
    private final UnaryOperator<ReconcilerSettings.Builder> bound =
            settings -> settings.boundaries((tenant, admin) -> List.of(boundary.get()));

    private static TenantWorld world() {
        return TenantWorld.builder()
                .admin(Front::in)
                .dataStores(Blue.etcd("shared"), Blue.etcd("gold"))
                .start();
    }

    /** What a spec would make that it must not; nothing if it is refused. */
    private static List<String> made(Kamaji kamaji, Spec spec, List<String> taken) {
        try {
            var rendered = kamaji.tenant(TenantControlPlane.of(spec.document())).render();
            taken.add(spec.toString());
            return rendered.manifests(Target.ADMIN).stream()
                    .map(Manifest::tree)
                    .flatMap(tree -> FENCE.wrong(tree).stream())
                    .toList();
        } catch (InvalidSpecException | KamajiException refused) {
            return List.of();
        }
    }

    @Test
    void render_randomSpecs_nothingOutsideOfTheBoundaryIsMade() {
        var taken = new ArrayList<String>();
        var holes = new TreeMap<String, String>();
        try (var world = world();
                var kamaji = world.connect(bound)) {
            assertThat(made(kamaji, new Spec(BASE, List.of()), taken)).isEmpty();
            assertThat(taken).hasSize(1);
            for (int n = 0; n < SPECS; n++) {
                var spec = specs.spec(n, BASE);
                var wrong = made(kamaji, spec, taken);
                if (!wrong.isEmpty()) {
                    var least = spec.shrunk(
                            fewer -> !made(kamaji, fewer, new ArrayList<>()).isEmpty());
                    holes.putIfAbsent(made(kamaji, least, taken).get(0), least.toString());
                }
            }
        }

        System.out.println(taken.size() + " of " + SPECS + " taken");
        assertThat(holes).as("seed " + seed).isEmpty();
        assertThat(taken.size()).isBetween(SPECS / 20, SPECS * 3 / 4);
    }

    /** The second opinion is one: it sees what the same specs do where nothing holds them. */
    @Test
    void render_randomSpecsByAnAdministrator_areSeenToReachFar() {
        var wrong = new ArrayList<List<String>>();
        try (var world = world();
                var free = world.connect()) {
            for (int n = 0; n < SPECS / 10; n++) {
                wrong.add(made(free, specs.spec(n, BASE), new ArrayList<>()));
            }
        }

        assertThat(wrong).filteredOn(found -> !found.isEmpty()).hasSizeGreaterThan(SPECS / 10 / 8);
    }

    /** The boundary is drawn narrower and wide again under the living tenant: what it had stays, and nothing more comes in. */
    @Test
    void reconcile_randomUpdatesOfALivingTenant_nothingOutsideOfTheBoundaryIsApplied() {
        var random = new Random(seed);
        var narrow =
                BOUNDARY.toBuilder().replicas(1, 1).additionalContainers(false).build();
        var taken = 0;
        try (var world = world();
                var kamaji = world.connect(bound)) {
            world.converge(TenantControlPlane.of(BASE), bound);
            for (int n = 0; n < UPDATES; n++) {
                if (random.nextInt(10) == 0) {
                    boundary.set(boundary.get().equals(narrow) ? BOUNDARY : narrow);
                }
                var before = Blue.deployment(world);
                var spec = specs.spec(n, BASE);
                try {
                    kamaji.tenant(TenantControlPlane.of(spec.document())).reconcile();
                    taken++;
                } catch (InvalidSpecException refused) {
                    assertThat(Blue.deployment(world)).as(spec + ", refused").isEqualTo(before);
                } catch (KamajiException later) {
                    taken++; // something can't be had, such as another service range
                }
                for (var object : Blue.objects(world).objects()) {
                    assertThat(FENCE.wrong(object))
                            .as("seed " + seed + ", update " + n + ": " + spec)
                            .isEmpty();
                }
                if (boundary.get().equals(narrow)) {
                    assertThat(isWithin(Blue.deployment(world), before))
                            .as("seed " + seed + ", update " + n + ": " + spec)
                            .isTrue();
                }
            }
        }
        assertThat(taken).isGreaterThan(UPDATES / 20);
    }

    /** No more pods than the narrow boundary has, or than there were; no container that was not there. */
    private static boolean isWithin(JsonObject now, JsonObject before) {
        var pods = now.number("spec", "replicas").orElse(1L);
        return (pods <= 1 || pods.equals(before.number("spec", "replicas").orElse(1L)))
                && (extra(now).isEmpty() || extra(before).containsAll(extra(now)));
    }

    private static List<String> extra(JsonObject deployment) {
        return deployment
                .array("spec", "template", "spec", "containers")
                .objects()
                .flatMap(container -> container.text("name").stream())
                .filter(name -> !name.startsWith("kube-") && !name.equals("konnectivity-server"))
                .toList();
    }
}
