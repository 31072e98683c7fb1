package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A program that leaves a simulator open. */
class SimulatorExitTest {

    /** Starts one, makes a request and ends. */
    public static void main(String[] args) {
        var simulator = ApiServerSimulator.start();
        try (var client = simulator.connect()) {
            client.raw("/readyz");
        }
    }

    @Test
    void main_endsWithoutClose_theJvmEnds() throws Exception {
        var jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorExitTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).as("the JVM ended").isTrue();
            assertThat(jvm.exitValue()).isZero();
        } finally {
            jvm.destroyForcibly();
        }
    }
}
