package io.kamaji.testkit.simulator;

import io.kamaji.testkit.AdminClusterKind;

/** The contract, held against what {@code -Dkamaji.test.admin} names: K3s, or the cluster of a kubeconfig. */
class AskedApiServerIT extends ApiServerContract {
    AskedApiServerIT() {
        super(AdminClusterKind.asked());
    }
}
