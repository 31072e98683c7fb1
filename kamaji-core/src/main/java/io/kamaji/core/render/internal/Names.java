package io.kamaji.core.render.internal;

/** Names that are part of the wire contract. Source: Kamaji's object reference. */
public final class Names {
    /** Secret of the tenant's CA. */
    public static final String CA = "ca";

    /** Secret of the front proxy's CA. */
    public static final String FRONT_PROXY_CA = "front-proxy-ca-certificate";

    /** Secret of the keys that sign service account tokens. */
    public static final String SERVICE_ACCOUNT = "sa-certificate";

    /** Secret of the API server's certificate. */
    public static final String API_SERVER = "api-server-certificate";

    /** Secret of the certificate with which the API server calls kubelets. */
    public static final String KUBELET_CLIENT = "api-server-kubelet-client-certificate";

    /** Secret of the certificate with which the API server calls extension API servers. */
    public static final String FRONT_PROXY_CLIENT = "front-proxy-client-certificate";

    /** Secret of the administrators' kubeconfigs. */
    public static final String ADMIN_KUBECONFIG = "admin-kubeconfig";

    /** Secret of the controller manager's kubeconfig. */
    public static final String CONTROLLER_MANAGER_KUBECONFIG = "controller-manager-kubeconfig";

    /** Secret of the scheduler's kubeconfig. */
    public static final String SCHEDULER_KUBECONFIG = "scheduler-kubeconfig";

    /** Secret of schema, user and password. */
    public static final String STORAGE_CONFIG = "datastore-config";

    /** Secret of the files with which the store is reached. */
    public static final String STORAGE_CERTIFICATE = "datastore-certificate";

    /** Name in the certificate tree of konnectivity's server as a client of the API server. */
    public static final String KONNECTIVITY = "konnectivity-server";

    /** Secret of {@link #KONNECTIVITY}. */
    public static final String KONNECTIVITY_CERTIFICATE = "konnectivity-certificate";

    /** Secret of konnectivity's kubeconfig. */
    public static final String KONNECTIVITY_KUBECONFIG = "konnectivity-kubeconfig";

    /** Key in {@link #KONNECTIVITY_KUBECONFIG}. */
    public static final String KONNECTIVITY_CONF = "konnectivity-server.conf";

    /** ConfigMap that tells the API server by which socket it reaches nodes. */
    public static final String KONNECTIVITY_EGRESS = "konnectivity-egress-selector-configuration";

    /** ConfigMap of kubeadm's configuration. */
    public static final String KUBEADM_CONFIG = "kubeadmconfig";

    /** Label that says that a Secret's certificates expire. */
    public static final String LIFECYCLE = "kamaji.clastix.io/certificate_lifecycle_controller";

    /** Annotation with the SHA-256 of the data. */
    public static final String CHECKSUM = "kamaji.clastix.io/checksum";

    /** Annotation of {@link #STORAGE_CONFIG}: the datastore that it is for, which the spec may have left meanwhile. */
    public static final String DATA_STORE = "kamaji.clastix.io/datastore";

    /** Annotation of {@link #STORAGE_CONFIG}: the mark by which the store knows who owns the schema. */
    public static final String DATA_STORE_OWNER = "kamaji.clastix.io/datastore-owner";

    /** Annotation of {@link #STORAGE_CONFIG}: where the keys are, unless under {@code /<schema>}. */
    public static final String DATA_STORE_PREFIX = "kamaji.clastix.io/datastore-prefix";

    private Names() {}
}
