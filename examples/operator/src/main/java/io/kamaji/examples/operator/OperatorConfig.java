package io.kamaji.examples.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the process is told at its start. Immutable; what each means, and what holds where nothing is said: {@link Flag}.
 *
 * @param idle flags that were given and have no meaning here
 */
record OperatorConfig(
        Optional<Path> kubeconfig,
        List<String> namespaces,
        Optional<String> dataStore,
        boolean boundaries,
        int upgradeAtOnce,
        Set<ObjectRef> canaries,
        int drainAtOnce,
        Optional<String> kineImage,
        boolean installDefinitions,
        int workers,
        Duration resync,
        Optional<Duration> renewBefore,
        boolean leaderElect,
        String ownNamespace,
        Optional<InetSocketAddress> metrics,
        Optional<InetSocketAddress> health,
        Optional<InetSocketAddress> webhook,
        String webhookService,
        Optional<Path> webhookCertificates,
        Level logLevel,
        List<Flag> idle) {

    private static final Pattern GO_DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]+/[a-z0-9.-]+");
    private static final Map<String, Level> LEVELS = Map.of(
            "error", Level.SEVERE,
            "warn", Level.WARNING,
            "info", Level.INFO,
            "debug", Level.FINE,
            "trace", Level.FINEST);

    /**
     * Reads arguments, then the environment, then the file that one of them names.
     *
     * @throws IllegalArgumentException with everything that can't be used, each with its flag and value
     */
    static OperatorConfig of(List<String> arguments, Map<String, String> environment) {
        var problems = new ArrayList<String>();
        var values = new EnumMap<Flag, String>(Flag.class);
        arguments(arguments, values, problems);
        for (var flag : Flag.values()) {
            Optional.ofNullable(environment.get(flag.variable())).ifPresent(value -> values.putIfAbsent(flag, value));
        }
        file(values, problems);
        var config = new Reading(values, problems).config();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the configuration can't be used:\n  " + String.join("\n  ", problems));
        }
        return config;
    }

    private static void arguments(List<String> arguments, Map<Flag, String> values, List<String> problems) {
        for (var argument : arguments) {
            var name = argument.replaceFirst("^--?", "").replaceFirst("=.*", "");
            var flag = Flag.of(name).filter(found -> argument.startsWith("-"));
            if (flag.isEmpty()) {
                problems.add(argument + ": there is no such flag; --help names all");
            } else {
                var at = argument.indexOf('=');
                values.put(flag.get(), at < 0 ? "true" : argument.substring(at + 1));
            }
        }
    }

    private static void file(Map<Flag, String> values, List<String> problems) {
        var file = values.getOrDefault(Flag.CONFIG, "");
        if (file.isEmpty()) {
            return;
        }
        try {
            var content = JsonObject.parse(Files.readString(Path.of(file)));
            for (var entry : content.members().entrySet()) {
                var flag = Flag.of(entry.getKey());
                if (flag.isEmpty()) {
                    problems.add(file + ": " + entry.getKey() + ": there is no such flag");
                } else {
                    var value = entry.getValue();
                    values.putIfAbsent(flag.get(), value.asText().orElseGet(value::toJson));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add("--config=" + file + ": " + e);
        }
    }

    /** What was given, read; what can't be is a problem. */
    private record Reading(Map<Flag, String> values, List<String> problems) {

        OperatorConfig config() {
            return new OperatorConfig(
                    given(Flag.KUBECONFIG).map(Path::of),
                    given(Flag.NAMESPACES).stream()
                            .flatMap(all -> Arrays.stream(all.split(",")))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList(),
                    given(Flag.DATASTORE),
                    flag(Flag.BOUNDARIES),
                    read(Flag.UPGRADE_AT_ONCE, "a number from 0 to 1000", Reading::upTo1000)
                            .orElse(0),
                    read(Flag.CANARY_TENANTS, "tenants as team-a/blue, separated by commas", Reading::tenants)
                            .orElse(Set.of()),
                    read(Flag.DRAIN_AT_ONCE, "a number from 0 to 1000", Reading::upTo1000)
                            .orElse(0),
                    given(Flag.KINE_IMAGE),
                    flag(Flag.INSTALL_DEFINITIONS),
                    read(Flag.MAX_CONCURRENT_TCP_RECONCILES, "a number from 1 to 1000", Reading::workers)
                            .orElse(1),
                    read(Flag.CACHE_RESYNC_PERIOD, "a duration as 10h or 5m30s", Reading::duration)
                            .orElse(Duration.ZERO),
                    read(Flag.CERTIFICATE_EXPIRATION_DEADLINE, "a duration of at least 24h", Reading::deadline),
                    flag(Flag.LEADER_ELECT),
                    text(Flag.POD_NAMESPACE),
                    address(Flag.METRICS_BIND_ADDRESS),
                    address(Flag.HEALTH_PROBE_BIND_ADDRESS),
                    address(Flag.WEBHOOK_BIND_ADDRESS),
                    text(Flag.WEBHOOK_SERVICE_NAME),
                    given(Flag.WEBHOOK_CERTIFICATE_DIR).map(Path::of),
                    read(Flag.LOG_LEVEL, "one of error, warn, info, debug, trace", OperatorConfig::level)
                            .orElse(Level.INFO),
                    values.keySet().stream().filter(Flag::idle).toList());
        }

        private String text(Flag flag) {
            return values.getOrDefault(flag, flag.standard()).strip();
        }

        private Optional<String> given(Flag flag) {
            return Optional.of(text(flag)).filter(value -> !value.isEmpty());
        }

        private <T> Optional<T> read(Flag flag, String wanted, Function<String, Optional<T>> reader) {
            var given = given(flag);
            var read = given.flatMap(reader);
            if (given.isPresent() && read.isEmpty()) {
                problems.add("--" + flag.text() + "=" + given.get() + ": not " + wanted);
            }
            return read;
        }

        private boolean flag(Flag flag) {
            return read(flag, "true or false", OperatorConfig::truth).orElse(false);
        }

        /** {@code :8080} is that port of all addresses, {@code 0} is none. */
        private Optional<InetSocketAddress> address(Flag flag) {
            return text(flag).equals("0")
                    ? Optional.empty()
                    : read(flag, "an address as :8080, 127.0.0.1:8080 or 0", OperatorConfig::address);
        }

        private static Optional<Integer> upTo1000(String text) {
            return text.matches("0|[1-9]\\d{0,2}|1000") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
        }

        private static Optional<Set<ObjectRef>> tenants(String text) {
            var names = Arrays.stream(text.split(",")).map(String::strip).toList();
            return names.stream().allMatch(name -> TENANT.matcher(name).matches())
                    ? Optional.of(names.stream()
                            .map(name -> name.split("/"))
                            .map(name -> ResourceTypes.TENANT_CONTROL_PLANE.ref(name[0], name[1]))
                            .collect(Collectors.toSet()))
                    : Optional.empty();
        }

        private static Optional<Integer> workers(String text) {
            return upTo1000(text).filter(number -> number > 0);
        }

        private static Optional<Duration> deadline(String text) {
            return duration(text).filter(value -> value.compareTo(Duration.ofHours(24)) >= 0);
        }

        private static Optional<Duration> duration(String text) {
            var match = GO_DURATION.matcher(text);
            if (text.isEmpty() || !match.matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Duration.ofHours(part(match.group(1)))
                                .plusMinutes(part(match.group(2)))
                                .plusSeconds(part(match.group(3))))
                        .filter(value -> !value.isZero());
            } catch (ArithmeticException | NumberFormatException e) {
                return Optional.empty();
            }
        }

        private static long part(String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }
    }

    private static Optional<Boolean> truth(String text) {
        return text.equals("true") || text.equals("false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
    }

    static Optional<Level> level(String text) {
        return Optional.ofNullable(LEVELS.get(text.toLowerCase(Locale.ROOT)));
    }

    private static Optional<InetSocketAddress> address(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        var port = Integer.parseInt(text.substring(colon + 1));
        if (port > 65_535) {
            return Optional.empty();
        }
        var host = text.substring(0, colon);
        return Optional.of(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port))
                .filter(address -> !address.isUnresolved());
    }
}
