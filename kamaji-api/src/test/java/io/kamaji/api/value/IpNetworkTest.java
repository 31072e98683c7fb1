package io.kamaji.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.96.0.5/16, 10.96.0.0/16",
        "0.0.0.0/0, 0.0.0.0/0",
        "10.0.0.1/32, 10.0.0.1/32",
        "2001:DB8:0:0:0:0:0:1/64, 2001:db8::/64",
        "::/0, ::/0",
        "2001:db8:0:1:0:0:0:0/128, 2001:db8:0:1::/128",
        "fd00:1:2:3:4:5:6:7/128, fd00:1:2:3:4:5:6:7/128",
        "1:0:0:2:0:0:0:3/128, 1:0:0:2::3/128"
    })
    void parse_network_clearsHostBitsAndShortens(String text, String expected) {
        assertThat(IpNetwork.parse(text))
                .hasValueSatisfying(it -> assertThat(it).hasToString(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0/8",
                "10.0.0.256/8",
                "010.0.0.0/8",
                "::/129",
                "a/8",
                "localhost/8",
                "::ffff:10.0.0.1/96",
                "fe80::1%eth0/64",
                ":/64",
                "1::2::3/64",
                " 10.0.0.0/8",
                "10.0.0.0./8"
            })
    void parse_somethingElse_isEmpty(String text) {
        assertThat(IpNetwork.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/16, 10.96.255.255, true",
        "10.96.0.0/16, 10.97.0.0, false",
        "10.96.0.0/16, '::', false",
        "fd00::/112, fd00::ffff, true",
        "fd00::/112, fd00::1:0, false"
    })
    void contains_address_asItIs(String network, String address, boolean inside) {
        assertThat(IpNetwork.parse(network)
                        .orElseThrow()
                        .contains(IpNetwork.parseAddress(address).orElseThrow()))
                .isEqualTo(inside);
    }
}
