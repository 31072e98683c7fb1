package io.kamaji.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreNamesTest {
    private static final String UID = "7b0f6b1c-6a1f-4a5c-9d51-1d2f0c6f0a11";

    @Test
    void of_uid_isTheUidAndAUserThatFitsMySql() {
        var names = StoreNames.of(UID);
        assertThat(names.schema()).isEqualTo(UID);
        assertThat(names.username()).isEqualTo(UID.replace("-", "")).hasSize(32);
        assertThat(names.validate()).isEmpty();
    }

    @Test
    void of_givenNames_areTakenAsTheyAre() {
        assertThat(StoreNames.of(UID, Optional.of("Blue Data"), Optional.of("o'brien")))
                .isEqualTo(new StoreNames("Blue Data", "o'brien"));
    }

    @Test
    void password_many_areDifferentAndNeedNoEscaping() {
        var random = new SecureRandom();
        var all = new LinkedHashSet<String>();
        for (int i = 0; i < 1000; i++) {
            all.add(StoreNames.password(random));
        }
        assertThat(all)
                .hasSize(1000)
                .allMatch(p -> p.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    /** All pairs of names made of what is hard: prefixes of each other, the slash and its neighbours, unicode, halves of pairs. */
    @Test
    void validNames_anyTwo_haveKeyRangesThatDoNotMeet() {
        var pieces = List.of(
                "a", "b", "/", "0", ".", "..", "-", "ÿ", "\u00ff", "é", "e\u0301", "🦊", "\ud83e", "\udd8a", "?",
                "\uffff", "\0", " ");
        var random = new Random(4);
        var names = new LinkedHashSet<String>(pieces);
        while (names.size() < 1500) {
            var name = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                name.append(pieces.get(random.nextInt(pieces.size())));
            }
            names.add(name.toString());
        }
        var valid = names.stream()
                .filter(name -> new StoreNames(name, "user").validate().isEmpty())
                .toList();
        assertThat(valid).hasSizeGreaterThan(200).noneMatch(name -> name.contains("/"));
        for (int i = 0; i < valid.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(meet(valid.get(i), valid.get(j)))
                        .as("%s and %s", valid.get(i), valid.get(j))
                        .isFalse();
            }
        }
    }

    @Test
    void namesWithSlash_wouldMeet() {
        assertThat(meet("a", "a/b")).isTrue();
        assertThat(new StoreNames("a/b", "user").validate()).singleElement().satisfies(v -> {
            assertThat(v.path()).isEqualTo("spec.dataStoreSchema");
            assertThat(v.message()).contains("slash");
        });
    }

    private static boolean meet(String one, String other) {
        return compare(start(one), end(other)) < 0 && compare(start(other), end(one)) < 0;
    }

    private static byte[] start(String schema) {
        return ("/" + schema + "/").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] end(String schema) {
        return ("/" + schema + "0").getBytes(StandardCharsets.UTF_8);
    }

    private static int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }
}
