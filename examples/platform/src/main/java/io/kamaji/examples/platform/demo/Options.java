package io.kamaji.examples.platform.demo;

import io.kamaji.examples.platform.Oidc;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the command line and the environment ask for; what is empty, the process brings along. Immutable.
 *
 * @param host to listen on, with {@code port}; default 127.0.0.1:8080
 * @param home the address as browsers know it; default {@code http://localhost:8080}
 * @param kubeconfig of the admin cluster
 * @param database JDBC URL; user and password are variables, {@code PLATFORM_DATABASE_USER} and {@code …_PASSWORD}
 * @param issuer of the identity provider
 * @param client as the identity provider knows the platform; default {@code kamaji-platform}; its secret is {@code
 *     PLATFORM_OIDC_SECRET}
 * @param scopes that the identity provider is asked for; default {@code openid,profile,groups}
 * @param teams folder with a YAML file for each team
 * @param lease namespace of the Lease by which replicas agree which of them runs the operator; empty: there is only this one
 */
record Options(
        String host,
        int port,
        Optional<URI> home,
        Optional<Path> kubeconfig,
        Optional<String> database,
        Optional<URI> issuer,
        String client,
        List<String> scopes,
        Optional<Path> teams,
        Optional<String> lease,
        Map<String, String> environment) {
    private static final List<String> FLAGS = List.of(
            "listen",
            "home",
            "kubeconfig",
            "database",
            "oidc-issuer",
            "oidc-client",
            "oidc-scopes",
            "teams",
            "lease-namespace");
    private static final String LISTEN = "127.0.0.1:8080";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** @throws IllegalArgumentException with everything that can't be used */
    static Options parse(List<String> arguments, Map<String, String> environment) {
        var reading = new Reading(new HashMap<>(), new ArrayList<>());
        reading.read(arguments);
        var listen = reading.values.getOrDefault("listen", LISTEN);
        var colon = listen.lastIndexOf(':');
        if (!listen.matches("[^:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
            reading.problems.add("--listen " + listen + ": not an address as " + LISTEN);
            listen = LISTEN;
            colon = LISTEN.lastIndexOf(':');
        }
        var options = new Options(
                listen.substring(0, colon),
                Integer.parseInt(listen.substring(colon + 1)),
                reading.given("home", URI::create),
                reading.given("kubeconfig", Path::of),
                reading.given("database", url -> url),
                reading.given("oidc-issuer", URI::create),
                reading.values.getOrDefault("oidc-client", "kamaji-platform"),
                List.of(reading.values
                        .getOrDefault("oidc-scopes", String.join(",", Oidc.SCOPES))
                        .split(",")),
                reading.given("teams", Path::of),
                reading.given("lease-namespace", name -> name),
                Map.copyOf(environment));
        options.misfits().forEach(reading.problems::add);
        if (!reading.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", reading.problems));
        }
        return options;
    }

    /** What is brought along believes everybody, and is for this machine only. */
    private List<String> misfits() {
        var misfits = new ArrayList<String>();
        if (issuer.isEmpty() && !LOOPBACK.contains(host)) {
            misfits.add("--listen " + host + ":" + port + " without --oidc-issuer: anybody could be anybody");
        }
        if (issuer.isPresent() && teams.isEmpty()) {
            misfits.add(
                    "--oidc-issuer without --teams: its groups would be taken for those of the teams brought along");
        }
        return misfits;
    }

    private record Reading(Map<String, String> values, List<String> problems) {

        void read(List<String> arguments) {
            for (int i = 0; i < arguments.size(); i++) {
                var flag = arguments.get(i);
                if (!flag.startsWith("--") || !FLAGS.contains(flag.substring(2))) {
                    problems.add(flag + ": there is no such flag; there are --" + String.join(", --", FLAGS));
                } else if (i + 1 == arguments.size()) {
                    problems.add(flag + ": it takes a value");
                } else {
                    values.put(flag.substring(2), arguments.get(++i));
                }
            }
        }

        <T> Optional<T> given(String flag, Function<String, T> reader) {
            var value = Optional.ofNullable(values.get(flag));
            try {
                return value.map(reader);
            } catch (IllegalArgumentException e) {
                problems.add("--" + flag + " " + value.orElse("") + ": " + e.getMessage());
                return Optional.empty();
            }
        }
    }

    /** What is no matter of a command line, which anybody on the machine reads. */
    Optional<String> secret(String variable) {
        return Optional.ofNullable(environment.get(variable));
    }

    @Override
    public String toString() {
        return "Options[" + host + ":" + port + "]";
    }
}
