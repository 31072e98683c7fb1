package io.kamaji.testkit.simulator;

import io.kamaji.testkit.ApiServerSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held against the simulator. */
class SimulatedApiServerTest extends ApiServerContract {
    private static ApiServerSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = ApiServerSimulator.start();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Override
    Kube kube() {
        return Kube.of(simulator.url());
    }
}
