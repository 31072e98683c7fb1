package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.KamajiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A host that ends a wait, or uses what it has closed. */
class InterruptionTest {

    @Test
    @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
    void await_interruptedWhileItWatches_endsAtOnceAndKeepsTheFlag() throws Exception {
        try (var world = Blue.world(admin -> admin.deploymentsBecomeAvailable(Duration.ofDays(1)));
                var kamaji = world.connect(settings -> settings.clock(InstantSource.system()))) {
            var ended = new CompletableFuture<String>();
            var waiting = new Thread(() -> {
                var failure = catchThrowableOfType(
                        KamajiException.class,
                        () -> kamaji.tenant(Blue.spec().build()).await(Duration.ofMinutes(5), pass -> {}));
                ended.complete(
                        failure.getMessage() + " " + Thread.currentThread().isInterrupted());
            });
            waiting.start();
            assertThat(world.admin()
                            .requests()
                            .await(
                                    request -> request.path().matches(".*/deployments\\?.*watch=true.*"),
                                    Duration.ofSeconds(60)))
                    .isPresent();
            while (!isReading(waiting)) {
                Thread.onSpinWait();
            }
            waiting.interrupt();

            assertThat(ended.get(10, TimeUnit.SECONDS)).contains("interrupted", "true");
        }
    }

    /** Whether a thread is within a read from a socket, which does not notice an interruption. */
    private static boolean isReading(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        && frame.getClassName().equals("sun.nio.ch.NioSocketImpl"));
    }

    @Test
    void plan_afterClose_isRefused() {
        try (var world = Blue.world()) {
            var kamaji = world.connect();
            kamaji.close();

            assertThatThrownBy(() -> kamaji.tenant(Blue.spec().build()).plan())
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("is closed");
        }
    }

    @Test
    void plan_null_isNamed() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            assertThatThrownBy(() -> kamaji.tenant(null).plan())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("tenant");
            assertThatThrownBy(() -> kamaji.apply(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("plan");
        }
    }

    @Test
    void pass_missingDatastore_saysWhatTheNextTryWaitsFor() {
        try (var world = Blue.world()) {
            var pass = world.pass(Blue.spec().dataStore("elsewhere").build());

            assertThat(pass.result())
                    .hasToString(
                            "waiting for the next try: kamaji.clastix.io/v1alpha1 DataStore elsewhere: there is no such"
                                    + " datastore, only [shared, embedded]: create it, or name another in spec.dataStore");
        }
    }
}
