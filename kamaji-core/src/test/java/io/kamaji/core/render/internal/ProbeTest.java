package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final String PROBES = "spec.controlPlane.deployment.probes.";
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    private static String numbers(Scenarios.Scenario scenario, String container, String probe) {
        var json = scenario.container(container).object(probe);
        return json.number("initialDelaySeconds").orElse(0L) + " "
                + json.number("timeoutSeconds").orElseThrow() + " "
                + json.number("periodSeconds").orElseThrow() + " "
                + json.number("successThreshold").orElseThrow() + " "
                + json.number("failureThreshold").orElseThrow();
    }

    @Test
    void addTo_nothingGiven_startsEachSecondAndAsksEachTenAfterThat() {
        assertThat(numbers(ETCD, "kube-apiserver", "startupProbe")).isEqualTo("0 1 1 1 120");
        assertThat(numbers(ETCD, "kube-apiserver", "readinessProbe")).isEqualTo("0 1 10 1 3");
        assertThat(numbers(ETCD, "kube-apiserver", "livenessProbe")).isEqualTo("0 15 10 1 8");
        assertThat(ETCD.container("kube-apiserver").text("readinessProbe", "httpGet", "path"))
                .contains("/readyz");
    }

    @Test
    void addTo_anyFieldGiven_startsFromTheReferencesBase() {
        var scenario = ETCD.with(PROBES + "startup", JsonObject.of("failureThreshold", 7));
        assertThat(numbers(scenario, "kube-scheduler", "startupProbe")).isEqualTo("0 1 10 1 7");
        assertThat(numbers(scenario, "kube-scheduler", "readinessProbe")).isEqualTo("0 1 10 1 3");
    }

    @Test
    void addTo_componentAndGlobal_mergeFieldByField() {
        var scenario = ETCD.with(PROBES + "liveness", JsonObject.of("timeoutSeconds", 5, "periodSeconds", 4))
                .with(PROBES + "apiServer.liveness", JsonObject.of("periodSeconds", 2));
        assertThat(numbers(scenario, "kube-apiserver", "livenessProbe")).isEqualTo("0 5 2 1 3");
        assertThat(numbers(scenario, "kube-controller-manager", "livenessProbe"))
                .isEqualTo("0 5 4 1 3");
    }

    @Test
    void addTo_emptyProbe_isAsIfNotGiven() {
        assertThat(numbers(ETCD.with(PROBES + "startup", JsonObject.EMPTY), "kube-apiserver", "startupProbe"))
                .isEqualTo("0 1 1 1 120");
    }
}
