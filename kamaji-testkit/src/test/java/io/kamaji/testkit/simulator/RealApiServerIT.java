package io.kamaji.testkit.simulator;

import io.kamaji.testkit.AdminClusterKind;

/** The contract, held against a real kube-apiserver. */
class RealApiServerIT extends ApiServerContract {
    RealApiServerIT() {
        super(AdminClusterKind.PROCESSES);
    }
}
