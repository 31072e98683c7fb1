package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.node.Argv;
import io.kamaji.testkit.node.RealBinaries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A whole tenant as processes: what runs is what was rendered, but for the rows of the translation table. */
class TenantOnProcessNodeIT {
    private static final String VERSION = RealBinaries.KUBERNETES;

    @Test
    void commandLines_onSqlite_areTheRenderedOnes() throws Exception {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.SQLITE));
        try (var tenant = RunningTenant.onSqlite(VERSION)) {
            check(tenant, 4);
        }
    }

    @Test
    void commandLines_onEtcd_areTheRenderedOnes() throws Exception {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.ETCD));
        try (var etcd = EtcdServer.start();
                var tenant = RunningTenant.on(VERSION, etcd.dataStore())) {
            check(tenant, 3);
            var started = tenant.node().argv(tenant.node().pods().get(0).name(), "kube-apiserver");
            var prefix = started.orElseThrow().rendered().stream()
                    .filter(argument -> argument.startsWith("--etcd-prefix="))
                    .findFirst()
                    .orElseThrow()
                    .substring("--etcd-prefix=".length());
            assertThat(prefix).hasSizeGreaterThan(1);
            var keys = etcd.control("get", "--prefix", "--keys-only", "--limit=50", "/");
            assertThat(keys.lines().filter(line -> !line.isBlank()))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith(prefix + "/"));
        }
    }

    /** The Deployment in the API, the node's account of each argument, and the kernel's account of the process. */
    private static void check(RunningTenant tenant, int containers) throws Exception {
        assertThat(tenant.tenant().client().raw("/readyz")).isEqualTo("ok");
        assertThat(tenant.tenant().client().raw("/version")).contains("v" + VERSION);
        var deployment = tenant.admin()
                .get(ObjectRef.of("apps/v1", "Deployment", "default", "tenant"))
                .orElseThrow();
        var pods = tenant.node().pods();
        assertThat(pods).hasSize(1);
        var pod = pods.get(0);
        assertThat(pod.ready()).isTrue();
        var template = deployment.object("spec", "template", "spec");
        var rendered = Stream.of("initContainers", "containers")
                .flatMap(place -> template.array(place).objects())
                .toList();
        assertThat(rendered).hasSize(containers);
        for (var container : rendered) {
            var name = container.text("name").orElseThrow();
            var argv = tenant.node().argv(pod.name(), name).orElseThrow();
            assertThat(argv.rendered()).as(name).isEqualTo(commandOf(container));
            for (int i = 0; i < argv.started().size(); i++) {
                var index = i;
                var change = argv.changes().stream()
                        .filter(each -> each.index() == index)
                        .findFirst();
                if (change.isPresent()) {
                    assertThat(change.get().rules()).as(name + " argument " + i).isNotEmpty();
                } else if (!argv.rendered().get(i).contains("$(")) {
                    assertThat(argv.started().get(i)).isEqualTo(argv.rendered().get(i));
                }
            }
            assertThat(running(pod.processes().get(name)))
                    .as("what the kernel says of %s", name)
                    .containsExactlyElementsOf(argv.started());
            print(name, argv);
        }
    }

    private static java.util.List<String> commandOf(JsonObject container) {
        var all = new ArrayList<>(container.array("command").texts());
        all.addAll(container.array("args").texts());
        return all;
    }

    private static String[] running(long process) throws Exception {
        return Files.readString(Path.of("/proc/" + process + "/cmdline"), StandardCharsets.UTF_8)
                .split("\0");
    }

    private static void print(String name, Argv argv) {
        System.out.printf(
                "%s: %d arguments as rendered, %d translated %s%n",
                name,
                argv.started().size() - argv.changes().size(),
                argv.changes().size(),
                argv.changes());
    }
}
