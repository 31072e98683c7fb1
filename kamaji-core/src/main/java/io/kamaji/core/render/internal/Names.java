package io.kamaji.core.render.internal;

/** Names that are part of the wire contract. Source: Kamaji's object reference. */
public final class Names {
    /** ConfigMap in the tenant's kube-public from which joining nodes learn whom to trust. */
    public static final String CLUSTER_INFO = "cluster-info";

    /** Component and container of the API server. */
    public static final String KUBE_API_SERVER = "kube-apiserver";

    /** Component and container of kine. */
    public static final String KINE = "kine";

    /** Secret of schema, user and password. */
    public static final String STORAGE_CONFIG = "datastore-config";

    /** Finalizer of {@link #STORAGE_CONFIG}. */
    public static final String ACCOUNT_FINALIZER = "finalizer.kamaji.clastix.io/datastore-secret";

    /** ConfigMap that tells the API server by which socket it reaches nodes. */
    public static final String KONNECTIVITY_EGRESS = "konnectivity-egress-selector-configuration";

    /** DaemonSet, Deployment and ServiceAccount of konnectivity's agent in the tenant. */
    public static final String KONNECTIVITY_AGENT = "konnectivity-agent";

    /** ClusterRoleBinding of konnectivity's server in the tenant. */
    public static final String KONNECTIVITY_ROLE = "system:konnectivity-server";

    /** Namespace of what belongs to a cluster itself. */
    public static final String KUBE_SYSTEM = "kube-system";

    /** ConfigMap of kubeadm's configuration. */
    public static final String KUBEADM_CONFIG = "kubeadmconfig";

    /** Label that says that a Secret's certificates expire. */
    public static final String LIFECYCLE = "kamaji.clastix.io/certificate_lifecycle_controller";

    /** Annotation of a Secret: empty, its certificates are to be issued anew; then when that was done. */
    public static final String ROTATE = "certs.kamaji.clastix.io/rotate";

    /** Annotation with the SHA-256 of the data. */
    public static final String CHECKSUM = "kamaji.clastix.io/checksum";

    /** Annotation of the Deployment: the Kubernetes version of its pods, whatever an admission webhook makes of their images. */
    public static final String VERSION = "kamaji.clastix.io/version";

    /** Annotation of {@link #STORAGE_CONFIG}: the datastore that it is for, which the spec may have left meanwhile. */
    public static final String DATA_STORE = "kamaji.clastix.io/datastore";

    /** Annotation of {@link #STORAGE_CONFIG}: the mark by which the store knows who owns the schema. */
    public static final String DATA_STORE_OWNER = "kamaji.clastix.io/datastore-owner";

    /** Annotation of {@link #STORAGE_CONFIG}: where the keys are, unless under {@code /<schema>}. */
    public static final String DATA_STORE_PREFIX = "kamaji.clastix.io/datastore-prefix";

    private Names() {}
}
