package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    @Test
    void health_notReady_saysWhyAndStaysAlive() throws Exception {
        var health = new AtomicReference<>(Health.STARTING);
        try (var front = HttpFront.health(ANY, health::get)) {
            assertThat(get(front, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(front, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(front, "/readyz").body()).isEqualTo("starting\n");

            health.set(new Health(false, false, List.of("no word of watch pods for 90 s")));
            assertThat(get(front, "/healthz").statusCode()).isEqualTo(503);

            health.set(new Health(true, true, List.of()));
            assertThat(get(front, "/readyz").body()).isEqualTo("ok\n");
        }
    }

    @Test
    void metrics_sourceFails_isAnAnswerAndNotTheEnd() throws Exception {
        var text = new AtomicReference<String>();
        try (var front = HttpFront.metrics(ANY, () -> text.get().strip())) {
            assertThat(get(front, "/metrics").statusCode()).isEqualTo(500);

            text.set("kamaji_build_info 1\n");
            var answer = get(front, "/metrics");
            assertThat(answer.body()).isEqualTo("kamaji_build_info 1");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            assertThat(get(front, "/other").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpFront front, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + front.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
