package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KamajiExceptionTest {
    @Test
    void at_anObject_beginsWithIt() {
        var ref = ObjectRef.of("v1", "Secret", "tenants", "blue-ca");
        var cause = new IOException("broken");

        var failure = KamajiException.at(ref, "no key is in it: delete it")
                .cause(cause)
                .retryAfter(Duration.ofSeconds(5));

        assertThat(failure)
                .hasMessage("v1 Secret tenants/blue-ca: no key is in it: delete it")
                .hasCause(cause);
        assertThat(failure.ref()).hasValue(ref);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(5));
    }
}
