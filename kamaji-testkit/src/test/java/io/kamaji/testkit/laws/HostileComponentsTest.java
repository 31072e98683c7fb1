package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ClusterCredentials;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Components that break a law each: the contract must say so. */
class HostileComponentsTest {
    private static final JsonObject POLICY = JsonObject.parse("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: hostile}
            spec: {podSelector: {}}
            """);
    private static final JsonObject IN_THE_TENANT = JsonObject.parse(
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: hostile, namespace: kube-system}}");

    /** One that contributes what a subclass says. */
    private record Hostile(Declaration declares, Contribution contribution) implements Component {
        @Override
        public String name() {
            return "hostile";
        }

        @Override
        public Contribution contribute(RenderContext context) {
            return contribution;
        }
    }

    static class Undeclared extends ComponentContract {
        @Override
        protected Component component() {
            return new Hostile(
                    Declaration.NONE,
                    Contribution.builder().object(Target.ADMIN, POLICY).build());
        }
    }

    static class UndeclaredInTheTenant extends ComponentContract {
        @Override
        protected Component component() {
            return new Hostile(
                    Declaration.builder()
                            .kind(Target.ADMIN, ResourceTypes.SERVICE_ACCOUNT)
                            .build(),
                    Contribution.builder().object(Target.TENANT, IN_THE_TENANT).build());
        }
    }

    static class Forgetful extends ComponentContract {
        @Override
        protected Component component() {
            var credential = Credential.client("hostile", "hostile-" + UUID.randomUUID(), ClusterCredentials.CA.name())
                    .secret("hostile-certificate")
                    .build();
            return new Hostile(
                    Declaration.builder().credential(credential).build(),
                    Contribution.builder().build());
        }
    }

    static class Restless extends ComponentContract {
        @Override
        protected Component component() {
            return new Hostile(
                    Declaration.NONE,
                    Contribution.builder()
                            .configMap("hostile", Map.of("at", UUID.randomUUID().toString()), Set.of())
                            .build());
        }
    }

    /** Says both, of which the house goes by the first. */
    static class Undecided extends ComponentContract {
        @Override
        protected Component component() {
            return new Hostile(
                    Declaration.builder()
                            .tolerated(Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                            .kind(Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                            .build(),
                    Contribution.builder().object(Target.ADMIN, POLICY).build());
        }
    }

    /** The laws that a contract finds broken. */
    private static Set<String> broken(Class<? extends ComponentContract> contract) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(contract))
                                .build(),
                        listener);
        var broken = new TreeSet<String>();
        listener.getSummary()
                .getFailures()
                .forEach(failure ->
                        broken.add(failure.getTestIdentifier().getDisplayName().replace("()", "")));
        return broken;
    }

    @Test
    void kindThatIsNotDeclared_isFoundInEitherCluster() {
        assertThat(broken(Undeclared.class)).contains("contribute_anObject_isOfADeclaredKind");
        assertThat(broken(UndeclaredInTheTenant.class))
                .contains(
                        "contribute_anObject_isOfADeclaredKind",
                        "reconcile_withoutIt_leavesNothingOfItInEitherCluster");
    }

    @Test
    void credentialOfAnotherNameInEachProcess_isFound() {
        assertThat(broken(Forgetful.class)).contains("reconcile_sevenMoreProcesses_keepEveryCredentialAndWriteNothing");
    }

    @Test
    void randomness_isFound() {
        assertThat(broken(Restless.class))
                .contains(
                        "render_twice_givesTheSameBytes",
                        "reconcile_again_writesNothing",
                        "reconcile_sevenMoreProcesses_keepEveryCredentialAndWriteNothing");
    }

    @Test
    void requiredKindThatIsToleratedAllTheSame_isFound() {
        assertThat(broken(Undecided.class)).containsExactly("reconcile_requiredKindIsRefused_isNotReady");
    }
}
