package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.Scenarios;
import org.junit.jupiter.api.Test;

class AccountSecretTest {

    @Test
    void contribute_etcd_hasAccountAndCertificate() {
        var etcd = Scenarios.named("minimal-etcd");
        assertThat(etcd.object("Secret", "blue-datastore-config").texts("data"))
                .containsOnlyKeys("DB_CONNECTION_STRING", "DB_SCHEMA", "DB_USER", "DB_PASSWORD")
                .containsEntry("DB_PASSWORD", "czNjcmV0");
        assertThat(etcd.object("Secret", "blue-datastore-certificate").texts("data"))
                .containsOnlyKeys("ca.crt", "server.crt", "server.key");
    }

    @Test
    void contribute_storeWithoutFiles_hasNoCertificateSecret() {
        assertThat(Scenarios.named("minimal-sqlite").find("Secret", "blue-datastore-certificate"))
                .isEmpty();
        assertThat(Scenarios.named("mysql-kine").find("Secret", "blue-datastore-certificate"))
                .isEmpty();
    }

    @Test
    void contribute_authorityOnly_hasJustThat() {
        assertThat(Scenarios.named("postgresql-kine")
                        .object("Secret", "blue-datastore-certificate")
                        .texts("data"))
                .containsOnlyKeys("ca.crt");
    }
}
