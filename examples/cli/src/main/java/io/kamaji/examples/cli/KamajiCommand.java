package io.kamaji.examples.cli;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.access.KubeconfigRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubectl kamaji}: how tenants are, why they are not ready, what would be done, and what their users need. */
@Command(
        name = "kubectl kamaji",
        mixinStandardHelpOptions = true,
        version = "kamaji 0.1.0",
        subcommands = CommandLine.HelpCommand.class,
        description = "Tenant control planes that are custom resources of a cluster.")
public final class KamajiCommand {
    @Spec
    private CommandSpec spec;

    /** Exits with 0, with 1 if it failed, with 2 for a wrong call. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new KamajiCommand()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(text(failure));
            return 1;
        });
    }

    private static String text(Exception failure) {
        return failure instanceof KamajiException || failure instanceof InvalidSpecException
                ? failure.getMessage()
                : failure.toString();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(description = "How tenants are; of one tenant also its conditions.")
    void status(@Mixin Where where, @Parameters(arity = "0..1", paramLabel = "TENANT") String name) {
        try (var admin = where.connect()) {
            out().print(
                            name == null
                                    ? Reading.table(admin, where.namespaceOrAll())
                                    : Reading.of(where.ref(name), admin));
        }
    }

    @Command(description = "Datastores: how many tenants use each, and what is left of those that drain.")
    void stores(@Mixin Where where) {
        try (var admin = where.connect()) {
            out().print(Stores.table(admin));
        }
    }

    @Command(
            description =
                    "Why a tenant is not ready: conditions that do not hold, pods and what they say, recent Events.")
    void why(@Mixin Where where, @Parameters(paramLabel = "TENANT") String name) {
        try (var admin = where.connect()) {
            out().print(Reason.of(where.ref(name), admin));
        }
    }

    @Command(description = "What the next pass would do, and what follows from it. Reads only.")
    void plan(
            @Mixin Where where,
            @Parameters(arity = "0..1", paramLabel = "TENANT") String name,
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            description = "a manifest instead of what is there")
                    Path file)
            throws IOException {
        try (var kamaji = where.kamaji()) {
            out().println(kamaji.tenant(file == null ? tenant(where, name) : manifest(file))
                    .plan());
        }
    }

    private static TenantControlPlane manifest(Path file) throws IOException {
        return TenantControlPlane.of(JsonObject.parse(Files.readString(file)));
    }

    private TenantControlPlane tenant(Where where, String name) {
        if (name == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "name a TENANT, or a manifest with --file");
        }
        try (var admin = where.connect()) {
            return TenantControlPlane.stored(admin.get(where.ref(name))
                    .orElseThrow(() -> KamajiException.at(where.ref(name), "there is no such tenant")));
        }
    }

    @Command(
            description =
                    "All about a tenant for those who help, as one YAML file; of Secrets only names, sizes and times.")
    void report(@Mixin Where where, @Parameters(paramLabel = "TENANT") String name, @Mixin Output output) {
        try (var admin = where.connect()) {
            output.write(out(), Report.of(where.ref(name), admin));
        }
    }

    @Command(
            description =
                    "A tenant's content as a file, from which it can be restored on any datastore. It holds Secrets.")
    void backup(
            @Mixin Where where,
            @Parameters(paramLabel = "TENANT") String name,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "FILE")
                    Path file)
            throws IOException {
        try (var kamaji = where.kamaji();
                var to = Output.create(file)) {
            out().println(kamaji.backups().export(tenant(where, name), to));
        }
    }

    @Command(description = "The line by which a machine joins a tenant; its token is good for a day.")
    void join(@Mixin Where where, @Parameters(paramLabel = "TENANT") String name) {
        try (var kamaji = where.kamaji()) {
            out().println(kamaji.tenant(tenant(where, name)).join().command());
        }
    }

    @Command(
            description =
                    "A kubeconfig of a tenant that is made now and ends by itself; an Event of the tenant tells of it.")
    void kubeconfig(
            @Mixin Where where,
            @Parameters(paramLabel = "TENANT") String name,
            @Option(
                            names = "--user",
                            paramLabel = "USER",
                            defaultValue = "${sys:user.name}",
                            description = "for whom: ${DEFAULT-VALUE}")
                    String user,
            @Option(
                            names = "--group",
                            paramLabel = "GROUP",
                            defaultValue = "kubeadm:cluster-admins",
                            description = "as which groups: ${DEFAULT-VALUE}")
                    List<String> groups,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            defaultValue = "8h",
                            description = "how long it is good: ${DEFAULT-VALUE}")
                    String time,
            @Mixin Output output) {
        var request = KubeconfigRequest.of(user, groups, life(time))
                .by(System.getProperty("user.name") + ", by kubectl kamaji");
        try (var kamaji = where.kamaji()) {
            output.write(
                    out(),
                    kamaji.tenant(tenant(where, name)).kubeconfig(request).toYaml());
        }
    }

    private Duration life(String time) {
        try {
            return Duration.parse("PT" + time);
        } catch (DateTimeParseException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--for " + time + ": a time such as 8h or 30m");
        }
    }

    @Command(
            description = "Has certificates of a tenant issued anew by the operator: says what follows, asks and waits."
                    + " Authorities are refused.")
    void rotate(
            @Mixin Where where,
            @Parameters(paramLabel = "TENANT") String name,
            @Option(
                            names = "--secret",
                            paramLabel = "NAME",
                            description = "one Secret, may be repeated; default: all but authorities")
                    List<String> secrets,
            @Option(names = "--dry-run", description = "only say what follows") boolean dryRun,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "how long to wait; default: ${DEFAULT-VALUE}")
                    long seconds) {
        var tenant = tenant(where, name);
        try (var admin = where.connect()) {
            var rotation = Rotation.of(
                    tenant, where.ref(name), Optional.ofNullable(secrets).orElse(List.of()), admin);
            out().print(rotation.text());
            out().flush();
            if (!dryRun) {
                rotation.run(admin, Duration.ofSeconds(seconds));
                out().println("done");
            }
        }
    }

    /** Where text goes. */
    static final class Output {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "a new file, readable by its owner only, instead of standard output")
        private Path file;

        void write(PrintWriter out, String text) {
            if (file == null) {
                out.print(text);
                out.flush();
                return;
            }
            try (var to = create(file)) {
                to.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** @throws IOException if there is such a file */
        static OutputStream create(Path file) throws IOException {
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            return Channels.newOutputStream(Files.newByteChannel(file, options, owner));
        }
    }
}
