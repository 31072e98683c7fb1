package io.kamaji.core.cluster.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a client of a kubeconfig, and says in words of its own what is wrong with one that is of no use. */
final class KubeconfigText {
    private final String what;
    private final JsonObject config;
    private final Optional<Path> folder;

    private KubeconfigText(String what, JsonObject config, Optional<Path> folder) {
        this.what = what;
        this.config = config;
        this.folder = folder;
    }

    static ApiClient client(Path file) {
        var what = "kubeconfig " + file;
        if (!Files.exists(file)) {
            throw unusable(what, "there is no such file", null);
        }
        try {
            return client(what, Files.readString(file), Optional.of(file.toAbsolutePath()));
        } catch (IOException e) {
            throw unusable(what, "it can't be read: " + e, e);
        }
    }

    static ApiClient client(String yaml) {
        return client("kubeconfig", yaml, Optional.empty());
    }

    private static ApiClient client(String what, String yaml, Optional<Path> file) {
        var text = new KubeconfigText(what, parsed(what, yaml), file.map(Path::getParent));
        text.requireUsable();
        try {
            var read = KubeConfig.loadKubeConfig(new StringReader(yaml));
            var config = new Strict(text, read);
            config.setContext(read.getCurrentContext());
            file.ifPresent(path -> config.setFile(path.toFile()));
            return ClientBuilder.kubeconfig(config).build();
        } catch (ClusterException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unusable(what, String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonObject parsed(String what, String yaml) {
        if (yaml.isBlank()) {
            throw unusable(what, "it is empty", null);
        }
        JsonValue value;
        try {
            value = JsonValue.parse(yaml);
        } catch (IllegalArgumentException e) {
            throw unusable(what, Failures.firstLine(String.valueOf(e.getMessage())), e);
        }
        value.asText().ifPresent(text -> {
            throw unusable(
                    what,
                    "\"" + Failures.firstLine(text)
                            + "\" is no YAML of a kubeconfig (for a file: kubeconfig(Path.of(…)))",
                    null);
        });
        return value.asObject().orElseThrow(() -> unusable(what, "it is no YAML object", null));
    }

    private void requireUsable() {
        var contexts = names("contexts");
        var current = config.text("current-context").filter(name -> !name.isEmpty());
        if (current.isEmpty()) {
            throw unusable("it names no current-context; it has contexts " + contexts);
        }
        if (!contexts.contains(current.get())) {
            throw unusable("its current-context " + current.get() + " is not among its contexts " + contexts);
        }
        var context = named("contexts", current.get()).object("context");
        var cluster = requireNamed("clusters", context.text("cluster").orElse(""), current.get());
        if (cluster.text("cluster", "server")
                .filter(server -> !server.isEmpty())
                .isEmpty()) {
            throw unusable("its cluster " + cluster.text("name").orElse("") + " names no server");
        }
        context.text("user").filter(name -> !name.isEmpty()).ifPresent(name -> {
            var user = requireNamed("users", name, current.get());
            user.text("user", "exec", "command")
                    .filter(command -> !isRunnable(command))
                    .ifPresent(command -> {
                        throw unusable("its user " + name + " gets credentials from the command " + command
                                + ", which is not there" + hint(user));
                    });
        });
    }

    private static String hint(JsonObject user) {
        return user.text("user", "exec", "installHint")
                .map(hint -> ": " + Failures.firstLine(hint))
                .orElse(": install it, or put it on the PATH");
    }

    private JsonObject requireNamed(String list, String name, String context) {
        if (!names(list).contains(name)) {
            throw unusable("its context " + context + " names " + name + ", which is not among its " + list + " "
                    + names(list));
        }
        return named(list, name);
    }

    private JsonObject named(String list, String name) {
        return config.array(list)
                .objects()
                .filter(entry -> entry.text("name").equals(Optional.of(name)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names(String list) {
        return config.array(list)
                .objects()
                .flatMap(entry -> entry.text("name").stream())
                .toList();
    }

    /** A path is relative to the file; a bare name is looked for on the PATH, as a shell would. */
    private boolean isRunnable(String command) {
        if (command.contains("/") || command.contains(File.separator)) {
            return Files.isExecutable(folder.orElse(Path.of("")).resolve(command));
        }
        return Optional.ofNullable(System.getenv("PATH"))
                .map(path -> path.split(File.pathSeparator))
                .map(List::of)
                .orElse(List.of())
                .stream()
                .anyMatch(on ->
                        Files.isExecutable(Path.of(on, command)) || Files.isExecutable(Path.of(on, command + ".exe")));
    }

    private ClusterException unusable(String why) {
        return unusable(what, why, null);
    }

    static ClusterException unusable(String what, String why, @Nullable Exception cause) {
        return new ClusterException(0, "Unusable", "can't use the " + what + ": " + why, null, null, cause);
    }

    /** Fails where a command gave no credentials; client-java goes on without. */
    private static final class Strict extends KubeConfig {
        private final KubeconfigText text;

        Strict(KubeconfigText text, KubeConfig read) {
            super(read.getContexts(), read.getClusters(), read.getUsers());
            this.text = text;
        }

        @Override
        public @Nullable Map<String, String> getCredentials() {
            var credentials = super.getCredentials();
            var users = text.config.array("users").objects();
            var context =
                    text.named("contexts", text.config.text("current-context").orElseThrow());
            var command = users.filter(user -> user.text("name").equals(context.text("context", "user")))
                    .flatMap(user -> user.text("user", "exec", "command").stream())
                    .findFirst();
            if (command.isPresent() && (credentials == null || credentials.isEmpty())) {
                throw text.unusable("the command " + command.get()
                        + " gave no credentials: run it by hand to see why, a login may have expired");
            }
            return credentials;
        }
    }
}
