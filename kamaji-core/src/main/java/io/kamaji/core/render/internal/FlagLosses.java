package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.SpecView;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a tenant loses by flags of the user's that are accepted: a row for each, told as a warning. Sources: the binaries' help at
 * 1.36.3, kubeadm's manifests for v1.36.
 */
final class FlagLosses {
    private static final Pattern SIGNER = Pattern.compile("--cluster-signing-\\w+(-\\w+)*-(cert|key)-file");
    private static final String PKI = "/etc/kubernetes/pki/";
    private static final String PROBED = "the probes ask port %d of the pod's address: the pod never becomes ready";

    /** A flag, the values that lose something, and what. */
    private record Row(String flag, BiPredicate<SpecView, String> loses, String loss) {}

    private static final List<Row> API_SERVER = List.of(
            row(
                    "--authorization-mode",
                    modes -> has(modes, "AlwaysAllow"),
                    "every credential of the tenant may do everything,"
                            + " and nobody may ask without one, as the probes do: the pod never becomes ready"),
            row(
                    "--authorization-mode",
                    modes -> !has(modes, "AlwaysAllow") && !has(modes, "Node"),
                    "kubelets may not read what they need: no node becomes ready"),
            row(
                    "--authorization-mode",
                    modes -> !has(modes, "AlwaysAllow") && !has(modes, "RBAC"),
                    "no role counts: neither join tokens nor add-ons may do what they need to"),
            row(
                    "--anonymous-auth",
                    FlagLosses::isFalse,
                    "the probes and nodes that join ask without a credential: the pod never becomes ready"),
            row("--enable-bootstrap-token-auth", FlagLosses::isFalse, "join tokens are refused: no node joins by one"),
            row(
                    "--allow-privileged",
                    FlagLosses::isFalse,
                    "privileged pods are refused, which kube-proxy and most CNIs are"),
            new Row(
                    "--etcd-servers-overrides",
                    (spec, value) -> !value.isEmpty() && !hasOverrides(spec),
                    "what is kept there is neither confined to the tenant nor cleared with it: use spec.dataStoreOverrides"));

    private static final List<Row> CONTROLLER_MANAGER = List.of(
            row(
                    "--use-service-account-credentials",
                    FlagLosses::isFalse,
                    "controllers act as system:kube-controller-manager, who may do little of their work: Deployments make no pods"),
            new Row(
                    "--allocate-node-cidrs",
                    (spec, value) -> isFalse(value) && hasPodRanges(spec),
                    "nodes get no part of spec.networkProfile.podCidrs: a CNI that needs one starts no pod"),
            row(
                    "--controllers",
                    list -> !has(list, "*"),
                    "no other controllers run: what Kubernetes does by itself is not done"),
            row(
                    "--controllers",
                    list -> has(list, "-bootstrapsigner", "-bootstrap-signer-controller"),
                    "cluster-info is not signed: no node joins by a token"),
            row(
                    "--controllers",
                    list -> has(list, "-tokencleaner", "-token-cleaner-controller"),
                    "expired join tokens are never deleted"),
            row(
                    "--cluster-signing-cert-file",
                    other(PKI + "ca.crt"),
                    "kubelets get no certificate of the CA that the API server" + " trusts: no node joins"),
            row(
                    "--cluster-signing-key-file",
                    other(PKI + "ca.key"),
                    "kubelets get no certificate of the CA that the API server" + " trusts: no node joins"),
            row(
                    "--root-ca-file",
                    other(PKI + "ca.crt"),
                    "pods are told another CA than the API server's: they can't ask it"),
            row(
                    "--service-account-private-key-file",
                    other(PKI + "sa.key"),
                    "the API server knows no such key: it refuses the tokens of pods"),
            new Row(
                    "--leader-elect",
                    (spec, value) -> isFalse(value) && pods(spec) > 1,
                    "each pod's controllers work at the same time, against each other"),
            row("--secure-port", other("10257"), PROBED.formatted(10257)),
            row("--bind-address", other("0.0.0.0", "::"), PROBED.formatted(10257)));

    private static final List<Row> SCHEDULER = List.of(row("--secure-port", other("10259"), PROBED.formatted(10259)));

    private static final List<Row> KINE = List.of(row(
            "--listen-address",
            other("unix:///uds/kine"),
            "the API server asks unix:///uds/kine: it finds nobody there"));

    private static final List<Row> KONNECTIVITY_AGENT = List.of(
            row("--health-server-port", other("8134"), PROBED.formatted(8134)),
            row("--service-account-token-path", value -> value.isEmpty(), "the server takes nobody without a token"));

    private FlagLosses() {}

    static SpecRule ofApiServer() {
        return of(API_SERVER, KubeApiServer.FLAGS, KubeApiServer.ARGUMENTS);
    }

    static SpecRule ofControllerManager() {
        return of(CONTROLLER_MANAGER, KubeControllerManager.FLAGS, KubeControllerManager.ARGUMENTS);
    }

    static SpecRule ofScheduler(String path) {
        return of(SCHEDULER, KubeScheduler.FLAGS, path);
    }

    static SpecRule ofKine() {
        return of(KINE, Kine.FLAGS, Kine.ARGUMENTS);
    }

    static SpecRule ofKonnectivityAgent(String path) {
        return of(KONNECTIVITY_AGENT, KonnectivityAgent.FLAGS, path);
    }

    /** kube-controller-manager takes files for all signers or for each, and ours are for all. */
    static void signers(SpecView spec, SpecFindings found) {
        var forAll = Stream.of("--cluster-signing-cert-file", "--cluster-signing-key-file")
                .allMatch(flag -> spec.flag(KubeControllerManager.ARGUMENTS, KubeControllerManager.FLAGS, flag)
                        .filter(line -> line.value().equals(Optional.of("")))
                        .isPresent());
        if (forAll) {
            return;
        }
        spec.flags(KubeControllerManager.ARGUMENTS, KubeControllerManager.FLAGS).stream()
                .filter(line -> SIGNER.matcher(line.name()).matches())
                .filter(line -> line.value().filter(text -> !text.isEmpty()).isPresent())
                .forEach(line -> found.refuse(
                        KubeControllerManager.ARGUMENTS + "[" + line.index() + "]",
                        line.text(),
                        "is not taken beside --cluster-signing-cert-file and --cluster-signing-key-file, which Kamaji sets:"
                                + " set both to nothing and name the files of each signer"));
    }

    private static SpecRule of(List<Row> rows, FlagTable table, String path) {
        return (spec, found) -> {
            for (var row : rows) {
                spec.flag(path, table, row.flag)
                        .filter(line -> row.loses.test(spec, value(line)))
                        .ifPresent(line -> found.warn(path + "[" + line.index() + "]", line.text(), row.loss));
            }
        };
    }

    private static Row row(String flag, Predicate<String> loses, String loss) {
        return new Row(flag, (spec, value) -> loses.test(value), loss);
    }

    private static String value(FlagLine line) {
        return line.value().orElse("true");
    }

    private static Predicate<String> other(String... ours) {
        return value -> !List.of(ours).contains(value);
    }

    private static boolean has(String list, String... items) {
        return Stream.of(list.split(",")).anyMatch(List.of(items)::contains);
    }

    /** As Go reads booleans. */
    static boolean isFalse(String value) {
        return List.of("0", "f", "F", "false", "FALSE", "False").contains(value);
    }

    private static boolean hasOverrides(SpecView spec) {
        return !spec.tree().array("spec", "dataStoreOverrides").isEmpty();
    }

    private static boolean hasPodRanges(SpecView spec) {
        return spec.effective()
                .spec()
                .networkProfile()
                .flatMap(profile -> profile.podCidrs())
                .filter(ranges -> !ranges.isEmpty())
                .isPresent();
    }

    private static int pods(SpecView spec) {
        return spec.effective()
                .spec()
                .controlPlane()
                .deployment()
                .flatMap(d -> d.replicas())
                .orElse(2);
    }
}
