package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that is ended without grace at random moments, its threads interrupted, and followed by another. */
@Tag("long")
class KilledOperatorTest {
    private static final int TENANTS = 20;
    private static final int ROUNDS = Integer.getInteger("kamaji.test.kills", 50) / 10;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final long seed = Long.getLong("kamaji.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void close_withoutGraceFiftyTimes_allConvergesNothingIsDoubledAndNothingLeft() {
        System.out.println("-Dkamaji.test.seed=" + seed);
        try (var fleet = new Fleet(TENANTS)) {
            var before = fleet.admin.objects().refs();
            for (int round = 0; round < ROUNDS; round++) {
                fleet.put("1.35.4");
                kill(fleet, 4);
                run(fleet, () -> fleet.awaitReady(LONG));
                assertThat(fleet.store.tenants()).as("accounts").hasSize(TENANTS);
                var authorities = authorities(fleet);
                assertThat(authorities).hasSize(TENANTS);
                assertThat(fleet.apis.count())
                        .as("authorities that were ever used")
                        .isEqualTo((round + 1) * TENANTS);

                fleet.put("1.36.3");
                kill(fleet, 3);
                run(fleet, () -> fleet.awaitReady(LONG));
                assertThat(authorities(fleet)).isEqualTo(authorities);
                assertThat(fleet.store.tenants()).hasSize(TENANTS);

                fleet.list.tenants().forEach(fleet.list::delete);
                kill(fleet, 3);
                run(
                        fleet,
                        () -> until("all gone", LONG, () -> fleet.list.tenants().isEmpty()));
                assertThat(fleet.store.tenants()).isEmpty();
                assertThat(fleet.admin.objects().refs()).isEqualTo(before);
            }
        }
    }

    private static void run(Fleet fleet, Runnable waiting) {
        var operator = fleet.operator().start();
        try {
            waiting.run();
        } finally {
            operator.close();
        }
    }

    private void kill(Fleet fleet, int times) {
        for (int i = 0; i < times; i++) {
            var operator = fleet.operator().start();
            pause(50 + random.nextInt(1_500));
            operator.close(Duration.ZERO);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, JsonObject> authorities(Fleet fleet) {
        var all = new TreeMap<String, JsonObject>();
        for (int i = 0; i < TENANTS; i++) {
            var namespace = "team-" + i;
            fleet.admin
                    .get(ResourceTypes.SECRET.ref(namespace, "tenant-ca"))
                    .ifPresent(secret -> all.put(namespace, secret.object("data")));
        }
        return all;
    }
}
