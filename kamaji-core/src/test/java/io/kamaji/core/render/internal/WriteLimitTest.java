package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteLimitTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    private static Scenarios.Scenario with(String... flags) {
        var permissions = new TreeMap<String, Boolean>();
        for (var flag : flags) {
            permissions.put(flag, true);
        }
        return ETCD.with("spec.writePermissions", permissions);
    }

    private static JsonObject policy(Scenarios.Scenario scenario) {
        return scenario.inTenant("ValidatingAdmissionPolicy", "kamaji-write-permissions")
                .orElseThrow()
                .object("spec");
    }

    private static List<String> rules(JsonObject policy, String list) {
        return policy.object("matchConstraints")
                .array(list)
                .objects()
                .map(rule -> rule.array("operations").texts() + " "
                        + rule.array("resources").texts())
                .toList();
    }

    @Test
    void contribute_withoutFlags_isNothing() {
        for (var scenario : List.of(ETCD, ETCD.with("spec.writePermissions.blockCreation", false))) {
            assertThat(scenario.render().parts())
                    .extracting(Rendered.Part::component)
                    .doesNotContain("write-limit");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blockCreation | [CREATE] [*/*]",
                "blockUpdate   | [UPDATE] [*/*]",
                "blockDeletion | [DELETE] [*/*], [CREATE] [pods/eviction]",
            })
    void contribute_flag_limitsItsOperation(String flag, String rules) {
        var policy = policy(with(flag));

        assertThat(String.join(", ", rules(policy, "resourceRules"))).isEqualTo(rules);
        assertThat(policy.array("validations")
                        .objects()
                        .findFirst()
                        .orElseThrow()
                        .text("message"))
                .contains("the current Control Plane has limited write permissions, current changes are blocked by "
                        + flag
                        + " of spec.writePermissions: removing this policy does not help, it is put back");
    }

    private static String message(JsonObject policy) {
        return policy.array("validations")
                .objects()
                .findFirst()
                .flatMap(validation -> validation.text("message"))
                .orElseThrow();
    }

    @Test
    void contribute_quotaReached_refusesAllButDeletionsAndSaysThatTheyHelp() {
        var policy = policy(ETCD.full("1Gi"));

        assertThat(rules(policy, "resourceRules")).containsExactly("[CREATE, UPDATE] [*/*]");
        assertThat(rules(policy, "excludeResourceRules")).contains("[CREATE] [pods/eviction]");
        assertThat(message(policy))
                .isEqualTo("the current Control Plane has limited write permissions, current changes are blocked by the"
                        + " quota of 1Gi in its store, which is reached: delete objects, deletions are let through, and"
                        + " writes come back by themselves; removing this policy does not help, it is put back");
    }

    @Test
    void contribute_quotaReachedBesideFlags_limitsBothAndPromisesNothingThatAFlagBlocks() {
        var creation = policy(with("blockCreation").full("20000 keys"));
        var deletion = policy(with("blockDeletion").full("20000 keys"));

        assertThat(rules(creation, "resourceRules")).containsExactly("[CREATE, UPDATE] [*/*]");
        assertThat(message(creation))
                .contains(
                        "blocked by blockCreation of spec.writePermissions and by the quota of 20000 keys in its store")
                .contains("deletions are let through");
        assertThat(rules(deletion, "resourceRules"))
                .containsExactly("[CREATE, UPDATE, DELETE] [*/*]", "[CREATE] [pods/eviction]");
        assertThat(message(deletion)).doesNotContain("let through");
    }

    @Test
    void contribute_creationOnly_letsPodsBeEvicted() {
        assertThat(rules(policy(with("blockCreation")), "excludeResourceRules")).contains("[CREATE] [pods/eviction]");
        assertThat(rules(policy(with("blockCreation", "blockDeletion")), "excludeResourceRules"))
                .doesNotContain("[CREATE] [pods/eviction]");
    }

    @Test
    void contribute_allFlags_refusesForEverybodyWithOneBinding() {
        var all = with("blockCreation", "blockUpdate", "blockDeletion");

        assertThat(rules(policy(all), "resourceRules"))
                .containsExactly("[CREATE, UPDATE, DELETE] [*/*]", "[CREATE] [pods/eviction]");
        assertThat(all.inTenant("ValidatingAdmissionPolicyBinding", "kamaji-write-permissions")
                        .orElseThrow()
                        .object("spec"))
                .isEqualTo(JsonObject.parse("{policyName: kamaji-write-permissions, validationActions: [Deny]}"));
    }
}
