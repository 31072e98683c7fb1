package io.kamaji.testkit.node;

import java.util.Map;

/** What of a container can't be had by a process on this machine, and what it gets instead: the rows of that table. */
public enum TranslationRule {
    /** {@code command[0]}, else the image's entry point, else its last path part: the upstream binary of that name and of the tag's version; any other command: the program of this machine. */
    BINARY("command and image", "path of the binary of that name, version from the image's tag"),
    MOUNT_PATH("mount paths in arguments, environment and mounted text", "folder of that mount, longest path first"),
    LISTEN_WILDCARD("0.0.0.0, :: or no host in a listen flag of a listening binary", "address of the pod"),
    LISTEN_ADDED("listen flag of that table that is not rendered", "the flag added, with the address of the pod"),
    LOOPBACK_KUBECONFIG(
            "127.0.0.1 and localhost as server of a mounted kubeconfig",
            "address of the pod and tls-server-name localhost"),
    SERVICE_NAME(
            "<service>.<namespace>.svc[.cluster.local] of a Service that the API has",
            "its cluster IP; in a kubeconfig, tls-server-name is the name");

    /** Fields of a pod that have no effect on a process, each with what that means. */
    public static final Map<String, String> NO_EFFECT = Map.ofEntries(
            Map.entry("resources", "no limits"),
            Map.entry("securityContext", "runs as the user of this JVM"),
            Map.entry("imagePullPolicy", "nothing is pulled"),
            Map.entry("serviceAccountName", "no token is mounted, also none of a projected volume"),
            Map.entry("affinity, tolerations, nodeSelector, topologySpreadConstraints", "there is one node"),
            Map.entry("runtimeClassName", "a process"),
            Map.entry("lifecycle", "no hooks: SIGTERM, then SIGKILL after the grace period"),
            Map.entry("hostPath, csi and other volumes", "an empty folder"),
            Map.entry("hostNetwork, dnsPolicy, hostAliases", "network and names are those of this machine"),
            Map.entry("mountPropagation, readOnly", "files can be written"));

    private final String what;
    private final String instead;

    TranslationRule(String what, String instead) {
        this.what = what;
        this.instead = instead;
    }

    /** What is rendered. */
    public String what() {
        return what;
    }

    /** What the process gets. */
    public String instead() {
        return instead;
    }
}
