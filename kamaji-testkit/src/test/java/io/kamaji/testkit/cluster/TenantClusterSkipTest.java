package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.testkit.Real;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Tests of a machine that has not what a tenant needs. */
@ResourceLock("kamaji.requireReal")
class TenantClusterSkipTest {
    private static final String REQUIRE = "kamaji.requireReal";

    private static <T> T requireReal(boolean required, Callable<T> work) throws Exception {
        return with(REQUIRE, Boolean.toString(required), work);
    }

    private static <T> T with(String property, String value, Callable<T> work) throws Exception {
        var before = System.setProperty(property, value);
        try {
            return work.call();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Test
    void missing_versionThatNobodyHas_namesEveryBinaryAndAllWays() {
        assertThat(RunningTenant.missing("1.1.0", StoreKind.SQLITE).orElseThrow())
                .satisfiesAnyOf(
                        text -> assertThat(text)
                                .contains(
                                        "kube-apiserver 1.1.0", "kube-controller-manager 1.1.0", "kube-scheduler 1.1.0")
                                .contains("KAMAJI_BINARIES=", "-Dkamaji.binaries=download", "-Dkamaji.binaries=build"),
                        text -> assertThat(text).contains("needs Linux"));
    }

    @Test
    void missing_downloadAskedFor_triesIt() throws Exception {
        var missing = with(
                "kamaji.binaries",
                "download",
                () -> with(
                        "kamaji.binaries.cache",
                        "/proc/no-cache",
                        () -> RunningTenant.missing("1.1.0", StoreKind.SQLITE)));

        assertThat(missing.orElseThrow()).containsAnyOf("tried download: /proc/no-cache", "needs Linux");
    }

    @Test
    void tenant_withoutBinaries_skipsHoweverItIsAskedFor() throws Exception {
        var outcomes = requireReal(false, () -> TenantTests.run(TenantTests.WITHOUT_BINARIES));

        assertThat(outcomes).hasSize(TenantTests.WITHOUT_BINARIES.length);
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome)
                        .startsWith("skipped: ")
                        .containsAnyOf("-Dkamaji.binaries=download", "needs Linux"));
    }

    @Test
    void tenant_withoutBinariesThatAreRequired_failsHoweverItIsAskedFor() throws Exception {
        var outcomes = requireReal(true, () -> TenantTests.run(TenantTests.WITHOUT_BINARIES));

        assertThat(outcomes).hasSize(TenantTests.WITHOUT_BINARIES.length);
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome)
                        .startsWith("failed: " + AssertionFailedError.class.getName())
                        .containsAnyOf("kube-apiserver 1.99.0", "needs Linux"));
    }

    @Test
    void skipUnless_somethingMissing_skipsOrFails() throws Exception {
        assertThatThrownBy(() -> requireReal(false, () -> skipUnless("no etcd")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no etcd");
        assertThatThrownBy(() -> requireReal(true, () -> skipUnless("no etcd")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("no etcd");
        Real.skipUnless(Optional.empty());
    }

    private static boolean skipUnless(String missing) {
        Real.skipUnless(Optional.of(missing));
        return true;
    }
}
