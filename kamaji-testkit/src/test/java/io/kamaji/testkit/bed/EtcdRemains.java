package io.kamaji.testkit.bed;

import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.Binaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An etcd server, asked by etcd's own tool as its root user: what of a tenant is still in it, and its revisions. */
record EtcdRemains(Path server, String endpoint) {

    /** Keys that hold the schema's name (the owner's mark among them), users and roles of the tenant. */
    List<String> of(String schema, String user) throws IOException, InterruptedException {
        var remains = new ArrayList<String>();
        etcdctl("get", "--prefix", "", "--keys-only")
                .filter(key -> key.contains(schema))
                .forEach(remains::add);
        etcdctl("user", "list").filter(user::equals).forEach(name -> remains.add("user " + name));
        etcdctl("role", "list").filter(schema::equals).forEach(name -> remains.add("role " + name));
        return remains;
    }

    /** How many changes there were so far. */
    long revision() throws IOException, InterruptedException {
        var status =
                etcdctl("endpoint", "status", "--write-out=json").findFirst().orElseThrow();
        return JsonValue.parse(status)
                .asArray()
                .orElseThrow()
                .objects()
                .findFirst()
                .flatMap(member -> member.number("Status", "header", "revision"))
                .orElseThrow();
    }

    /** Forgets what was before a revision. */
    void compact(long revision) throws IOException, InterruptedException {
        etcdctl("compact", Long.toString(revision));
    }

    private Stream<String> etcdctl(String... command) throws IOException, InterruptedException {
        var binary = Binaries.standard().find("etcdctl", "3.6.16").orElseThrow();
        var argv = new ArrayList<>(List.of(
                binary.toString(),
                "--endpoints=https://" + endpoint,
                "--cacert=" + server.resolve("ca.crt"),
                "--cert=" + server.resolve("client.crt"),
                "--key=" + server.resolve("client.key")));
        argv.addAll(List.of(command));
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(argv + " ended with " + process.exitValue());
        }
        return said.lines().filter(line -> !line.isBlank());
    }
}
