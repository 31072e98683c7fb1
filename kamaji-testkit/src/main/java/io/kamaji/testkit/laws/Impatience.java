package io.kamaji.testkit.laws;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Clients that see a time limit pass as soon as the simulator has begun to be silent, whatever the time: on a busy machine a
 * short limit would end answers, too. Thread-safe.
 */
final class Impatience {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<ApiServerSimulator, Interceptor> interceptors = new ConcurrentHashMap<>();

    /** The n-th request from now, from 1 on, is given up once it has met a silence. */
    void giveUp(ApiServerSimulator api, int n) {
        var left = new AtomicInteger(n);
        interceptors.put(
                api, chain -> left.decrementAndGet() == 0 ? untilSilent(api, chain) : chain.proceed(chain.request()));
    }

    private static Response untilSilent(ApiServerSimulator api, Interceptor.Chain chain) throws IOException {
        var over = CompletableFuture.runAsync(() -> giveUp(api, chain.call()), Impatience::inAThread);
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            over.join();
            throw (SocketTimeoutException) new SocketTimeoutException("no answer").initCause(e);
        }
    }

    private static void inAThread(Runnable task) {
        var thread = new Thread(task, "gives up a silent request");
        thread.setDaemon(true);
        thread.start();
    }

    private static void giveUp(ApiServerSimulator api, Call call) {
        api.requests().await(Impatience::isSilent, LIMIT);
        call.cancel();
    }

    /** Whether a request has met a silence, and its effect is made if it is to have one. */
    private static boolean isSilent(RecordedRequest request) {
        var fault = Fault.silence();
        return request.fault().equals(fault.toString())
                || request.fault().equals(fault.afterTheEffect().toString()) && request.code() != 0;
    }

    AdminCluster cluster(ApiServerSimulator api) {
        var interceptor = interceptors.get(api);
        if (interceptor == null) {
            return AdminCluster.kubeconfig(api.kubeconfig());
        }
        var client = Config.fromUrl(api.url());
        client.setHttpClient(
                client.getHttpClient().newBuilder().addInterceptor(interceptor).build());
        return AdminCluster.of(client);
    }
}
