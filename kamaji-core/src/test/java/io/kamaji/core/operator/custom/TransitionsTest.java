package io.kamaji.core.operator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.event.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Events two statuses make. */
class TransitionsTest {
    private static final JsonObject READY =
            status("Ready", "True", "UpToDate", "").with("controlPlaneEndpoint", "192.0.2.1:6443");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ready        | False   | InvalidSpec  | Warning InvalidSpec
            Ready        | False   | Failed       | Warning Failed
            Ready        | Unknown | Unreachable  | Warning Unreachable
            Upgrading    | False   | RollingOut   | Normal Upgrading
            Sleeping     | False   | Sleeping     | Normal Sleeping
            WriteLimited | True    | UpToDate     | Normal WriteLimited
            NotReady     | False   | RollingOut   | Warning NotReady
            NotReady     | False   | Deleting     | Normal Deleting
            Migrating    | Unknown | NotSeen      | Normal Migrating
            Ready        | False   | Pending      | Warning NotReady
            """)
    void of_leavingReady_isToldOnce(String phase, String ready, String reason, String event) {
        assertThat(texts(READY, status(phase, ready, reason, "why"))).containsExactly(event);
    }

    private static JsonObject quota(String is, String reason, String message) {
        var ready = READY.array("conditions").objects().toList().get(0);
        return READY.with("conditions", List.of(ready, condition("WithinStoreQuota", is, reason, message)));
    }

    @Test
    void of_quotaInTheStore_isToldWhenALimitIsReachedOrLeftAndNotWhenFiguresMove() {
        var unknown = quota("Unknown", "NotMeasured", "the first measuring");
        var within = quota("True", "WithinQuota", "1Mi (hard limit 3Mi)");
        var soft = quota("False", "SoftQuotaReached", "2Mi since then: 2Mi (hard limit 3Mi)");
        var hard = quota("False", "HardQuotaReached", "3Mi since now: 3Mi (hard limit 3Mi)");

        assertThat(texts(READY, unknown)).isEmpty();
        assertThat(texts(unknown, within)).isEmpty();
        assertThat(texts(within, soft)).containsExactly("Warning SoftQuotaReached");
        assertThat(texts(soft, quota("False", "SoftQuotaReached", "2.5Mi"))).isEmpty();
        assertThat(Transitions.of(soft, hard))
                .containsExactly(
                        Transition.warning("HardQuotaReached", "Reconcile", "3Mi since now: 3Mi (hard limit 3Mi)"));
        assertThat(texts(hard, within)).containsExactly("Normal WithinQuota");
        assertThat(texts(hard, READY)).containsExactly("Normal WithinQuota");
    }

    @Test
    void of_sameStatus_isNoTransition() {
        assertThat(Transitions.of(READY, READY)).isEmpty();
        var refused = status("Ready", "False", "InvalidSpec", "why");
        assertThat(Transitions.of(refused, refused)).isEmpty();
    }

    @Test
    void of_creation_isToldByPhases() {
        var first = status("Provisioning", "False", "Waiting", "AddressKnown");

        assertThat(texts(JsonObject.EMPTY, first)).containsExactly("Normal Provisioning");
        assertThat(texts(first, status("Provisioning", "False", "RollingOut", "pods")))
                .isEmpty();
        assertThat(Transitions.of(first, READY))
                .containsExactly(Transition.normal("Ready", "Reconcile", "at 192.0.2.1:6443"));
    }

    @Test
    void of_otherVersionStoreOrAddress_isToldBeside() {
        var before = READY.withAt(List.of("kubernetesResources", "version", "version"), "v1.35.4")
                .withAt(List.of("storage", "dataStoreName"), "one");
        var after = READY.withAt(List.of("kubernetesResources", "version", "version"), "v1.36.3")
                .withAt(List.of("storage", "dataStoreName"), "two")
                .with("controlPlaneEndpoint", "192.0.2.2:6443");

        assertThat(Transitions.of(before, after))
                .extracting(Transition::note)
                .containsExactly(
                        "Kubernetes v1.35.4 -> v1.36.3",
                        "datastore one -> two",
                        "endpoint 192.0.2.1:6443 -> 192.0.2.2:6443");
    }

    @Test
    void of_stepsOfAMove_areToldButNotItsCount() {
        var frozen = status("Migrating", "Unknown", "NotSeen", "to datastore two: freezes");
        var copies = status("Migrating", "Unknown", "NotSeen", "to datastore two: copied 10 keys");
        var more = status("Migrating", "Unknown", "NotSeen", "to datastore two: copied 20 keys");

        assertThat(texts(frozen, copies)).containsExactly("Normal Migrating");
        assertThat(texts(copies, more)).isEmpty();
    }

    @Test
    void of_conditionsThatSomebodyAskedFor_areTold() {
        var paused = with(READY, "Paused", "True", "Annotation");

        assertThat(texts(READY, paused)).containsExactly("Normal Paused");
        assertThat(texts(paused, READY)).containsExactly("Normal Resumed");
        assertThat(texts(READY, with(READY, "Migrated", "False", "Failed"))).containsExactly("Warning MigrationFailed");
        assertThat(texts(READY, with(READY, "Planned", "True", "Changes"))).containsExactly("Normal Planned");
    }

    private static JsonObject with(JsonObject status, String type, String is, String reason) {
        var conditions = status.array("conditions").objects().toList();
        return status.with("conditions", List.of(conditions.get(0), condition(type, is, reason, "by somebody")));
    }

    private static JsonObject status(String phase, String ready, String reason, String message) {
        return JsonObject.of(
                "kubernetesResources",
                JsonObject.of("version", JsonObject.of("status", phase)),
                "conditions",
                List.of(condition("Ready", ready, reason, message)));
    }

    private static JsonObject condition(String type, String is, String reason, String message) {
        return JsonObject.of("type", type, "status", is, "reason", reason, "message", message);
    }

    private static List<String> texts(JsonObject before, JsonObject after) {
        return Transitions.of(before, after).stream()
                .map(what -> (what.warning() ? "Warning " : "Normal ") + what.reason())
                .toList();
    }
}
