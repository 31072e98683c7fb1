package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.testkit.Real;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

@ResourceLock("kamaji.requireReal")
class TenantClusterSkipTest {

    @Test
    void missing_versionThatNobodyHas_namesTheBinaryAndTheWay() {
        assertThat(RunningTenant.missing("1.1.0", StoreKind.SQLITE).orElseThrow())
                .satisfiesAnyOf(
                        text -> assertThat(text)
                                .contains("kube-apiserver 1.1.0")
                                .contains("KAMAJI_BINARIES"),
                        text -> assertThat(text).contains("needs Linux"));
    }

    @Test
    void skipUnless_somethingMissing_skipsOrFails() {
        var before = System.getProperty("kamaji.requireReal", "false");
        try {
            System.setProperty("kamaji.requireReal", "false");
            assertThatThrownBy(() -> Real.skipUnless(Optional.of("no etcd")))
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessage("no etcd");
            System.setProperty("kamaji.requireReal", "true");
            assertThatThrownBy(() -> Real.skipUnless(Optional.of("no etcd")))
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessage("no etcd");
            Real.skipUnless(Optional.empty());
        } finally {
            System.setProperty("kamaji.requireReal", before);
        }
    }
}
