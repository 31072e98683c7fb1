package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ranges of addresses and ports that kube-controller-manager and kube-apiserver end on. Sources: kube-controller-manager's node
 * IPAM controller and kube-apiserver's validation of its options, 1.33 to 1.37.
 */
final class NetworkRanges {
    private static final String PROFILE = "spec.networkProfile.";
    private static final String MASK = "--node-cidr-mask-size";
    private static final String ALLOCATOR = "--cidr-allocator-type";
    private static final String CLUSTER_CIDR = "--cluster-cidr";
    private static final int NODE_V4 = 24;
    private static final int NODE_V6 = 64;

    /** kube-controller-manager keeps a bit for each node's range of an IPv6 one. */
    private static final int NODES_V6 = 16;

    /** kube-apiserver kept a bit for each address of a Service. */
    private static final int SERVICE_BITS = 20;

    private static final int LAST_WITH_BITMAP = 33;
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:([-+])(\\d{1,5}))?");
    private static final int LAST_PORT = 65535;

    private NetworkRanges() {}

    /** A range of pods and where it was written. */
    private record PodRange(String path, String written, IpNetwork network) {}

    /** Each node gets a part of each range of pods, unless nobody hands parts out. */
    static void pods(SpecView spec, SpecFindings found) {
        if (spec.judgedMinor().isEmpty() || !handsOut(spec)) {
            return;
        }
        allocator(spec, found);
        clusterCidr(spec, found);
        var ranges = podRanges(spec);
        var both = ranges.size() > 1;
        var size = flag(spec, MASK);
        var v4 = flag(spec, MASK + "-ipv4");
        var v6 = flag(spec, MASK + "-ipv6");
        if (both) {
            size.ifPresent(line -> refuse(
                    spec,
                    line,
                    "is not taken with two ranges of pods: use " + MASK + "-ipv4 and " + MASK + "-ipv6",
                    found));
        } else if (size.isPresent()) {
            v4.or(() -> v6).ifPresent(line -> refuse(spec, line, "is not taken beside " + MASK, found));
        } else if (!ranges.isEmpty()) {
            var isV6 = ranges.get(0).network.isV6();
            (isV6 ? v4 : v6)
                    .ifPresent(line -> refuse(
                            spec,
                            line,
                            "is not taken with an IPv" + (isV6 ? "6" : "4") + " range of pods alone",
                            found));
        }
        for (var range : ranges) {
            var isV6 = range.network.isV6();
            var own = both ? (isV6 ? v6 : v4) : size.or(() -> isV6 ? v6 : v4);
            var node = own.map(NetworkRanges::number).orElse(isV6 ? NODE_V6 : NODE_V4);
            var prefix = range.network.prefixLength();
            if (prefix > node) {
                judge(spec, range, "is smaller than the /" + node + " of it that each node gets", found);
            } else if (isV6 && node - prefix > NODES_V6) {
                judge(
                        spec,
                        range,
                        "is too large for a /" + node + " of it to each node: kube-controller-manager takes at most"
                                + " 2^" + NODES_V6 + " of them, a /" + (node - NODES_V6),
                        found);
            }
        }
    }

    private static boolean handsOut(SpecView spec) {
        var controllers = value(spec, "--controllers");
        return !FlagLosses.isFalse(value(spec, "--allocate-node-cidrs"))
                && !controllers.contains("-nodeipam")
                && !controllers.contains("-node-ipam-controller");
    }

    /** kube-controller-manager hands out by itself; others than it did so for cloud providers, until 1.31. */
    private static void allocator(SpecView spec, SpecFindings found) {
        flag(spec, ALLOCATOR)
                .filter(line -> !line.value().equals(Optional.of("RangeAllocator")))
                .ifPresent(line -> refuse(spec, line, "has been RangeAllocator only since 1.31", found));
    }

    /** Ranges of the user's own flag are none if it is empty, and then there is nothing to hand out. */
    private static void clusterCidr(SpecView spec, SpecFindings found) {
        flag(spec, CLUSTER_CIDR)
                .filter(line -> Stream.of(line.value().orElse("").split(",", -1))
                        .anyMatch(text -> IpNetwork.parse(text).isEmpty()))
                .ifPresent(line -> refuse(
                        spec,
                        line,
                        "must be ranges unless nothing is handed out of them, by" + " --allocate-node-cidrs=false",
                        found));
    }

    private static List<PodRange> podRanges(SpecView spec) {
        var own = flag(spec, CLUSTER_CIDR);
        if (own.isPresent()) {
            var path = KubeControllerManager.ARGUMENTS + "[" + own.get().index() + "]";
            return List.of(own.get().value().orElse("").split(",")).stream()
                    .flatMap(text -> IpNetwork.parse(text).map(it -> new PodRange(path, text, it)).stream())
                    .toList();
        }
        var ranges = spec.effective()
                .spec()
                .networkProfile()
                .flatMap(profile -> profile.podCidrs())
                .orElse(List.of());
        return ranges.stream()
                .distinct()
                .flatMap(text ->
                        IpNetwork.parse(text)
                                .map(it -> new PodRange(path(spec, "podCidr", ranges.indexOf(text)), text, it))
                                .stream())
                .toList();
    }

    /** 1.33 and older keep all addresses of Services in one object; a feature gate took that away. */
    static void services(SpecView spec, SpecFindings found) {
        ports(spec, found);
        var gates = spec.flag(KubeApiServer.ARGUMENTS, KubeApiServer.FLAGS, "--feature-gates")
                .flatMap(FlagLine::value)
                .orElse("");
        if (spec.minor().isEmpty()
                || spec.minor().getAsInt() > LAST_WITH_BITMAP
                || gates.contains("DisableAllocatorDualWrite=true")) {
            return;
        }
        var ranges = spec.effective()
                .spec()
                .networkProfile()
                .flatMap(profile -> profile.serviceCidrs())
                .orElse(List.of());
        for (int i = 0; i < ranges.size(); i++) {
            var range = IpNetwork.parse(ranges.get(i));
            var bits = range.map(it -> (it.isV6() ? 128 : 32)).orElse(0);
            if (range.isPresent() && bits - range.get().prefixLength() > SERVICE_BITS) {
                found.judge(
                        spec.isUpstream("apiServer", KubeApiServer.NAME),
                        path(spec, "serviceCidr", i),
                        ranges.get(i),
                        "is too large for kube-apiserver 1." + spec.minor().getAsInt() + ": a /" + (bits - SERVICE_BITS)
                                + " at most, until 1.34");
            }
        }
    }

    private static void ports(SpecView spec, SpecFindings found) {
        spec.flag(KubeApiServer.ARGUMENTS, KubeApiServer.FLAGS, "--service-node-port-range")
                .filter(line ->
                        line.value().filter(text -> !isPortRange(text.strip())).isPresent())
                .ifPresent(line -> found.refuse(
                        KubeApiServer.ARGUMENTS + "[" + line.index() + "]",
                        line.text(),
                        "must be a range of ports such as 30000-32767 or 30000+2767"));
    }

    private static boolean isPortRange(String text) {
        var matcher = PORTS.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return text.isEmpty();
        }
        int low = Integer.parseInt(matcher.group(1));
        int second =
                Optional.ofNullable(matcher.group(3)).map(Integer::parseInt).orElse(low);
        int high = "+".equals(matcher.group(2)) ? low + second : second;
        return low <= high && high <= LAST_PORT;
    }

    /** Of a list, or of the deprecated single field that it was made of. */
    private static String path(SpecView spec, String single, int index) {
        return spec.texts(PROFILE + single + "s").isEmpty()
                        && spec.text(PROFILE + single).isPresent()
                ? PROFILE + single
                : PROFILE + single + "s[" + index + "]";
    }

    private static Optional<FlagLine> flag(SpecView spec, String name) {
        return spec.flag(KubeControllerManager.ARGUMENTS, KubeControllerManager.FLAGS, name)
                .filter(line -> !name.startsWith(MASK) || number(line) != 0);
    }

    private static String value(SpecView spec, String name) {
        return flag(spec, name).flatMap(FlagLine::value).orElse("");
    }

    /** Of a mask size; 0 counts as not set, and what is no number is for the binary to refuse. */
    private static int number(FlagLine line) {
        return line.value()
                .filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static void refuse(SpecView spec, FlagLine line, String message, SpecFindings found) {
        found.judge(isUpstream(spec), KubeControllerManager.ARGUMENTS + "[" + line.index() + "]", line.text(), message);
    }

    private static void judge(SpecView spec, PodRange range, String message, SpecFindings found) {
        found.judge(isUpstream(spec), range.path, range.written, message);
    }

    private static boolean isUpstream(SpecView spec) {
        return spec.isUpstream("controllerManager", KubeControllerManager.NAME);
    }
}
