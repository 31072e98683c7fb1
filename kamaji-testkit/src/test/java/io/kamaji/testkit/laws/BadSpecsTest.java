package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 9: a wrong spec is refused with every violation before anything is asked or written. */
class BadSpecsTest {
    private static final Set<String> STORE_NAMES = Set.of("spec.dataStoreSchema", "spec.dataStoreUsername");

    private static TenantWorld world;
    private static Kamaji kamaji;

    /** One wrong value, and what is said to it. */
    record Wrong(String path, JsonValue value, String violations) {
        static Wrong parse(String line) {
            var parts = line.split(" \\| ", 3);
            return new Wrong(parts[0], JsonValue.parse(parts[1]), parts.length > 2 ? parts[2] : "");
        }

        TenantControlPlane tenant() {
            return TenantControlPlane.of(base().withAt(List.of(path.split("\\.")), value));
        }

        @Override
        public String toString() {
            return path + " " + value.toJson();
        }
    }

    private static JsonObject base() {
        return Blue.spec().build().toJsonObject();
    }

    static Stream<Wrong> wrong() {
        return Blue.resource("/laws/bad-specs.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Wrong::parse);
    }

    @BeforeAll
    static void connect() {
        world = Blue.world();
        kamaji = world.connect();
    }

    @AfterAll
    static void close() {
        kamaji.close();
        world.close();
    }

    @Test
    void table_hasAtLeastForty() {
        assertThat(wrong()).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void front_wrongSpec_refusesWithItsViolation(Wrong wrong) {
        var tenant = wrong.tenant();
        var ways = new ArrayList<Consumer<TenantControlPlane>>();
        ways.add(spec -> kamaji.tenant(spec).plan());
        ways.add(spec -> kamaji.tenant(spec).reconcile());
        ways.add(spec -> kamaji.tenant(spec).render());
        for (var way : ways) {
            world.admin().requests().reset();
            var refused = catchThrowableOfType(InvalidSpecException.class, () -> way.accept(tenant));

            assertThat(refused).as(wrong.toString()).isNotNull();
            var said = refused.violations().stream().map(Object::toString).toList();
            assertThat(String.join(" ; ", said)).isEqualTo(wrong.violations());
            assertThat(world.admin().requests().writes()).isZero();
            // these are judged by the address and by the store's driver, for which the cluster is read
            if (!STORE_NAMES.contains(wrong.path()) && !said.toString().contains("which has no address")) {
                assertThat(world.admin().requests().count()).isZero();
            }
        }
    }

    @Test
    void front_manyWrongFields_namesThemAll() {
        var tree = base();
        for (var wrong : wrong().limit(5).toList()) {
            tree = tree.withAt(List.of(wrong.path().split("\\.")), wrong.value());
        }
        var tenant = TenantControlPlane.of(tree);

        var refused = catchThrowableOfType(
                InvalidSpecException.class, () -> kamaji.tenant(tenant).plan());

        assertThat(refused.violations()).hasSizeGreaterThanOrEqualTo(5);
    }
}
