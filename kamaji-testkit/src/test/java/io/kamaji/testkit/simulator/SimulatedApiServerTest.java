package io.kamaji.testkit.simulator;

import io.kamaji.testkit.AdminClusterKind;

/** The contract, held against the simulator. */
class SimulatedApiServerTest extends ApiServerContract {
    SimulatedApiServerTest() {
        super(AdminClusterKind.SIMULATOR);
    }
}
