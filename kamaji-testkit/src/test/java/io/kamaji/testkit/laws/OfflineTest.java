package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.OfflineKamaji;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.FixedClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rendering for Git: no cluster, no datastore, and what was rendered before is kept. */
class OfflineTest {
    private static final FixedClock CLOCK = FixedClock.create();

    private static TenantControlPlane.Builder blue() {
        return Blue.spec().address("192.0.2.10").coreDns();
    }

    private static Rendered render(TenantControlPlane tenant, List<JsonObject> earlier) {
        return OfflineKamaji.of(
                        earlier,
                        settings -> settings.dataStores(DataStoreSource.of(Blue.ETCD))
                                .clock(CLOCK))
                .render(tenant);
    }

    private static List<JsonObject> parsed(String yaml) {
        return JsonValue.parseAll(yaml).stream()
                .flatMap(document -> document.asObject().stream())
                .toList();
    }

    @Test
    void render_overItsOwnManifests_givesTheSameBytes() {
        var tenant = blue().build();
        var first = render(tenant, List.of());
        var second = render(tenant, parsed(first.toYaml(Target.ADMIN)));

        for (var target : Target.values()) {
            assertThat(second.toYaml(target)).isEqualTo(first.toYaml(target)).doesNotContain("left out");
        }
        assertThat(first.toYaml(Target.ADMIN))
                .contains("kind: Deployment", "name: blue-ca", "name: blue-datastore-config");
        assertThat(first.toYaml(Target.TENANT)).contains("name: coredns").doesNotContain("namespace: tenants");
    }

    @Test
    void render_changedSpec_keepsEveryCredential() {
        var first = render(blue().build(), List.of()).toYaml(Target.ADMIN);
        var changed = render(blue().replicas(3).build(), parsed(first)).toYaml(Target.ADMIN);

        assertThat(changed).contains("replicas: 3");
        assertThat(secrets(changed)).isNotEmpty().isEqualTo(secrets(first));
    }

    private static List<JsonObject> secrets(String yaml) {
        return parsed(yaml).stream()
                .filter(object -> object.text("kind").orElse("").equals("Secret"))
                .toList();
    }

    @Test
    void toYaml_addressNotKnown_leavesOutWhatWaitsAndSaysSo() {
        var yaml = render(Blue.spec().build(), List.of()).toYaml(Target.ADMIN);

        assertThat(yaml.lines().filter(line -> line.startsWith("# left out: ")))
                .contains("# left out: apps/v1 Deployment tenants/blue, which waits for <LoadBalancer address>");
        assertThat(parsed(yaml))
                .isNotEmpty()
                .noneSatisfy(object -> assertThat(object.toJson()).contains("<LoadBalancer address>"));
    }
}
