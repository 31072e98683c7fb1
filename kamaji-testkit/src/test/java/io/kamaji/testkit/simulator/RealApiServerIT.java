package io.kamaji.testkit.simulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held against a real kube-apiserver. */
class RealApiServerIT extends ApiServerContract {
    private static RealApiServer real;

    @BeforeAll
    static void start() throws Exception {
        real = RealApiServer.start();
    }

    @AfterAll
    static void stop() {
        if (real != null) {
            real.close();
        }
    }

    @Override
    Kube kube() {
        return real.kube();
    }
}
