package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The golden PKI that is checked in is as its generator declares it, now and in sixty years. */
class GoldenPkiTest {
    private static final Path FOLDER =
            Path.of("..", "kamaji-testkit", "src", "main", "resources", "io", "kamaji", "testkit", "golden-pki");

    @Test
    void goldenPki_checkedIn_isWholeAndValid() throws Exception {
        var now = GoldenPki.START.plus(Duration.ofDays(60 * 365));
        var reconciled = GoldenPki.tree().reconcile(GoldenPki.read(FOLDER), Issuance.of(now, Fixtures.RANDOM));
        assertThat(reconciled.issued()).isEmpty();
        assertThat(reconciled.warnings()).isEmpty();
        SigningKeys.parse(Files.readString(FOLDER.resolve("sa.pub")), Files.readString(FOLDER.resolve("sa.key")));
    }
}
