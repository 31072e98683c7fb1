package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.node.Argv;
import io.kamaji.testkit.node.TranslationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a container can't be had by a process on this machine, and what it gets instead: the one table of it, for one
 * container. Whatever no {@link TranslationRule} changes is passed on as rendered. Immutable and thread-safe.
 */
public final class Translation {

    private static final Pattern SERVICE = Pattern.compile(
            "(?<![A-Za-z0-9.-])([a-z0-9-]+\\.[a-z0-9-]+)\\.svc(?:\\.cluster\\.local)?(?![A-Za-z0-9.-])");
    private static final Pattern URL = Pattern.compile("(https?://)([^/:]+|\\[[^]]*])(.*)");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String address;
    private final Map<String, String> folders;
    private final Pattern paths;
    private final Map<String, String> services;

    /**
     * @param address the pod's
     * @param mounts of the container
     * @param services cluster IPs by {@code <service>.<namespace>}
     */
    public Translation(String address, List<MountedPath> mounts, Map<String, String> services) {
        this.address = address;
        this.folders = mounts.stream()
                .filter(mount -> mount.inContainer().length() > 1)
                .collect(Collectors.toMap(MountedPath::inContainer, MountedPath::onMachine, (first, second) -> second));
        var longestFirst = folders.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(path -> path))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        // a path begins where no name or base64 goes on, or after a scheme; it ends at a slash or where its name ends
        this.paths = Pattern.compile("(?:(?<![\\w.+/-])|(?<=://))(?:" + longestFirst + ")(?![\\w.+-])");
        this.services = Map.copyOf(services);
    }

    /** Text of an argument or a variable. */
    public String text(String text) {
        return text(text, EnumSet.noneOf(TranslationRule.class));
    }

    private String text(String text, Set<TranslationRule> applied) {
        var moved = folders.isEmpty()
                ? text
                : paths.matcher(text).replaceAll(match -> Matcher.quoteReplacement(folders.get(match.group())));
        if (!moved.equals(text)) {
            applied.add(TranslationRule.MOUNT_PATH);
        }
        var named = SERVICE.matcher(moved)
                .replaceAll(match -> Matcher.quoteReplacement(services.getOrDefault(match.group(1), match.group())));
        if (!named.equals(moved)) {
            applied.add(TranslationRule.SERVICE_NAME);
        }
        return named;
    }

    /** The content of a mounted file. PEM is left as it is. */
    public String file(String content) {
        if (content.startsWith("-----BEGIN")) {
            return content;
        }
        return content.contains("kind: Config\n") || content.contains("clusters:") || content.contains("\"clusters\"")
                ? kubeconfig(content)
                : text(content);
    }

    private String kubeconfig(String content) {
        JsonObject config;
        try {
            config = JsonObject.parse(content);
        } catch (IllegalArgumentException e) {
            return text(content); // something else that has the word in it
        }
        if (!config.text("kind").equals(Optional.of("Config"))) {
            return text(content);
        }
        var changed = deep(config).asObject().orElse(config);
        var clusters = changed.array("clusters").objects().toList();
        var originals = config.array("clusters").objects().toList();
        var led = new ArrayList<JsonObject>();
        for (int i = 0; i < clusters.size(); i++) {
            led.add(clusters.get(i).with("cluster", cluster(clusters.get(i), originals.get(i))));
        }
        changed = changed.with("clusters", led);
        return changed.equals(config) ? content : changed.toYaml();
    }

    private JsonValue deep(JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> members.put(name, deep(member)));
            return new JsonObject(members);
        } else if (value instanceof JsonArray array) {
            return array.map(this::deep);
        }
        return value.asText().map(text -> JsonValue.of(text(text))).orElse(value);
    }

    /** A cluster entry led to where its server is; the name in its certificate stays that of the original. */
    private JsonObject cluster(JsonObject entry, JsonObject original) {
        var cluster = entry.object("cluster");
        var server = URL.matcher(original.text("cluster", "server").orElse(""));
        if (!server.matches()) {
            return cluster;
        }
        var host = server.group(2);
        var instead = LOOPBACK.contains(host) ? address : text(host);
        return instead.equals(host)
                ? cluster
                : cluster.with("server", server.group(1) + instead + server.group(3))
                        .with(
                                "tls-server-name",
                                original.text("cluster", "tls-server-name")
                                        .orElse(LOOPBACK.contains(host) ? "localhost" : host));
    }

    /**
     * A command line.
     *
     * @param program what {@code expanded.get(0)} stands for on this machine
     * @param binary name by which {@link ListenFlag}'s table knows it
     * @param rendered as in the pod
     * @param expanded the same with variables expanded
     */
    Argv argv(String program, String binary, List<String> rendered, List<String> expanded) {
        var started = new ArrayList<String>();
        var changes = new ArrayList<Argv.Change>();
        var flags = ListenFlag.TABLE.stream()
                .filter(row -> row.binary().equals(binary))
                .collect(Collectors.toMap(ListenFlag::flag, row -> row));
        var given = EnumSet.noneOf(TranslationRule.class);
        var absent = new ArrayList<>(ListenFlag.TABLE.stream()
                .filter(row -> row.binary().equals(binary))
                .toList());
        for (int i = 0; i < expanded.size(); i++) {
            var before = expanded.get(i);
            given.clear();
            String after;
            if (i == 0) {
                after = program;
                given.add(TranslationRule.BINARY);
            } else {
                var listen = listen(flags, i == 1 ? "" : expanded.get(i - 1), before, given);
                after = text(listen, given);
                var flag = before.split("=", 2)[0];
                absent.removeIf(row -> row.flag().equals(flag));
            }
            if (!after.equals(before)) {
                changes.add(new Argv.Change(i, before, after, List.copyOf(given)));
            }
            started.add(after);
        }
        for (var row : absent) {
            row.added(address).ifPresent(argument -> {
                changes.add(new Argv.Change(started.size(), "", argument, List.of(TranslationRule.LISTEN_ADDED)));
                started.add(argument);
            });
        }
        return new Argv(rendered, started, changes);
    }

    private String listen(
            Map<String, ListenFlag> flags, String previous, String argument, Set<TranslationRule> applied) {
        var equals = argument.indexOf('=');
        String after = argument;
        if (equals > 0 && flags.containsKey(argument.substring(0, equals))) {
            var row = flags.get(argument.substring(0, equals));
            after = row.flag() + "=" + row.translate(argument.substring(equals + 1), address);
        } else if (flags.containsKey(previous)) {
            after = flags.get(previous).translate(argument, address);
        }
        if (!after.equals(argument)) {
            applied.add(TranslationRule.LISTEN_WILDCARD);
        }
        return after;
    }
}
