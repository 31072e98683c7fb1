package io.kamaji.core.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "blue.example.com,         blue.example.com, 6443, blue.example.com:6443",
        "blue.example.com:443,     blue.example.com, 443,  blue.example.com:443",
        "192.0.2.1:31443,          192.0.2.1,        31443, 192.0.2.1:31443",
        "2001:db8::7,              2001:db8::7,      6443, [2001:db8::7]:6443",
        "::1,                      ::1,              6443, [::1]:6443",
        "[2001:db8::7],            2001:db8::7,      6443, [2001:db8::7]:6443",
        "[2001:db8::7]:443,        2001:db8::7,      443,  [2001:db8::7]:443"
    })
    void parse_hostOrAddress_findsThePort(String text, String host, int port, String written) {
        assertThat(HostPort.parse(text, 6443))
                .isEqualTo(new HostPort(host, port))
                .hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":443", "host:", "host:0", "host:65536", "host:http", "[::1", "::1]", "[]:1", "[::1]443"})
    void parse_somethingElse_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text, 6443));
    }
}
