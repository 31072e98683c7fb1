package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What admin clusters under test are made of, as far as no server is needed for it. */
class AdminClusterKindTest {
    private static final String ASKED = "kamaji.test.admin";
    private static final String GIVEN = "kamaji.test.kubeconfig";

    private static <T> T with(String property, String value, Callable<T> work) throws Exception {
        var before = System.setProperty(property, value);
        try {
            return work.call();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Test
    void asked_byProperty_isThatOneInAnyCase() throws Exception {
        assertThat(with(ASKED, "k3s", AdminClusterKind::asked)).isEqualTo(AdminClusterKind.K3S);
        assertThat(with(ASKED, "PROCESSES", AdminClusterKind::asked)).isEqualTo(AdminClusterKind.PROCESSES);
    }

    @Test
    void asked_unknown_namesThoseThatThereAre() {
        assertThatThrownBy(() -> with(ASKED, "minikube", AdminClusterKind::asked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kamaji.test.admin: 'minikube' is none of [simulator, processes, k3s, given]");
    }

    @Test
    void simulator_needsNothing_andAnswers() {
        assertThat(AdminClusterKind.SIMULATOR.missing()).isEmpty();
        try (var cluster = AdminClusterKind.SIMULATOR.startOrSkip();
                var client = cluster.connect()) {
            assertThat(client.raw("/readyz")).isEqualTo("ok");
        }
    }

    @Test
    void given_kubeconfig_isThatOneAndStays(@TempDir Path folder) throws Exception {
        try (var simulator = ApiServerSimulator.start()) {
            var file = Files.writeString(folder.resolve("admin.conf"), simulator.kubeconfig());

            var given = with(GIVEN, file.toString(), AdminClusterKind.GIVEN::start);
            given.close();

            try (var client = given.connect()) {
                assertThat(client.raw("/readyz")).isEqualTo("ok");
            }
        }
    }

    @Test
    void given_fileThatIsNotThere_isNamed() throws Exception {
        assertThat(with(GIVEN, "/nowhere/admin.conf", AdminClusterKind.GIVEN::missing))
                .contains("no kubeconfig can be read at /nowhere/admin.conf");
    }

    @Test
    void k3s_withoutDocker_saysSo() {
        assertThat(AdminClusterKind.K3S.missing())
                .satisfiesAnyOf(
                        missing -> assertThat(missing).contains("no Docker, which K3s runs in"),
                        missing -> assertThat(missing).as("Docker is there").isEmpty());
    }
}
