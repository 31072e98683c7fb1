package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRangesTest {
    private static final String PODS = "spec.networkProfile.podCidrs";
    private static final String SERVICES = "spec.networkProfile.serviceCidrs";
    private static final String MANAGER = "spec.controlPlane.deployment.extraArgs.controllerManager";
    private static final String SERVER = "spec.controlPlane.deployment.extraArgs.apiServer";

    private static Scenarios.Scenario tenant(String services, String pods) {
        return Scenarios.named("minimal-etcd")
                .with(SERVICES, List.of(services.split(",")))
                .with(PODS, List.of(pods.split(",")))
                .with("spec.networkProfile.dnsServiceIPs", null);
    }

    private static List<String> paths(Scenarios.Scenario scenario) {
        return scenario.violations().stream().map(Violation::path).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.96.0.0/16 | 10.244.0.0/25 | podCidrs[0]",
                "10.96.0.0/16 | 10.244.0.0/24 |",
                "10.96.0.0/16,fd00:96::/112 | 10.244.0.0/16,fd00:1::/72 | podCidrs[1]",
                "10.96.0.0/16,fd00:96::/112 | 10.244.0.0/16,fd00:1::/64 |",
                "fd00:96::/112 | fd00::/32 | podCidrs[0]",
                "fd00:96::/112 | fd00::/47 | podCidrs[0]",
                "fd00:96::/112 | fd00::/48 |",
            })
    void check_rangeOfPodsThatDoesNotFitNodes_isRefused(String services, String pods, String path) {
        var expected = path == null ? new String[0] : new String[] {"spec.networkProfile." + path};

        assertThat(paths(tenant(services, pods))).containsExactly(expected);
    }

    @Test
    void check_deprecatedRangeOfPods_isRefusedWithItsOwnPath() {
        var scenario =
                Scenarios.named("minimal-etcd").with(PODS, null).with("spec.networkProfile.podCidr", "10.244.0.0/25");

        assertThat(paths(scenario)).containsExactly("spec.networkProfile.podCidr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--node-cidr-mask-size=26",
                "--node_cidr_mask_size=26",
                "--node-cidr-mask-size-ipv4=25",
                "--allocate-node-cidrs=false",
                "--cluster-cidr=10.244.0.0/16",
                "--controllers=*,-nodeipam"
            })
    void check_smallRangeOfPods_isFineWhereNodesGetLessOrNothing(String flag) {
        assertThat(paths(tenant("10.96.0.0/16", "10.244.0.0/25").with(MANAGER, List.of(flag))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.244.0.0/16 | --node-cidr-mask-size=15 | spec.networkProfile.podCidrs[0]",
                "10.244.0.0/16 | --node-cidr-mask-size-ipv6=64 | extraArgs",
                "10.244.0.0/16 | --node-cidr-mask-size=25 --node-cidr-mask-size-ipv4=25 | extraArgs",
                "10.244.0.0/16,fd00:1::/56 | --node-cidr-mask-size=25 | extraArgs",
                "10.244.0.0/16,fd00:1::/56 | --node-cidr-mask-size-ipv4=25 |",
                "10.244.0.0/16,fd00:1::/56 | --node-cidr-mask-size-ipv6=80 | spec.networkProfile.podCidrs[1]",
                "10.244.0.0/16 | --cluster-cidr=10.1.0.0/26 | extraArgs",
                "fd00:1::/56 | --node-cidr-mask-size-ipv4=25 | extraArgs",
                "10.244.0.0/16 | --cidr-allocator-type=RangeAllocator |",
                "10.244.0.0/16 | --cidr-allocator-type=IPAMFromCluster | extraArgs",
                "10.244.0.0/16 | --cluster-cidr= | extraArgs",
                "10.244.0.0/16 | --cluster-cidr= --allocate-node-cidrs=false |",
            })
    void check_sizeOfNodesRanges_isJudgedAsTheControllerManagerDoes(String pods, String flags, String path) {
        var words = List.of(flags.split(" "));
        var services = pods.startsWith("fd") ? "fd00:96::/112" : "10.96.0.0/16,fd00:96::/112";
        var found = paths(tenant(services, pods).with(MANAGER, words));

        if (path == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .singleElement()
                    .isEqualTo(path.equals("extraArgs") ? MANAGER + "[" + (words.size() - 1) + "]" : path);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v1.33.5, 10.0.0.0/11, true",
        "v1.33.5, 10.0.0.0/12, false",
        "v1.33.5, fd00:96::/107, true",
        "v1.33.5, fd00:96::/108, false",
        "v1.34.0, 10.0.0.0/8, false",
        "v1.36.3, fd00:96::/64, false",
    })
    void check_largeRangeOfServices_isRefusedUntil133(String version, String range, boolean refused) {
        var pods = range.startsWith("fd") ? "fd00:1::/56" : "192.168.0.0/16";
        var scenario = tenant(range, pods).with("spec.kubernetes.version", version);

        assertThat(paths(scenario)).containsExactly(refused ? new String[] {SERVICES + "[0]"} : new String[0]);
        assertThat(paths(scenario.with(SERVER, List.of("--feature-gates=DisableAllocatorDualWrite=true"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "30000-32767, true",
        "30000+100, true",
        "30000, true",
        "'', true",
        "32767-30000, false",
        "30000-70000, false",
        "65535+1, false",
        "nodes, false",
        "1-2-3, false",
    })
    void check_nodePortRange_mustBeOne(String range, boolean right) {
        var scenario = Scenarios.named("minimal-etcd").with(SERVER, List.of("--service-node-port-range=" + range));

        assertThat(paths(scenario)).containsExactly(right ? new String[0] : new String[] {SERVER + "[0]"});
    }

    @Test
    void check_controllerManagerOfTheUsers_mayTakeMore() {
        var scenario = tenant("10.96.0.0/16", "10.244.0.0/25")
                .with("spec.controlPlane.deployment.registrySettings", JsonObject.of("controllerManagerImage", "mine"));

        assertThat(paths(scenario)).isEmpty();
        assertThat(scenario.specWarnings()).singleElement().asString().contains("10.244.0.0/25");
    }
}
