package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.AdminCluster;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.util.function.UnaryOperator;
import okhttp3.Interceptor;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An admin cluster whose admission changes the images of Deployments: the version that runs is told by a mark of ours. */
class AdmissionWebhookTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();
    private static final String DIGEST = "@sha256:" + "0".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "digest"})
    void reconcile_imagesRewrittenByAWebhook_isReadyAndQuiet(String way) {
        UnaryOperator<String> rewrite = way.equals("mirror")
                ? body -> body.replace("registry.k8s.io/", "mirror.corp.local/")
                : body -> body.replace("kube-apiserver:v1.36.3", "kube-apiserver:v1.36.3" + DIGEST);
        try (var world = Blue.world();
                var kamaji = world.connect(rewriting(world, rewrite), settings -> settings)) {
            var pass = kamaji.tenant(BLUE).reconcile();
            for (int i = 0; i < 6; i++) {
                pass = kamaji.tenant(BLUE).reconcile();
            }

            assertThat(pass.status().isReady()).as("%s", pass.status()).isTrue();
            assertThat(pass.report().writes()).isZero();
            assertThat(Blue.deployment(world).toJson()).contains(way.equals("mirror") ? "mirror.corp.local" : DIGEST);
        }
    }

    private static AdminCluster rewriting(TenantWorld world, UnaryOperator<String> rewrite) {
        var client = Config.fromUrl(world.admin().url());
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(chain -> rewritten(chain, rewrite))
                .build());
        return AdminCluster.of(client);
    }

    private static Response rewritten(Interceptor.Chain chain, UnaryOperator<String> rewrite) throws IOException {
        var request = chain.request();
        var body = request.body();
        if (body == null
                || !request.method().equals("PATCH")
                || !request.url().encodedPath().contains("/deployments")) {
            return chain.proceed(request);
        }
        var buffer = new Buffer();
        body.writeTo(buffer);
        return chain.proceed(request.newBuilder()
                .patch(RequestBody.create(rewrite.apply(buffer.readUtf8()), body.contentType()))
                .build());
    }
}
