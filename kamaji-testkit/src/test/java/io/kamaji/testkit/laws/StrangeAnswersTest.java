package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kubernetes.client.util.Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is answered in place of an API server, operations end with a failure that their contract names. */
@Tag("sweep")
class StrangeAnswersTest {
    private static final TenantControlPlane CREATED = Blue.spec().build();
    private static final TenantControlPlane CHANGED =
            Blue.spec().coreDns().replicas(3).certSan("blue.example.com").build();

    private record Answer(int code, String body) {}

    private static final List<Answer> ANSWERS = List.of(
            new Answer(200, "null"),
            new Answer(200, "[]"),
            new Answer(200, "<html>\nhi</html>"),
            new Answer(200, ""),
            new Answer(200, "{}"),
            new Answer(200, "{\"items\":[{}]}"),
            new Answer(200, "{\"items\":[{\"metadata\":{\"name\":\"x\"}}]}"),
            new Answer(200, "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":7}}"),
            new Answer(204, ""),
            new Answer(301, ""),
            new Answer(400, "{"),
            new Answer(401, ""),
            new Answer(403, "<html>no</html>"),
            new Answer(404, "404 page not found"),
            new Answer(409, "null"),
            new Answer(422, "[]"),
            new Answer(429, "{\"kind\":\"Status\",\"details\":{\"retryAfterSeconds\":\"soon\"}}"),
            new Answer(500, "{\"kind\":\"Status\",\"message\":[]}"),
            new Answer(503, ""));

    private interface Operation {
        void run(TenantReconciler reconciler, ClusterClient admin);
    }

    private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("reconcile", (reconciler, admin) -> reconciler.reconcile(CHANGED, admin));
        OPERATIONS.put("plan", (reconciler, admin) -> reconciler.plan(CHANGED, admin));
        OPERATIONS.put("render", (reconciler, admin) -> reconciler.render(CHANGED, admin));
        OPERATIONS.put("delete", (reconciler, admin) -> reconciler.delete(CREATED, admin));
        OPERATIONS.put("planDelete", (reconciler, admin) -> reconciler.planDelete(CREATED, admin));
        OPERATIONS.put("kubeconfig", (reconciler, admin) -> reconciler.kubeconfig(CREATED, "admin.conf", admin));
        OPERATIONS.put("authority", (reconciler, admin) -> reconciler.authority(CREATED, admin));
        OPERATIONS.put("look", (reconciler, admin) -> reconciler.glimpse(TenantReconciler.ref(CREATED), admin));
    }

    private static final Moment RUNNING = running();

    private static Moment running() {
        try (var world = Blue.world()) {
            world.converge(CREATED);
            return world.moment();
        }
    }

    private final TenantWorld world = Blue.world(RUNNING);
    private final AtomicInteger open = new AtomicInteger();

    @AfterEach
    void end() {
        world.close();
    }

    static Stream<Arguments> all() {
        return ANSWERS.stream()
                .flatMap(answer -> Stream.of(Target.values()).map(target -> Arguments.of(answer, target)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void operation_everyAnswerStrange_failsAsItsContractSays(Answer answer, Target target) {
        OPERATIONS.forEach((name, operation) -> run(name, operation, answer, target, n -> true));
        run(
                "join",
                (reconciler, admin) -> {
                    try (var kamaji = connect(answer, target, n -> true)) {
                        kamaji.tenant(CREATED).join();
                    }
                },
                answer,
                target,
                n -> true);
    }

    @Test
    void reconcile_oneAnswerStrange_failsAsItsContractSays() {
        for (var answer : ANSWERS.subList(2, 6)) {
            for (int i = 1; i <= 30; i++) {
                int nth = i;
                for (var target : Target.values()) {
                    try (var again = Blue.world(RUNNING)) {
                        run(again, "reconcile", OPERATIONS.get("reconcile"), answer, target, n -> n == nth);
                    }
                }
            }
        }
    }

    private void run(String name, Operation operation, Answer answer, Target target, IntPredicate which) {
        run(world, name, operation, answer, target, which);
    }

    private void run(
            TenantWorld in, String name, Operation operation, Answer answer, Target target, IntPredicate which) {
        var failures = new ArrayList<Throwable>();
        var tenant = client(in.tenant().url(), target == Target.TENANT ? which : n -> false, answer);
        var reconciler = TenantReconciler.create(
                in.settings(settings -> settings.access((conf, endpoints) -> counted(tenant.connect()))));
        try (var admin = client(in.admin().url(), target == Target.ADMIN ? which : n -> false, answer)
                .connect()) {
            operation.run(reconciler, admin);
        } catch (KamajiException | InvalidSpecException e) {
            assertThat(e.getMessage()).hasSizeLessThan(2000);
        } catch (RuntimeException e) {
            failures.add(e);
        }
        assertThat(failures).as("%s with %s by %s", name, answer, target).isEmpty();
        assertThat(open).as("open clients of the tenant").hasValue(0);
    }

    private Kamaji connect(Answer answer, Target target, IntPredicate which) {
        var tenant = client(world.tenant().url(), target == Target.TENANT ? which : n -> false, answer);
        return world.connect(
                client(world.admin().url(), target == Target.ADMIN ? which : n -> false, answer),
                settings -> settings.access((conf, endpoints) -> counted(tenant.connect())));
    }

    /** A way to an API server of which some requests are answered by somebody else. */
    private static AdminCluster client(String url, IntPredicate which, Answer answer) {
        var count = new AtomicInteger();
        var client = Config.fromUrl(url);
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(chain -> {
                    var response = chain.proceed(chain.request());
                    if (!which.test(count.incrementAndGet())) {
                        return response;
                    }
                    response.close();
                    return response.newBuilder()
                            .code(answer.code())
                            .message("strange")
                            .body(ResponseBody.create(answer.body(), MediaType.get("text/plain")))
                            .build();
                })
                .build());
        return AdminCluster.of(client);
    }

    private ClusterClient counted(ClusterClient client) {
        open.incrementAndGet();
        return counting(client);
    }

    private ClusterClient counting(ClusterClient client) {
        return (ClusterClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClusterClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("within")) {
                        return counting(client.within((Budget) arguments[0]));
                    }
                    if (method.getName().equals("close")) {
                        open.decrementAndGet();
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
