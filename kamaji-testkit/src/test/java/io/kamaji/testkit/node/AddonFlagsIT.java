package io.kamaji.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.Binaries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real binaries know every flag that the add-ons give them: {@code --help} after them ends well, an unknown one does not. */
class AddonFlagsIT {
    private static final String SERVER = "--admin-port=8133 --agent-namespace=kube-system --agent-port=8132"
            + " --agent-service-account=a --authentication-audience=b --cluster-cert=c --cluster-key=d"
            + " --enable-lease-controller=true --server-count=2 --health-port=8134 --kubeconfig=e --mode=grpc"
            + " --server-port=0 --uds-name=f --v=2";
    private static final String AGENT = "--admin-server-port=8133 --ca-cert=a --count-server-leases=true"
            + " --health-server-port=8134 --logtostderr=true --proxy-server-host=b --proxy-server-port=8132"
            + " --service-account-token-path=c --v=2";

    @ParameterizedTest
    @CsvSource({"proxy-server, " + SERVER, "proxy-agent, " + AGENT, "kube-proxy, --config=a --hostname-override=b"})
    void binary_ourFlags_areAllKnown(String binary, String flags) throws Exception {
        RealBinaries.assume(binary);
        assertThat(run(binary, flags + " --help")).isZero();
        assertThat(run(binary, flags + " --no-such-flag=1 --help")).isNotZero();
    }

    private static int run(String binary, String flags) throws Exception {
        var version = binary.startsWith("kube") ? RealBinaries.KUBERNETES : "";
        List<String> command = new ArrayList<>();
        command.add(Binaries.standard().find(binary, version).orElseThrow().toString());
        command.addAll(Arrays.asList(flags.split(" ")));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
