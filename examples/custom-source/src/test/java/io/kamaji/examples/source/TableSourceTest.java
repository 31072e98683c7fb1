package io.kamaji.examples.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Operator;
import io.kamaji.testkit.laws.TenantWorld;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** An application's rows become tenants of an admin cluster inside of this JVM; the database is a real one. */
class TableSourceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref(TenantWorld.NAMESPACE, "blue");
    private static final ObjectRef DEPLOYMENT = ResourceTypes.DEPLOYMENT.ref(TenantWorld.NAMESPACE, "blue");
    private static final String LISTENERS = " FROM pg_stat_activity WHERE application_name = 'tenants-listen'";

    @TempDir
    private static Path folder;

    private static Optional<Database> started = Optional.empty();

    private final TenantWorld world = TenantWorld.start();
    private final Database database = started.orElseThrow();
    private DataSource tables;
    private Orders orders;
    private Operator operator;

    @BeforeAll
    static void startDatabase() throws Exception {
        started = Optional.of(Database.start(folder));
    }

    @AfterAll
    static void stopDatabase() {
        started.ifPresent(Database::close);
    }

    @BeforeEach
    void start() throws Exception {
        tables = database.fresh();
        orders = new Orders(tables);
        operator = operator();
    }

    @AfterEach
    void stop() {
        operator.close();
        world.close();
    }

    private Operator operator() {
        return Operator.builder(world.adminCluster())
                .settings(world.settings(settings -> settings))
                .tenants(new TableSource(tables))
                .start();
    }

    private static TenantControlPlane tenant(String name) {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, name)
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded")
                .build();
    }

    private static void until(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionFailedError("not " + what + " within " + SOON);
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<String> blue(String column) {
        return database.query("SELECT " + column + " FROM tenants WHERE name = 'blue'");
    }

    private void awaitPhase(String phase) {
        until(
                phase,
                () -> blue("status->'kubernetesResources'->'version'->>'status'")
                        .equals(List.of(phase)));
    }

    private void placeBlue() throws SQLException {
        orders.place("Jo", tenant("blue"));
        awaitPhase("Ready");
        settle(operator);
    }

    private static void settle(Operator operator) {
        until("settled", () -> operator.stats().passes() > 0 && operator.stats().settled());
    }

    @Test
    void place_order_makesItsTenantReadyAndTellsItsRow() throws Exception {
        placeBlue();

        assertThat(database.query("SELECT tenant FROM orders")).containsExactly("blue");
        assertThat(world.admin().get(DEPLOYMENT)).isPresent();
        assertThat(blue("jsonb_path_query_first(status, '$.conditions[*] ? (@.type == \"Ready\").status') #>> '{}'"))
                .containsExactly("True");
        assertThat(blue("status->>'observedGeneration'")).containsExactly("1");
    }

    @Test
    void place_orderThatIsRefused_leavesNoTenantAnywhere() throws Exception {
        var told = new CopyOnWriteArrayList<ObjectRef>();
        var watch = new TableSource(tables).watch(told::add);

        assertThatThrownBy(() -> orders.place("", tenant("red"))).hasMessageContaining("orders_customer_check");
        placeBlue();

        until("told", () -> !told.isEmpty());
        watch.close();
        assertThat(told).as("what was told, in the order of commits").containsOnly(BLUE);
        assertThat(database.query("SELECT name FROM tenants")).containsExactly("blue");
        assertThat(world.admin().objects().refs()).noneMatch(ref -> ref.name().startsWith("red"));
    }

    @Test
    void place_wrongSpec_isRefusedWithTheOrder() {
        var wrong = tenant("blue").toBuilder()
                .spec(spec -> spec.kubernetes(kubernetes -> kubernetes.version("nonsense")))
                .build();

        assertThatThrownBy(() -> orders.place("Jo", wrong))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("spec.kubernetes.version");
        assertThat(database.query("SELECT tenant FROM orders")).isEmpty();
    }

    @Test
    void change_spec_changesTheCluster() throws Exception {
        placeBlue();

        orders.change(TenantWorld.NAMESPACE, "blue", blue -> blue.replicas(0));

        awaitPhase("Sleeping");
        assertThat(world.admin().get(DEPLOYMENT).orElseThrow().number("spec", "replicas"))
                .contains(0L);
        assertThat(blue("concat(generation, ' ', status->>'observedGeneration')"))
                .containsExactly("2 2");
    }

    @Test
    void change_annotation_isNoNewGeneration() throws Exception {
        placeBlue();

        orders.change(TenantWorld.NAMESPACE, "blue", blue -> blue.annotation(Annotations.PAUSED, ""));

        until("paused", () -> blue("status->>'conditions'").get(0).contains("Paused"));
        assertThat(blue("generation")).containsExactly("1");
    }

    @Test
    void change_ofAVersionThatIsNoMore_isRefused() throws Exception {
        placeBlue();
        try (var connection = tables.getConnection()) {
            var rows = new TenantRows(connection);
            var read = rows.find(TenantWorld.NAMESPACE, "blue").orElseThrow().tenant();
            orders.change(TenantWorld.NAMESPACE, "blue", blue -> blue.label("plan", "gold"));

            assertThatThrownBy(() -> rows.change(read.toBuilder().replicas(0).build()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tenants/blue was changed meanwhile: read it again");
        }
        assertThat(blue("metadata->'labels'->>'plan'")).containsExactly("gold");
    }

    @Test
    void cancel_leavesNoObjectAndThenNoRow() throws Exception {
        var before = world.admin().objects().refs();
        placeBlue();

        orders.cancel(TenantWorld.NAMESPACE, "blue");

        until("gone", () -> blue("name").isEmpty());
        assertThat(world.admin().objects().refs()).as("when the row is gone").isEqualTo(before);
        assertThat(database.query("SELECT cancelled FROM orders")).containsExactly("t");
    }

    @Test
    void deleteByHand_ofATenantInTheCluster_isRefused() throws Exception {
        placeBlue();

        assertThatThrownBy(() -> database.execute("DELETE FROM tenants"))
                .hasMessageContaining("tenant tenants/blue is in the cluster: set deleting");
    }

    @Test
    void updateByHand_isAsGood() throws Exception {
        placeBlue();

        database.execute("UPDATE tenants SET spec = jsonb_set(spec, '{controlPlane,deployment,replicas}', '0')");

        awaitPhase("Sleeping");
    }

    @Test
    void restart_overASettledTable_writesNothing() throws Exception {
        placeBlue();
        operator.close();
        world.forget();
        var row = blue("concat(xmin, ' ', ctid)");

        operator = operator();
        settle(operator);

        assertThat(world.admin().requests().writes()).isZero();
        assertThat(blue("concat(xmin, ' ', ctid)")).as("the row's own version").isEqualTo(row);
    }

    @Test
    void change_whileNobodyListens_isSeenOnceSomeoneDoes() throws Exception {
        placeBlue();
        assertThat(listeners()).isNotEmpty();

        database.execute("SELECT pg_terminate_backend(pid)" + LISTENERS);
        until("cut off", () -> listeners().isEmpty());
        orders.change(TenantWorld.NAMESPACE, "blue", blue -> blue.replicas(0));

        awaitPhase("Sleeping");
    }

    @Test
    void close_operator_endsItsListeningConnection() {
        until("listening", () -> !listeners().isEmpty());

        operator.close();

        until("cut off", () -> listeners().isEmpty());
    }

    private List<String> listeners() {
        return database.query("SELECT pid" + LISTENERS);
    }
}
