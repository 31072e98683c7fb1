package io.kamaji.examples.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToldTest {
    private final Told told = new Told();

    @Test
    void next_ofAnotherLook_isWhatIsNewOrGone() {
        assertThat(told.next(1, List.of(cluster("shop"), cluster("old"))).changed())
                .hasSize(2);
        assertThat(told.next(2, List.of(cluster("shop"), cluster("old"))).isEmpty())
                .isTrue();
        assertThat(told.next(3, List.of(cluster("shop"))).gone()).containsExactly("old");
    }

    @Test
    void next_ofALookThatComesLate_isNothing() {
        told.next(2, List.of(cluster("shop")));

        assertThat(told.next(1, List.of()).isEmpty()).isTrue();
        assertThat(told.next(3, List.of(cluster("shop"))).isEmpty()).isTrue();
    }

    private static Cluster cluster(String name) {
        return new Cluster(
                name,
                null,
                "1.36.3",
                1,
                "small",
                false,
                null,
                null,
                null,
                null,
                "Requested",
                false,
                null,
                null,
                List.of(),
                "ada",
                "",
                false);
    }
}
