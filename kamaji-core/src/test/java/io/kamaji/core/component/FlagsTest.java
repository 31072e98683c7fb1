package io.kamaji.core.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.component.Flags.Precedence;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {

    private static Flags.Builder flags(Precedence precedence, String... user) {
        return Flags.builder(precedence)
                .set("--b", "ours")
                .setDefault("--d", "default")
                .lock("--locked", "ours")
                .user("spec.x", List.of(user));
    }

    @Test
    void build_noUserFlags_sortsByName() {
        assertThat(flags(Precedence.USER_WINS).set("--a", "").build().arguments())
                .containsExactly("--a=", "--b=ours", "--d=default", "--locked=ours");
    }

    @Test
    void build_managedWinsUserLast_keepsTheOthersVerbatimAtTheEnd() {
        var flags = flags(Precedence.MANAGED_WINS_USER_LAST, "--z=1", "--b=x", "--a=2", "--z=3")
                .build();
        assertThat(flags.arguments())
                .containsExactly("--b=ours", "--d=default", "--locked=ours", "--z=1", "--a=2", "--z=3");
        assertThat(flags.warnings()).containsExactly("spec.x: --b=x is left out, Kamaji sets --b=ours");
    }

    @Test
    void build_managedWins_lastUserDuplicateCounts() {
        var flags = flags(Precedence.MANAGED_WINS, "--z=1", "--b=x", "--z=3").build();
        assertThat(flags.arguments()).containsExactly("--b=ours", "--d=default", "--locked=ours", "--z=3");
        assertThat(flags.warnings()).hasSize(1);
    }

    @Test
    void build_userWins_onlyLockedFlagsStay() {
        var flags = flags(Precedence.USER_WINS, "--b=x", "--d=y", "--locked=z").build();
        assertThat(flags.arguments()).containsExactly("--b=x", "--d=y", "--locked=ours");
        assertThat(flags.warnings()).containsExactly("spec.x: --locked=z is left out, Kamaji sets --locked=ours");
    }

    @Test
    void build_losingFlagWithTheSameValue_isNoWarning() {
        assertThat(flags(Precedence.MANAGED_WINS, "--b=ours").build().warnings())
                .isEmpty();
    }

    @Test
    void build_underscoresInName_loseAsWell() {
        var flags = Flags.builder(Precedence.MANAGED_WINS_USER_LAST)
                .set("--secure-port", "6443")
                .user("spec.x", List.of("--secure_port=1"))
                .build();
        assertThat(flags.arguments()).containsExactly("--secure-port=6443");
    }

    @Test
    void build_valueAsNextArgument_goesWithItsFlag() {
        assertThat(flags(Precedence.MANAGED_WINS_USER_LAST, "--b", "x", "--v", "4")
                        .build()
                        .arguments())
                .containsExactly("--b=ours", "--d=default", "--locked=ours", "--v", "4");
        assertThat(flags(Precedence.USER_WINS, "--v", "4").build().arguments()).contains("--v=4");
    }

    @Test
    void build_emptyValueAndNone_stayApart() {
        assertThat(flags(Precedence.USER_WINS, "--b=", "--z").build().arguments())
                .containsExactly("--b=", "--d=default", "--locked=ours", "--z");
        assertThat(flags(Precedence.USER_WINS, "--z", "--z=").build().arguments())
                .contains("--z=")
                .doesNotContain("--z");
    }

    @Test
    void value_mergedFlag_isTheOneThatCounts() {
        var flags =
                flags(Precedence.MANAGED_WINS_USER_LAST, "--d=user", "--d=last").build();
        assertThat(flags.value("--d")).contains("last");
        assertThat(flags.value("--b")).contains("ours");
        assertThat(flags.value("--none")).isEmpty();
    }

    @Test
    void remove_flagOfOurs_takesItAway() {
        assertThat(flags(Precedence.USER_WINS).remove("--d").build().arguments())
                .doesNotContain("--d=default");
    }
}
