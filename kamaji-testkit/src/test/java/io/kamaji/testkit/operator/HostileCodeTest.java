package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Controller;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.NextStep;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host application's own code throws ends none of the operator's threads and loses no news. */
class HostileCodeTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TenantControlPlane BLUE = TenantControlPlane.builder(TenantWorld.NAMESPACE, "blue")
            .kubernetesVersion("1.36.3")
            .replicas(1)
            .loadBalancer()
            .dataStore("embedded")
            .build();

    private final TenantWorld world = TenantWorld.start();
    private final TenantList list = TenantList.of(BLUE);

    @AfterEach
    void close() {
        world.close();
    }

    private void awaitReady() {
        until(
                "ready",
                SOON,
                () -> list.tenants().stream()
                        .allMatch(tenant ->
                                list.report(tenant).filter(TenantReport::ready).isPresent()));
    }

    @Test
    void listener_throwsErrors_leadsAndMakesTenants() {
        try (var operator = Operator.builder(world.adminCluster())
                .settings(world.settings(settings -> settings.listener(event -> {
                    throw new NoSuchMethodError("of a library that is not there");
                })))
                .election(Election.lease(TenantWorld.NAMESPACE, "kamaji"))
                .tenants(list)
                .start()) {
            awaitReady();
            assertThat(operator.stats().leading()).isTrue();
        }
    }

    @Test
    void executor_isNotReadyAtFirst_isAskedAgain() {
        var pool = Executors.newCachedThreadPool();
        var asked = new AtomicInteger();
        Executor late = task -> {
            if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("not started");
            }
            pool.execute(task);
        };
        try (var operator = Operator.builder(world.adminCluster())
                .settings(world.settings(settings -> settings))
                .tenants(list)
                .workers(1)
                .executor(late)
                .start()) {
            awaitReady();
            assertThat(operator.stats().failures()).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Notes the ConfigMaps that it is to handle; told of one it throws once. */
    private record ConfigMaps(OperatorContext context, Throwable thrown, Set<String> handled, AtomicInteger trap)
            implements Controller {
        @Override
        public ResourceType type() {
            return ResourceTypes.CONFIG_MAP;
        }

        @Override
        public Subscription watch(Consumer<ObjectRef> changed) {
            var all = new ListRequest(ResourceTypes.CONFIG_MAP, Optional.of(TenantWorld.NAMESPACE), "", false);
            return context.watches().watch(all, changed, (ref, now) -> seen(ref));
        }

        private void seen(ObjectRef ref) {
            if (ref.name().equals("odd") && trap.getAndIncrement() == 0) {
                sneak(thrown);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }

        @Override
        public Collection<ObjectRef> all() {
            return List.of();
        }

        @Override
        public NextStep handle(ObjectRef key) {
            handled.add(key.name());
            return NextStep.done();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void watch_throwsAtOneObject_isToldOfItAgainAndOfThoseAfterIt(Class<? extends Throwable> kind) throws Exception {
        var handled = ConcurrentHashMap.<String>newKeySet();
        var thrown = kind.getConstructor(String.class).newInstance("of someone's code");
        try (var operator = Operator.builder(world.adminCluster())
                        .settings(world.settings(settings -> settings))
                        .tenants(list)
                        .controller(context -> new ConfigMaps(context, thrown, handled, new AtomicInteger()))
                        .start();
                var kubectl = world.adminCluster().connect()) {
            awaitReady();
            kubectl.create(configMap("odd"));
            kubectl.create(configMap("plain"));

            until("told", SOON, () -> handled.containsAll(Set.of("odd", "plain")));
            assertThat(operator.stats().failures()).isZero();
        }
    }

    private static JsonObject configMap(String name) {
        return JsonObject.of("apiVersion", "v1", "kind", "ConfigMap")
                .with("metadata", JsonObject.of("namespace", TenantWorld.NAMESPACE, "name", name));
    }
}
