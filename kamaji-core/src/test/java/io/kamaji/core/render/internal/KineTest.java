package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class KineTest {
    private static final Scenarios.Scenario POSTGRESQL = Scenarios.named("postgresql-kine");
    private static final String ARGS = "spec.controlPlane.deployment.extraArgs.kine";

    @Test
    void contribute_kine_isANativeSidecarThatTheApiServerWaitsFor() {
        var kine = POSTGRESQL.sidecar(Kine.NAME);
        assertThat(kine.text("restartPolicy")).contains("Always");
        assertThat(kine.number("startupProbe", "tcpSocket", "port")).contains(8080L);
        assertThat(POSTGRESQL.container(KubeApiServer.NAME).toJson()).contains("\"mountPath\":\"/uds\"");
    }

    @Test
    void contribute_metricsElsewhere_probesThere() {
        assertThat(POSTGRESQL
                        .with(ARGS, List.of("--metrics-bind-address=0.0.0.0:9091"))
                        .sidecar(Kine.NAME)
                        .number("startupProbe", "tcpSocket", "port"))
                .contains(9091L);
    }

    @Test
    void contribute_metricsOff_hasNoProbe() {
        assertThat(POSTGRESQL
                        .with(ARGS, List.of("--metrics-bind-address=0"))
                        .sidecar(Kine.NAME)
                        .has("startupProbe"))
                .isFalse();
    }

    @Test
    void contribute_userEndpoint_losesAndOthersWin() {
        var scenario = POSTGRESQL.with(ARGS, List.of("--endpoint=mysql://x", "--ca-file=/mine"));
        assertThat(scenario.sidecar(Kine.NAME).array("args").texts())
                .contains("--ca-file=/mine")
                .contains("--endpoint=postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_CONNECTION_STRING)/$(DB_SCHEMA)")
                .doesNotContain("--endpoint=mysql://x");
        assertThat(scenario.render().warnings()).hasSize(1);
    }

    @Test
    void contribute_userContainerNamedKine_givesTheImage() {
        var scenario = POSTGRESQL.with(
                "spec.controlPlane.deployment.additionalContainers",
                List.of(JsonObject.of("name", "kine", "image", "mine/kine:1")));
        assertThat(scenario.sidecar(Kine.NAME).text("image")).contains("mine/kine:1");
        assertThat(scenario.pod()
                        .array("containers")
                        .objects()
                        .map(c -> c.text("name").orElseThrow()))
                .doesNotContain("kine");
    }

    @Test
    void contribute_sqliteClaim_makesItAndMountsIt() {
        var sqlite = Scenarios.named("minimal-sqlite");
        var claim = sqlite.object("PersistentVolumeClaim", "blue-kine-data");
        assertThat(claim.text("spec", "storageClassName")).contains("fast");
        assertThat(claim.get("spec", "resources", "requests", "storage")).contains(JsonValue.of("1Gi"));
        assertThat(sqlite.volume(Kine.DATA).text("persistentVolumeClaim", "claimName"))
                .contains("blue-kine-data");
        assertThat(sqlite.sidecar(Kine.NAME).has("envFrom")).isFalse();
    }

    @Test
    void contribute_sqliteEmptyDir_hasNoClaim() {
        var sqlite = Scenarios.named("emptydir-sqlite");
        assertThat(sqlite.find("PersistentVolumeClaim", "blue-kine-data")).isEmpty();
        assertThat(sqlite.volume(Kine.DATA).has("emptyDir")).isTrue();
    }

    @Test
    void contribute_etcd_hasNone() {
        assertThat(Scenarios.named("minimal-etcd").pod().has("initContainers")).isFalse();
    }
}
