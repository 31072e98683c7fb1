package io.kamaji.datastore.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Violation;
import io.kamaji.datastore.TenantAccount;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for MySQL as for MariaDB, without a server. Source: MySQL 8.4 manual, sections 11.1.1, 11.2 and 15.7.1.6. */
class MySqlNamesTest {
    private static TenantAccount tenant(String schema, String user) {
        return new TenantAccount(schema, user, "secret", "tests");
    }

    @Test
    void quote_backticksAndQuotes_stayWithinTheName() {
        assertThat(MySqlNames.quote("a`; DROP DATABASE `b")).isEqualTo("`a``; DROP DATABASE ``b`");
        assertThat(MySqlNames.account("it's`me")).isEqualTo("`it's``me`@'%'");
        assertThat(MySqlNames.literal("it's \\ me")).isEqualTo("'it''s \\\\ me'");
    }

    @Test
    void pattern_wildcards_standForThemselves() {
        assertThat(MySqlNames.pattern("a_b%c\\d")).isEqualTo("a\\_b\\%c\\\\d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql",
                "SYS",
                "kamaji",
                "späße",
                "ends with a space ",
                "x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x_x"
            })
    void validate_schemaThatCantBe_isRefused(String schema) {
        assertThat(new MySqlDriver().validate(tenant(schema, "user")))
                .extracting(Violation::path)
                .contains("spec.dataStoreSchema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "mysql.sys", "a:b", "späße", "ends with a space "})
    void validate_userThatCantBe_isRefused(String user) {
        assertThat(new MySqlDriver().validate(tenant("schema", user)))
                .extracting(Violation::path)
                .contains("spec.dataStoreUsername");
    }

    @Test
    void refusesLogin_codesOfBothServers_andNoOthers() {
        assertThat(MySqlDialect.INSTANCE.refusesLogin(new SQLException("denied", "28000", 1045)))
                .isTrue();
        assertThat(MySqlDialect.INSTANCE.refusesLogin(new SQLException("denied", "42000", 1044)))
                .isTrue();
        assertThat(MySqlDialect.INSTANCE.refusesLogin(new SQLException("no database", "42000", 1049)))
                .isFalse();
    }
}
