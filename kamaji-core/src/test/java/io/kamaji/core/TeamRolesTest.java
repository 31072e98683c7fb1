package io.kamaji.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Names;
import io.kamaji.core.boundary.TeamRoles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a team may do never leads to a tenant's keys. */
class TeamRolesTest {
    private static final Set<String> READ = Set.of("get", "list", "watch");

    private static Set<String> rights(TeamRoles role) {
        var rights = new TreeSet<String>();
        for (JsonObject rule : role.rules()) {
            for (var group : rule.array("apiGroups").texts()) {
                rule.array("resources")
                        .texts()
                        .forEach(resource -> rule.array("verbs")
                                .texts()
                                .forEach(verb -> rights.add(verb + " " + group + "/" + resource)));
            }
        }
        return rights;
    }

    @ParameterizedTest
    @EnumSource(TeamRoles.class)
    void role_reachesNoSecretNoCommandAndNothingThatIsMade(TeamRoles role) {
        assertThat(rights(role))
                .noneMatch(right -> right.contains("*"))
                .noneMatch(right -> right.contains("secrets") || right.contains("configmaps"))
                .noneMatch(right -> right.contains("exec") || right.contains("attach") || right.contains("portforward"))
                .noneMatch(right -> List.of("bind", "escalate", "impersonate").contains(right.split(" ")[0]))
                .allMatch(right ->
                        READ.contains(right.split(" ")[0]) || right.contains("kamaji.clastix.io/tenantcontrolplanes"));
    }

    @ParameterizedTest
    @EnumSource(TeamRoles.class)
    void role_holdsTheOnesBeforeIt(TeamRoles role) {
        for (var before : TeamRoles.values()) {
            if (before.ordinal() < role.ordinal()) {
                assertThat(rights(role)).containsAll(rights(before));
            }
        }
        assertThat(rights(role)).noneMatch(right -> right.startsWith("update") && right.endsWith("/status"));
    }

    @Test
    void binding_groupsThatDifferInWhatNamesCannotHold_haveBindingsOfTheirOwn() {
        var names = Stream.of("dev", "Dev", "Rev", "oidc:dev", "oidc-dev", "oidc dev", "ü", "ö", "x".repeat(300))
                .map(group -> TeamRoles.VIEW
                        .binding("team", group)
                        .text("metadata", "name")
                        .orElseThrow())
                .toList();

        assertThat(names).doesNotHaveDuplicates().contains("kamaji-team-view-dev", "kamaji-team-view-oidc-dev");
        assertThat(names)
                .allSatisfy(name -> assertThat(Names.dns1123Subdomain(name)).isEmpty());
    }
}
