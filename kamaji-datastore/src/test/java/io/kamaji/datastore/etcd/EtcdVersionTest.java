package io.kamaji.datastore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdVersionTest {

    @ParameterizedTest
    @CsvSource({
        "3.5.32,false",
        "3.5.33,true",
        "3.6.13,false",
        "3.6.14,true",
        "3.6.14-rc.1,false",
        "3.6.16,true",
        "3.7.0,false",
        "3.7.1,true",
        "3.4.50,false",
        "3.8.0,true",
        "4.0.0,true",
        "v3.6.15,true"
    })
    void confines_version_sinceTheFixes(String version, boolean confines) {
        assertThat(EtcdVersion.parse(version)).map(EtcdVersion::confines).contains(confines);
    }

    @ParameterizedTest
    @CsvSource({"''", "3.6", "unknown", "3.6.99999999999"})
    void parse_noVersion_isEmpty(String version) {
        assertThat(EtcdVersion.parse(version)).isEmpty();
    }
}
