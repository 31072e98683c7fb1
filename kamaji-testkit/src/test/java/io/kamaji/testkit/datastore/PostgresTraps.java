package io.kamaji.testkit.datastore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Code that a PostgreSQL role plants under names that others' statements use: operators, functions, casts, types, views,
 * rules, triggers, policies, defaults. Whoever runs any of it and is not that role is told to the server's log, and makes
 * the role a superuser if it can.
 */
final class PostgresTraps {
    private static final List<String> CATALOGS = List.of(
            "pg_tables",
            "pg_roles",
            "pg_authid",
            "pg_database",
            "pg_class",
            "pg_namespace",
            "pg_stat_activity",
            "pg_auth_members",
            "pg_db_role_setting",
            "pg_settings",
            "tenants");

    /** Tells the server's log, which no transaction takes back. */
    private static final String MARKER = """
            CREATE FUNCTION %1$s.spring(what pg_catalog.text) RETURNS pg_catalog.bool LANGUAGE plpgsql AS $f$
            BEGIN
              IF current_user OPERATOR(pg_catalog.<>) %2$s::pg_catalog.name THEN
                RAISE LOG 'TRAP %% as %%', what, current_user;
                BEGIN
                  EXECUTE pg_catalog.format('ALTER ROLE %%I SUPERUSER', %2$s::pg_catalog.text);
                EXCEPTION WHEN OTHERS THEN
                  EXECUTE pg_catalog.format('ALTER ROLE %%I CREATEROLE', %2$s::pg_catalog.text);
                END;
              END IF;
              RETURN false;
            EXCEPTION WHEN OTHERS THEN RETURN false;
            END $f$;
            """;

    private static final Pattern SPRUNG = Pattern.compile("TRAP (\\w[\\w ]* as \\w+)");

    /** Operators and functions for every pair of the types that parameters and catalogs have. */
    private static final String OVERLOADS = """
            DO $d$
            DECLARE
              types pg_catalog.text[] := ARRAY['name', 'text', 'varchar', 'bpchar', 'oid', 'bool', 'int4', 'int8'];
              l pg_catalog.text; r pg_catalog.text; o pg_catalog.text; f pg_catalog.text; a pg_catalog.text; n pg_catalog.int4 := 0;
            BEGIN
              FOREACH l IN ARRAY types LOOP FOREACH r IN ARRAY types LOOP
                n := n + 1;
                EXECUTE pg_catalog.format('CREATE FUNCTION %1$s.op%%s(l pg_catalog.%%I, r pg_catalog.%%I) RETURNS pg_catalog.bool LANGUAGE plpgsql AS '
                  '''BEGIN RETURN %1$s.spring(''''operator''''); END''', n, l, r);
                FOREACH o IN ARRAY ARRAY['=', '<>', '<', '>', '||', '~~'] LOOP
                  EXECUTE pg_catalog.format('CREATE OPERATOR %1$s.%%s (LEFTARG = pg_catalog.%%I, RIGHTARG = pg_catalog.%%I, FUNCTION = %1$s.op%%s)', o, l, r, n);
                END LOOP;
              END LOOP; END LOOP;
              FOREACH f IN ARRAY ARRAY['current_setting', 'set_config', 'has_schema_privilege', 'has_database_privilege', 'pg_has_role',
                  'pg_terminate_backend', 'pg_advisory_lock', 'pg_is_in_recovery', 'current_database', 'acldefault', 'aclexplode',
                  'setval', 'pg_get_serial_sequence', 'octet_length', 'version', 'lower', 'upper'] LOOP
                FOREACH a IN ARRAY ARRAY['', 'name', 'varchar', 'text', 'int4', 'oid', 'varchar,varchar', 'name,text', 'varchar,text', 'text,varchar',
                    'varchar,varchar,varchar', 'varchar,text,text', 'name,varchar,varchar', 'varchar,varchar,text', '"char",oid'] LOOP
                  EXECUTE pg_catalog.format('CREATE FUNCTION %1$s.%%I(%%s) RETURNS pg_catalog.bool LANGUAGE plpgsql AS '
                    '''BEGIN RETURN %1$s.spring(''''function''''); END''', f, a);
                END LOOP;
              END LOOP;
            END $d$;
            """;

    private static final String CASTS = """
            CREATE TYPE %1$s.trap AS (what pg_catalog.text);
            CREATE FUNCTION %1$s.to_trap(pg_catalog."varchar") RETURNS %1$s.trap LANGUAGE plpgsql AS
              $f$ BEGIN PERFORM %1$s.spring('cast'); RETURN NULL; END $f$;
            CREATE CAST (pg_catalog."varchar" AS %1$s.trap) WITH FUNCTION %1$s.to_trap(pg_catalog."varchar") AS IMPLICIT;
            CREATE FUNCTION %1$s.op_trap(pg_catalog.name, %1$s.trap) RETURNS pg_catalog.bool LANGUAGE plpgsql AS
              $f$ BEGIN RETURN %1$s.spring('operator over a cast'); END $f$;
            CREATE OPERATOR %1$s.<> (LEFTARG = pg_catalog.name, RIGHTARG = %1$s.trap, FUNCTION = %1$s.op_trap);
            CREATE DOMAIN %1$s.name AS pg_catalog.text CHECK (%1$s.spring('domain') IS NULL);
            CREATE DOMAIN %1$s.text AS pg_catalog.text CHECK (%1$s.spring('domain') IS NULL);
            CREATE DOMAIN %1$s.regclass AS pg_catalog.text CHECK (%1$s.spring('domain') IS NULL);
            """;

    /** On kine's own table, which the role owns. */
    private static final String ON_KINE = """
            CREATE FUNCTION public.on_kine() RETURNS pg_catalog.trigger LANGUAGE plpgsql AS
              $f$ BEGIN PERFORM public.spring('trigger'); RETURN NEW; END $f$;
            CREATE TRIGGER a BEFORE INSERT OR UPDATE OR DELETE ON public.kine FOR EACH ROW EXECUTE FUNCTION public.on_kine();
            CREATE TRIGGER b BEFORE TRUNCATE ON public.kine FOR EACH STATEMENT EXECUTE FUNCTION public.on_kine();
            CREATE RULE c AS ON DELETE TO public.kine DO ALSO SELECT public.spring('rule');
            ALTER TABLE public.kine ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY d ON public.kine USING (public.spring('policy') IS NOT NULL);
            ALTER TABLE public.kine ALTER COLUMN name SET DEFAULT public.spring('default')::pg_catalog.text;
            ALTER TABLE public.kine ADD CHECK (public.spring('check') IS NOT NULL);
            """;

    private PostgresTraps() {}

    /** In these schemas of the database connected to. */
    static void plant(Connection connection, String role, List<String> schemas) throws SQLException {
        var owner = "'" + role.replace("'", "''") + "'";
        var script = new ArrayList<String>();
        for (var schema : schemas) {
            script.add(MARKER.formatted(schema, owner));
            script.add(OVERLOADS.replace("%1$s", schema).replace("%%", "%"));
            script.add(CASTS.formatted(schema));
            for (var catalog : CATALOGS) {
                var from = catalog.equals("tenants") ? "pg_catalog.pg_tables" : "pg_catalog." + catalog;
                script.add("CREATE VIEW %1$s.%2$s AS SELECT * FROM %3$s WHERE %1$s.spring('view') IS NOT NULL"
                        .formatted(schema, catalog, from));
            }
        }
        for (var sql : script) {
            SqlTenantClient.execute(connection, sql);
        }
    }

    /** On its table {@code kine}. */
    static void plantOnKine(Connection connection) throws SQLException {
        SqlTenantClient.execute(connection, ON_KINE);
    }

    /** What ran, and as whom. */
    static Set<String> sprung(String log) {
        var all = new TreeSet<String>();
        SPRUNG.matcher(log).results().forEach(found -> all.add(found.group(1)));
        return all;
    }
}
