package io.kamaji.examples.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TeamsTest {
    private static final String BLUE =
            "team: blue\ngroups: {devs: create, everybody: view}\nversions: [1.36.3]\nboundary: {tenants: 1}";

    @Test
    void of_severalWrongTeams_tellsAllAtOnce() {
        var texts = Map.of(
                "a.yaml", BLUE.replace("blue", "No Name"),
                "b.yaml", BLUE.replace("create", "king"),
                "c.yaml", BLUE.replace("tenants", "tennants"));

        assertThatThrownBy(() -> Teams.of(texts))
                .hasMessageContainingAll("a.yaml: ", "b.yaml: ", "c.yaml: ", "tennants");
    }

    @Test
    void roleOf_memberOfSeveralGroups_isTheHighest() {
        var blue = Team.parse(BLUE);

        assertThat(blue.roleOf(new User("a", "A", Set.of("devs", "everybody")))).contains(Role.CREATE);
        assertThat(blue.roleOf(new User("b", "B", Set.of("others")))).isEmpty();
    }

    @Test
    void tenant_ofAWishForOneThatIs_keepsWhatIsNotInTheForm() {
        var before = TenantControlPlane.builder("cp-blue", "one")
                .loadBalancer()
                .kubernetesVersion("1.35.4")
                .annotation("example.com/by-hand", "yes")
                .economy()
                .build();
        var wish = Wish.of(JsonObject.parse("{name: one, version: 1.36.3, replicas: 2, size: small}"));

        var tenant = wish.tenant("cp-blue", Optional.of(before));

        assertThat(tenant.metadata().annotations().orElseThrow()).isEqualTo(Map.of("example.com/by-hand", "yes"));
        assertThat(tenant.spec().kubernetes().version()).isEqualTo("v1.36.3");
    }

    @Test
    void of_formAsItWasWritten_isTheSameWish() {
        var wish = Wish.of(JsonObject.parse(
                "{name: one, version: 1.36.3, replicas: 2, size: idle, economy: true, sleep: s, hostName: h}"));

        assertThat(Wish.of(wish.toJson())).isEqualTo(wish);
    }
}
