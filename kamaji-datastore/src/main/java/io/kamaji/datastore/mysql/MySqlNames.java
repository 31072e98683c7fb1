package io.kamaji.datastore.mysql;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.TenantAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How names are limited and quoted in MySQL and MariaDB. Stateless. */
final class MySqlNames {
    /** Of a user, in MySQL 5.7 and newer. */
    static final int LONGEST_USER_OF_MYSQL = 32;

    private static final int LONGEST_USER = 128;
    private static final int LONGEST_SCHEMA = 64;
    private static final Set<String> SERVERS_OWN =
            Set.of("mysql", "sys", "information_schema", "performance_schema", "kamaji");
    private static final Set<String> SERVERS_USERS =
            Set.of("root", "mysql", "mariadb.sys", "mysql.sys", "mysql.session", "mysql.infoschema", "public");

    private MySqlNames() {}

    static List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<Violation>();
        var schema = tenant.schema();
        var user = tenant.username();
        check(found, "spec.dataStoreSchema", schema, LONGEST_SCHEMA, SERVERS_OWN);
        check(found, "spec.dataStoreUsername", user, LONGEST_USER, SERVERS_USERS);
        if (schema.length() <= LONGEST_SCHEMA && pattern(schema).length() > LONGEST_SCHEMA) {
            found.add(new Violation(
                    "spec.dataStoreSchema",
                    JsonValue.of(schema),
                    "must be no longer than " + LONGEST_SCHEMA
                            + " characters, with '_', '%' and '\\' counted twice: grants escape them"));
        }
        if (user.indexOf(':') >= 0) {
            found.add(new Violation(
                    "spec.dataStoreUsername",
                    JsonValue.of(user),
                    "must hold no colon: kine takes it for the end of it"));
        }
        return found;
    }

    private static void check(List<Violation> found, String path, String name, int longest, Set<String> reserved) {
        if (name.length() > longest) {
            found.add(new Violation(path, JsonValue.of(name), "must be no longer than " + longest + " characters"));
        }
        // The schema begins each key, and kine's column for keys is ASCII; at login, the server reads a user in a
        // character
        // set that is its own setting.
        if (name.chars().anyMatch(c -> c > 0x7E)) {
            found.add(new Violation(path, JsonValue.of(name), "must be ASCII on MySQL: kine's keys and logins are"));
        }
        if (name.endsWith(" ")) {
            found.add(new Violation(path, JsonValue.of(name), "must not end with a space"));
        }
        if (reserved.contains(name.toLowerCase(Locale.ROOT))) {
            found.add(new Violation(path, JsonValue.of(name), "is the server's own"));
        }
    }

    static String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    /** An account: the user from any host. */
    static String account(String user) {
        return quote(user) + "@'%'";
    }

    /** A text literal, with backslash escapes on. */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A database's name in a grant, where '_' and '%' would stand for other databases too. */
    static String pattern(String schema) {
        return schema.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }
}
