package io.kamaji.testkit.binaries.internal;

import io.kamaji.testkit.binaries.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where one upstream binary comes from: one row of a table. In templates, {@code {v}} stands for the version without
 * its {@code v}, {@code {arch}} for {@code amd64} or {@code arm64}, {@code {name}} for the name. Immutable.
 *
 * @param usualVersion the version taken when nothing asks for another; empty for Kubernetes' own, which have none
 * @param download how its release site serves it; empty where there is none
 * @param source the Go package that it is built from
 * @param versionArguments what makes it print its version; empty if nothing does, then any is taken
 */
public record Upstream(
        String name,
        String usualVersion,
        Optional<Download> download,
        GoPackage source,
        List<String> versionArguments) {

    /**
     * A file of a release site.
     *
     * @param file path template of the asset, below the site
     * @param sums path template of the SHA-256 checksums: one bare checksum, or lines of checksum and file name
     * @param member path template of the binary inside the asset if that is a {@code .tar.gz}; else empty
     */
    public record Download(Site site, String file, String sums, String member) {}

    /**
     * A main package of a Go module.
     *
     * @param staging its module must be built with the {@code k8s.io} staging modules of the same minor
     * @param cgo needs a C compiler
     */
    public record GoPackage(String module, String path, boolean staging, boolean cgo) {}

    private static final List<String> FLAG = List.of("--version");
    private static final String ETCD = "/etcd-io/etcd/releases/download/v{v}/";
    private static final String KINE = "/k3s-io/kine/releases/download/v{v}/";
    private static final String TUNNEL = "sigs.k8s.io/apiserver-network-proxy";

    private static final Map<String, Upstream> TABLE = Stream.of(
                    kubernetes("kube-apiserver", FLAG),
                    kubernetes("kube-controller-manager", FLAG),
                    kubernetes("kube-scheduler", FLAG),
                    kubernetes("kube-proxy", FLAG),
                    kubernetes("kubelet", FLAG),
                    kubernetes("kubeadm", List.of("version", "-o", "short")),
                    kubernetes("kubectl", List.of("version", "--client")),
                    etcd("etcd", "go.etcd.io/etcd/server/v3", FLAG),
                    etcd("etcdctl", "go.etcd.io/etcd/etcdctl/v3", List.of("version")),
                    new Upstream(
                            "kine",
                            "0.17.5",
                            Optional.of(
                                    new Download(Site.GITHUB, KINE + "kine-{arch}", KINE + "sha256sum-{arch}.txt", "")),
                            new GoPackage("github.com/k3s-io/kine", "github.com/k3s-io/kine", false, true),
                            FLAG),
                    tunnel("proxy-server", "server"),
                    tunnel("proxy-agent", "agent"))
            .collect(Collectors.toUnmodifiableMap(Upstream::name, Function.identity()));

    /** The row of a binary, or empty if it is none of the table. */
    public static Optional<Upstream> of(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    /** A template with its placeholders filled in. */
    public String fill(String template, String version, String arch) {
        return template.replace("{v}", version).replace("{arch}", arch).replace("{name}", name);
    }

    /** The Go architecture name of this machine. */
    public static String arch() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static Upstream kubernetes(String name, List<String> versionArguments) {
        var file = "/v{v}/bin/linux/{arch}/{name}";
        return new Upstream(
                name,
                "",
                Optional.of(new Download(Site.KUBERNETES, file, file + ".sha256", "")),
                new GoPackage("k8s.io/kubernetes", "k8s.io/kubernetes/cmd/" + name, true, false),
                versionArguments);
    }

    private static Upstream etcd(String name, String module, List<String> versionArguments) {
        var folder = "etcd-v{v}-linux-{arch}";
        return new Upstream(
                name,
                "3.6.16",
                Optional.of(
                        new Download(Site.GITHUB, ETCD + folder + ".tar.gz", ETCD + "SHA256SUMS", folder + "/{name}")),
                new GoPackage(module, module, false, false),
                versionArguments);
    }

    private static Upstream tunnel(String name, String command) {
        return new Upstream(
                name,
                "0.36.0",
                Optional.empty(),
                new GoPackage(TUNNEL, TUNNEL + "/cmd/" + command, false, false),
                List.of());
    }
}
