package io.kamaji.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Handling;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a tenant may take over of an add-on, and what it may not. */
class SharingTest {
    private static final JsonObject WANTED = JsonObject.parse("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: dns, namespace: kube-system, labels: {kamaji.clastix.io/project: kamaji}}
            spec: {replicas: 2, paused: true}
            """);
    private static final String LABELS = "f:metadata: {f:labels: {f:kamaji.clastix.io/project: {}}}";

    private final List<JsonObject> asked = new ArrayList<>();

    private Change change(Sharing sharing, JsonObject live) {
        var part = new Rendered.Part(new Manifest(Target.TENANT, WANTED), "dns", Set.of(), sharing, Handling.PLAIN);
        var plan = Planner.standard()
                .plan(PlanRequest.builder("tenants", "blue", new Rendered(List.of(part), List.of()))
                        .putSeen(Target.TENANT, Observed.of(List.of(live)), body -> {
                            asked.add(body);
                            return Optional.empty();
                        })
                        .build());
        return plan.changes().get(0);
    }

    private static JsonObject live(String spec, String... managers) {
        var entries = new ArrayList<JsonObject>();
        for (int i = 0; i < managers.length; i += 3) {
            entries.add(JsonObject.parse("{manager: %s, operation: %s, apiVersion: apps/v1, fieldsV1: %s}"
                    .formatted(managers[i], managers[i + 1], managers[i + 2])));
        }
        return WANTED.with("spec", JsonObject.parse(spec))
                .update("metadata", m -> m.with("uid", "u").with("managedFields", entries));
    }

    private static JsonObject scaledByTheTenant(int paused) {
        return live(
                "{replicas: 5, paused: " + (paused == 1) + "}",
                "kamaji",
                "Apply",
                "{" + LABELS + ", f:spec: {f:paused: {}}}",
                "kubectl",
                "Update",
                "{f:spec: {f:replicas: {}}}");
    }

    @Test
    void plan_sharedFieldTakenByTheTenant_isLeftAlone() {
        assertThat(change(Sharing.merged("spec.replicas"), scaledByTheTenant(1)).action())
                .isEqualTo(Action.NONE);
        assertThat(asked).isEmpty();
    }

    @Test
    void plan_enforcedFieldTakenByTheTenant_isTakenBack() {
        var change = change(Sharing.ENFORCED, scaledByTheTenant(1));
        assertThat(change.action()).isEqualTo(Action.UPDATE);
        assertThat(change.body().number("spec", "replicas")).contains(2L);
    }

    @Test
    void plan_otherFieldChangedToo_isPutBackWithoutTheSharedOne() {
        var change = change(Sharing.merged("spec.replicas"), scaledByTheTenant(0));
        assertThat(change.action()).isEqualTo(Action.UPDATE);
        assertThat(change.body().object("spec")).isEqualTo(JsonObject.of("paused", true));
    }

    @Test
    void plan_sharedFieldStillOurs_isEnforced() {
        var ours = live(
                "{replicas: 1, paused: true}",
                "kamaji",
                "Apply",
                "{" + LABELS + ", f:spec: {f:paused: {}, f:replicas: {}}}");
        assertThat(change(Sharing.merged("spec.replicas"), ours).body().number("spec", "replicas"))
                .contains(2L);
    }

    @Test
    void plan_sharedFieldRemovedByTheTenant_comesBack() {
        var without = live("{paused: true}", "kamaji", "Apply", "{" + LABELS + ", f:spec: {f:paused: {}}}");
        assertThat(change(Sharing.merged("spec.replicas"), without).body().number("spec", "replicas"))
                .contains(2L);
    }

    @Test
    void plan_allOfAnObjectShared_leavesNoEmptyObjectBehind() {
        var theirs = live("{replicas: 5, paused: false}", "kamaji", "Apply", "{" + LABELS + "}");
        assertThat(change(Sharing.merged("spec.replicas", "spec.paused"), theirs)
                        .action())
                .isEqualTo(Action.NONE);
    }

    @Test
    void plan_createdOnce_isNeverWrittenAgain() {
        assertThat(change(Sharing.CREATED_ONCE, scaledByTheTenant(0)).action()).isEqualTo(Action.NONE);
        assertThat(asked).isEmpty();
    }
}
