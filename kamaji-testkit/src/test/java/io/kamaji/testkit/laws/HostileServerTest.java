package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that an API server answers ends the JVM or holds a thread; where memory is the point, in a JVM of 256 MB. */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
@Tag("once")
class HostileServerTest {
    private static final ObjectRef CONFIG_MAP = ObjectRef.of("v1", "ConfigMap", "n", "a");

    /** What a client asks. */
    enum Ask {
        GET(client -> client.get(CONFIG_MAP)),
        RAW(client -> client.raw("/version")),
        LIST(client -> client.list(ListRequest.of(ResourceTypes.CONFIG_MAP, "n", ""))),
        WATCH(client -> client.watch(
                ListRequest.of(ResourceTypes.CONFIG_MAP, "n", ""), "1", Duration.ofMinutes(1), event -> false));

        private final Consumer<ClusterClient> request;

        Ask(Consumer<ClusterClient> request) {
            this.request = request;
        }
    }

    /** Asks one thing of one server, says what came of it. */
    public static void main(String[] args) {
        try (var server = new HostileServer(HostileServer.Way.valueOf(args[0]));
                var client = AdminCluster.kubeconfig(server.kubeconfig())
                        .limits(ClientLimits.ofTenant())
                        .connect()) {
            Ask.valueOf(args[1]).request.accept(client);
            System.out.println("answered");
        } catch (KamajiException e) {
            System.out.println("refused: " + e.getMessage());
        }
        System.exit(0);
    }

    @ParameterizedTest
    @CsvSource({
        "GZIP_BOMB, GET, larger than 16777216 bytes",
        "GZIP_BOMB, RAW, larger than 16777216 bytes",
        "GZIP_BOMB, LIST, larger than 16777216 bytes",
        "GZIP_BOMB, WATCH, a line of more than 4194304 bytes",
        "ENDLESS_LINE, WATCH, a line of more than 4194304 bytes",
        "ENDLESS_LINE, GET, larger than 16777216 bytes",
        "MANY_VALUES, GET, too many or too deeply nested values",
        "LARGE_REFUSAL, GET, 500 no no",
        "LARGE_REFUSAL, WATCH, 500 no no",
        "ENDLESS_FULL_PAGES, LIST, a list may take"
    })
    void request_hugeAnswer_isRefusedWithin256Megabytes(HostileServer.Way way, Ask ask, String refusal)
            throws Exception {
        var said = HostileServer.inSmallJvm(HostileServerTest.class, List.of(way.name(), ask.name()));

        assertThat(said).contains("refused: ", refusal);
    }

    @Test
    void list_pagesWithoutEnd_areReadUpToALimit() {
        try (var server = new HostileServer(HostileServer.Way.ENDLESS_PAGES);
                var client = AdminCluster.kubeconfig(server.kubeconfig()).connect()) {
            var failure = catchThrowableOfType(KamajiException.class, () -> Ask.LIST.request.accept(client));

            assertThat(failure).hasMessageContaining("more than 1000 pages");
            assertThat(server.requests()).isEqualTo(1000);
        }
    }

    @Test
    void list_pageThatContinuesWithItself_isRefusedAtOnce() {
        try (var server = new HostileServer(HostileServer.Way.SAME_PAGE);
                var client = AdminCluster.kubeconfig(server.kubeconfig()).connect()) {
            var failure = catchThrowableOfType(KamajiException.class, () -> Ask.LIST.request.accept(client));

            assertThat(failure).hasMessageContaining("goes round in a circle");
            assertThat(server.requests()).isEqualTo(2);
        }
    }
}
