package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.core.access.KubeconfigRequest;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.event.CredentialIssued;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.KubeconfigHandedOut;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.event.TenantPassed;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener is told: every pass, and every credential once. */
class EventsTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();

    @Test
    void reconcile_creation_tellsEachPassAndEachCredentialOnce() {
        var told = new ArrayList<KamajiEvent>();
        try (var world = Blue.world()) {
            var passes = world.converge(BLUE, settings -> settings.listener(told::add));

            assertThat(told).allMatch(event -> event.tenant().equals(TenantReconciler.ref(BLUE)));
            assertThat(of(told, TenantPassed.class))
                    .extracting(TenantPassed::writes)
                    .containsExactlyElementsOf(
                            passes.stream().map(pass -> pass.report().writes()).toList());
            assertThat(of(told, TenantPassed.class)).last().satisfies(last -> {
                assertThat(last.phase()).isEqualTo("Ready");
                assertThat(last.ready()).isTrue();
                assertThat(last.waitsFor()).isEmpty();
            });
            assertThat(of(told, ObjectWritten.class))
                    .hasSize(passes.stream()
                            .mapToInt(pass -> pass.report().writes())
                            .sum())
                    .anySatisfy(written -> {
                        assertThat(written.cluster()).isEqualTo("tenant");
                        assertThat(written.action()).isEqualTo("create");
                        assertThat(written.object().name()).isEqualTo("cluster-info");
                        assertThat(written.component()).isEqualTo("cluster-info");
                    });
            assertThat(of(told, CredentialIssued.class))
                    .extracting(CredentialIssued::name)
                    .doesNotHaveDuplicates()
                    .contains("ca", "apiserver", "sa", "super-admin");
        }
    }

    @Test
    void reconcile_listenerThatThrows_endsNothing() {
        try (var world = Blue.world()) {
            world.converge(
                    BLUE,
                    settings -> settings.listener(event -> {
                        throw new IllegalStateException("a listener's own fault");
                    }));
        }
    }

    @Test
    void kubeconfig_forAUser_isToldWithItsEnd() {
        var told = new ArrayList<KamajiEvent>();
        try (var world = Blue.world();
                var kamaji = world.connect(settings -> settings.listener(told::add))) {
            world.converge(BLUE);
            var minted = kamaji.tenant(BLUE).kubeconfig("ann", List.of("team-a"), Duration.ofHours(1));

            assertThat(of(told, KubeconfigHandedOut.class)).singleElement().satisfies(handedOut -> {
                assertThat(handedOut.user()).isEqualTo("ann");
                assertThat(handedOut.groups()).containsExactly("team-a");
                assertThat(handedOut.expires())
                        .isEqualTo(minted.client().orElseThrow().notAfter())
                        .isEqualTo(Blue.NOW.plus(Duration.ofHours(1)));
            });
        }
    }

    @Test
    void kubeconfig_handedOut_isAnEventOfTheTenantWithoutContent() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            var minted = kamaji.tenant(BLUE)
                    .kubeconfig(KubeconfigRequest.of("ann", List.of("team-a", "dev"), Duration.ofHours(1))
                            .by("portal, for ann@example.com"));

            var event = world.admin().objects().ofKind("Event").objects().get(0);
            assertThat(event.text("reason")).contains("KubeconfigHandedOut");
            assertThat(event.text("regarding", "name")).contains("blue");
            assertThat(event.text("note"))
                    .contains(
                            "for user ann of groups team-a, dev, good until 2026-03-01T01:00:00Z, asked for by portal,"
                                    + " for ann@example.com");
            assertThat(event.toJson())
                    .doesNotContain("BEGIN", minted.client().orElseThrow().certificatePem());
        }
    }

    @Test
    void kubeconfig_whereEventsMayNotBeWritten_isHandedOutAllTheSame() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            world.admin().faults().onEvery(request -> request.path().contains("/events"), Fault.status(403));

            assertThat(kamaji.tenant(BLUE)
                            .kubeconfig("ann", List.of(), Duration.ofHours(1))
                            .client())
                    .isPresent();
        }
    }

    @Test
    void kubeconfig_outsideOfTheBoundary_isRefusedAndToldToNobody() {
        var told = new ArrayList<KamajiEvent>();
        var boundary = Boundaries.builder("team").kubeconfigLife("8h").build();
        try (var world = Blue.world();
                var kamaji = world.connect(
                        settings -> settings.listener(told::add).boundaries(BoundarySource.of(boundary)))) {
            world.converge(BLUE);

            assertThatThrownBy(
                            () -> kamaji.tenant(BLUE).kubeconfig("ann", List.of("system:masters"), Duration.ofDays(1)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("groups[0]: \"system:masters\"")
                    .hasMessageContaining("life: \"PT24H\": must be at most 8h (boundary team, kubeconfigs.maxLife)");
            assertThat(of(told, KubeconfigHandedOut.class)).isEmpty();
        }
    }

    @Test
    void delete_passes_areTold() {
        var told = new ArrayList<KamajiEvent>();
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.delete(BLUE, settings -> settings.listener(told::add));

            assertThat(of(told, TenantPassed.class))
                    .first()
                    .matches(first -> first.writes() == 1, "the Deployment first");
            assertThat(of(told, TenantPassed.class))
                    .last()
                    .matches(last -> last.writes() == 0 && last.waitsFor().isEmpty(), "nothing is left");
        }
    }

    private static <T extends KamajiEvent> List<T> of(List<KamajiEvent> told, Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
